import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AcceptedCuration,
  CURATIONS_TOPIC,
  type CurationKind,
  createEvent,
  type EventData,
  encodeEvent,
} from '@parley/contracts';
import { type Curation, type CurationType, statementIdOfCuration } from '@parley/domain';
import { checkpointSource, EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, PG_POOL, ProblemError } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import { RECORD_SCHEMA } from '@parley/store';
import type { Pool } from 'pg';

/** How long (ms) a curation waits for those before it to be in the record. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 20;

/** The type of a curation and its data, but for what is the desk's to say. */
export type Draft = {
  [Type in CurationType]: { readonly type: Type; readonly data: Omit<EventData[Type], 'curatedAt'> };
}[CurationType];

/**
 * Takes curations one after another. Each is decided on by a record that holds all those before it, whoever took them,
 * so of two edits of one state only the first can pass; then it is appended to the log.
 */
@Injectable()
export class CurationDesk {
  /** One at a time here: each holds a connection while the embedded log needs others of the same pool. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Appends what `decide` gives. Throws what it throws, and ProblemError UNAVAILABLE where the record does not catch up
   * with the curations before; nothing was appended then.
   */
  take(decide: () => Promise<Draft>): Promise<AcceptedCuration> {
    const work = this.#queue.then(() => this.takeAlone(decide));
    this.#queue = work.catch(() => undefined);
    return work;
  }

  private takeAlone(decide: () => Promise<Draft>): Promise<AcceptedCuration> {
    return inTransaction(this.pool, async (client) => {
      // One desk at a time among all processes: curations are made by hand.
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('parley.curations', 0))`);
      await this.catchUp();
      const { type, data } = await decide();
      const time = this.clock();
      // A draft is of one type, which the union can't tell the generic.
      const full = { ...data, curatedAt: time.toISOString() } as EventData[CurationType];
      const event = createEvent(type, full, { source: '/parley/api', time, subject: data.articleId });
      await this.log.append(CURATIONS_TOPIC, [encodeEvent(event)]);
      return {
        eventId: event.id,
        curation: kindOf(type),
        articleId: data.articleId,
        statementId: statementIdOfCuration(event as Curation),
      };
    });
  }

  private async catchUp(): Promise<void> {
    const target = await this.log.bounds(CURATIONS_TOPIC);
    const checkpoints = checkpointSource(this.pool, RECORD_SCHEMA, 'projector');
    const deadline = performance.now() + PATIENCE_MS;
    for (const { partition, begin, end } of target) {
      while (begin < end && ((await checkpoints.load(CURATIONS_TOPIC, partition)) ?? 0n) < end) {
        if (performance.now() > deadline)
          throw new ProblemError(
            'UNAVAILABLE',
            'Curations that were made before are still being taken in; try again shortly.',
          );
        await delay(LOOK_EVERY_MS);
      }
    }
  }
}

/** `retracted` of `parley.statement.retracted`. */
export const kindOf = (type: string): CurationKind => type.slice('parley.statement.'.length) as CurationKind;
