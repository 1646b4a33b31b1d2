import { setImmediate as nextTurn } from 'node:timers/promises';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ARTICLES_TOPIC, createEvent, type EncodedEvent, encodeEvent, STATEMENTS_TOPIC } from '@parley/contracts';
import {
  EVENT_LOG,
  type EventBatch,
  type EventBatchContext,
  EventBatchHandler,
  type EventLog,
} from '@parley/event-log';
import { CLOCK, type Clock } from '@parley/platform';
import { DossierRegistry } from '../dossiers/dossier-registry.js';
import { readArticle } from './read-article.js';

/**
 * Reads each revision that is observed and appends what it states. The effect is in the log itself, so the log keeps
 * the offsets: a crash between append and checkpoint appends the same events again, with the same ids.
 */
@Controller()
export class ExtractStatementsController {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dossiers: DossierRegistry,
  ) {}

  @EventBatchHandler({ consumer: 'extractor', topics: [ARTICLES_TOPIC], checkpoints: 'log', maxRecords: 200 })
  async onArticles(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    if (batch.events.length === 0) return;
    await this.dossiers.catchUp();
    const inForce = this.dossiers.all();
    const outgoing: EncodedEvent[] = [];
    for (const { event } of batch.events) {
      if (event.type !== 'parley.article.observed') continue;
      // Reading is pure computation: let heartbeats and health checks have their turn between articles.
      await nextTurn();
      if (context.signal.aborted) throw new PartitionLostError();
      const read = readArticle(event.data, inForce);
      outgoing.push(
        encodeEvent(
          createEvent('parley.statements.extracted', read, {
            source: '/parley/extractor',
            time: this.clock(),
            causedBy: event,
            subject: event.data.url,
          }),
        ),
      );
    }
    if (outgoing.length > 0) await this.log.append(STATEMENTS_TOPIC, outgoing);
  }
}

/** Stops work on a partition that another consumer holds by now; nothing was appended. */
class PartitionLostError extends Error {
  constructor() {
    super('the partition was lost while its articles were being read');
    this.name = 'PartitionLostError';
  }
}
