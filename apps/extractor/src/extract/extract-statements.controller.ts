import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  ARTICLES_TOPIC,
  createEvent,
  encodeEvent,
  type ParleyEvent,
  STATEMENTS_TOPIC,
  type Unread,
} from '@parley/contracts';
import {
  EVENT_LOG,
  type EventBatch,
  type EventBatchContext,
  EventBatchHandler,
  type EventLog,
} from '@parley/event-log';
import { CLOCK, type Clock } from '@parley/platform';
import {
  DossierRegistry,
  type ObservedEvent,
  PartitionLostError,
  STATEMENT_READER,
  type StatementReader,
} from '@parley/reading';
import { ServiceMetrics } from '@parley/service';

/**
 * Reads each revision that is observed and appends what it states. The effect is in the log itself, so the log keeps
 * the offsets: a crash between append and checkpoint appends the same events again, with the same ids.
 */
@Controller()
export class ExtractStatementsController {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STATEMENT_READER) private readonly reader: StatementReader,
    private readonly dossiers: DossierRegistry,
    private readonly metrics: ServiceMetrics,
  ) {}

  private get unread() {
    return this.metrics.counter(
      'parley_extractor_unread_total',
      'Articles that were not read, by reason and language',
      ['reason', 'language'],
    );
  }

  @EventBatchHandler({ consumer: 'extractor', topics: [ARTICLES_TOPIC], checkpoints: 'log', maxRecords: 200 })
  async onArticles(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    const observed = batch.events.map(({ event }) => event).filter(isObserved);
    if (observed.length === 0) return;
    await this.dossiers.catchUp();
    const read = await this.reader.read(observed, this.dossiers.all(), context.signal);
    const outgoing = observed.map((event, at) => {
      const data = read[at];
      if (!data) throw new RangeError('the reader gave fewer results than there are articles');
      return encodeEvent(
        createEvent('parley.statements.extracted', data, {
          source: '/parley/extractor',
          time: this.clock(),
          causedBy: event,
          subject: event.data.url,
        }),
      );
    });
    if (context.signal.aborted) throw new PartitionLostError();
    await this.log.append(STATEMENTS_TOPIC, outgoing);
    for (const { unread } of read) if (unread) this.unread.inc(labelsOf(unread));
  }
}

/** Languages as declared are free text: those the detector knows have two letters, and the others are counted together. */
const labelsOf = ({ reason, language }: Unread) => ({
  reason,
  language:
    language === null ? 'none' : /^[a-z]{2}(?:$|-)/i.test(language) ? language.slice(0, 2).toLowerCase() : 'other',
});

const isObserved = (event: ParleyEvent): event is ObservedEvent => event.type === 'parley.article.observed';
