import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { DEAD_LETTER_TOPICS } from '@parley/contracts';
import { type CheckpointSource, type Consumption, checkpointSource, EVENT_LOG, type EventLog } from '@parley/event-log';
import { HealthRegistry, LOGGER, type Logger, PARLEY_CONFIG, type ParleyConfig, PG_POOL } from '@parley/platform';
import { PROJECTOR, projectDeadLetters } from '@parley/projection';
import { RECORD_SCHEMA } from '@parley/store';
import type { Pool } from 'pg';
import { commitBatch } from '../commit-batch.js';

/** A group of its own, because its topics are others; its checkpoints stand beside those of the projector. */
const GROUP = 'projector-dead-letters';

/** Folds dead letters of every service into the record: raw records, since what they hold may be no event at all. */
@Injectable()
export class DeadLetterConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly checkpoints: CheckpointSource;
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(PARLEY_CONFIG) private readonly config: Pick<ParleyConfig, 'stallAfterMs'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(HealthRegistry) health?: HealthRegistry,
  ) {
    this.checkpoints = checkpointSource(pool, RECORD_SCHEMA, PROJECTOR);
    health?.register({
      name: 'dead letters',
      kind: 'live',
      check: async () => {
        const state = this.consumption?.state();
        if (state === 'stalled' || state === 'stopped') throw new Error(`the consumer of dead letters is ${state}`);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.consumption = await this.log.consume({
      group: GROUP,
      topics: DEAD_LETTER_TOPICS.map(({ name }) => name),
      checkpoints: this.checkpoints,
      stallAfterMs: this.config.stallAfterMs,
      handle: async ({ topic, partition, records, nextOffset }, { signal }) => {
        const from = await this.checkpoints.load(topic, partition);
        // Another consumer may have gone on from here since the batch was read.
        if (from !== null && from >= nextOffset) return;
        const due = records.filter(({ offset }) => from === null || offset >= from);
        await commitBatch(this.pool, { topic, partition, from, to: nextOffset }, signal, (client) =>
          projectDeadLetters(client, due, RECORD_SCHEMA),
        );
      },
      onDeliveryFailed: (error, { topic, partition }, attempt) =>
        this.logger.warn({ err: error, topic, partition, attempt }, 'dead letters could not be folded, trying again'),
      onFatal: (error) => {
        this.logger.error({ err: error }, 'the consumer of dead letters can not go on');
        // Nobody awaits this loop: uncaught, it ends the process, and the supervisor starts it anew.
        process.nextTick(() => {
          throw error;
        });
      },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }
}
