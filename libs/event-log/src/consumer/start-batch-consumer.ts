import { ContractError, deadLetterTopicOf, decodeEvent, type ParleyEvent, TOPICS } from '@parley/contracts';
import { CheckpointMovedError, LogError } from '../errors.js';
import type {
  CheckpointSource,
  ConsumeOptions,
  Consumption,
  DeliveryContext,
  EventLog,
  LogRecord,
  RecordBatch,
} from '../event-log.js';
import { type EventLogLogger, silentLogger } from '../logger.js';
import { classifyError, type ErrorWord } from './classify-error.js';
import { type DeadLetterReason, deadLetterRecord } from './dead-letter-record.js';
import type { EventBatch, RecordedEvent, RemovedKey } from './event-batch.js';

export interface DeadLetterPolicy {
  /**
   * `append`: what can't be processed goes to `<topic>.dlq.<service>` and the rest goes on. `stop`: the consumer ends
   * at the first such event, as a rebuild must.
   */
  readonly mode: 'append' | 'stop';
  /** Told of each record set aside, for metrics. */
  onDeadLetter?(record: LogRecord, why: DeadLetterReason): void;
}

export interface BatchConsumerOptions {
  readonly log: EventLog;
  /** Whose dead letters these are. */
  readonly service: string;
  readonly group: string;
  readonly topics: readonly string[];
  /** `log`, or where the handler keeps its own: see ConsumeOptions. */
  readonly checkpoints: ConsumeOptions['checkpoints'];
  /**
   * Resolves once the batch's effects are durable. An error is put to `classify`; CheckpointMovedError makes the
   * partition go on from its checkpoint.
   */
  readonly handler: (batch: EventBatch, context: DeliveryContext) => Promise<void>;
  /** `{ mode: 'append' }` unless told. */
  readonly deadLetters?: DeadLetterPolicy;
  /** `classifyError` unless told. */
  readonly classify?: (error: unknown) => ErrorWord;
  /** `decodeEvent` of the contracts unless told. */
  readonly decode?: (record: LogRecord & { readonly value: Buffer }, topic: string) => ParleyEvent;
  readonly logger?: EventLogLogger;
  readonly clock?: () => Date;
  readonly startAt?: ConsumeOptions['startAt'];
  readonly maxRecords?: number;
  readonly maxBytes?: number;
  readonly stallAfterMs?: number;
  readonly onDeliveryFailed?: ConsumeOptions['onDeliveryFailed'];
  readonly onStandstill?: ConsumeOptions['onStandstill'];
  /** Told once when the consumer can't go on: stalled, stopped by `classify`, or ended. The process must end. */
  readonly onFatal?: (error: Error) => void;
}

/**
 * Starts a consumer of events: decodes, sets aside what can't be decoded, delivers the rest in batches, and finds the
 * one event that a handler can't take by halving the batch. Needs nothing of the adapter beyond the port.
 */
export async function startBatchConsumer(options: BatchConsumerOptions): Promise<Consumption> {
  const consumer = new BatchConsumer(options);
  return consumer.start();
}

type Entry =
  | ({ readonly kind: 'event'; readonly record: LogRecord } & RecordedEvent)
  | ({ readonly kind: 'removal'; readonly record: LogRecord } & RemovedKey);

/** What is known of a partition between its deliveries. */
interface Progress {
  /** Where the checkpoint is; null where there is none yet. */
  expected: bigint | null;
  generation: number;
  /** Offsets set aside that the checkpoint has not passed yet: a delivery repeated must not set them aside again. */
  readonly setAside: Set<bigint>;
}

/** Carries the reason why a consumer ends out of a delivery, past the adapter's own redelivery. */
class StopConsumer extends Error {
  constructor(readonly reason: Error) {
    super(reason.message, { cause: reason });
  }
}

class BatchConsumer {
  private readonly progress = new Map<string, Progress>();
  private readonly logger: EventLogLogger;
  private started: Promise<Consumption> | null = null;
  private fatalTold = false;

  constructor(private readonly options: BatchConsumerOptions) {
    this.logger = options.logger ?? silentLogger;
  }

  start(): Promise<Consumption> {
    const { options } = this;
    this.started = options.log.consume({
      group: options.group,
      topics: options.topics,
      checkpoints: options.checkpoints === 'log' ? 'log' : this.watched(options.checkpoints),
      ...(options.startAt === undefined ? {} : { startAt: options.startAt }),
      ...(options.maxRecords === undefined ? {} : { maxRecords: options.maxRecords }),
      ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
      ...(options.stallAfterMs === undefined ? {} : { stallAfterMs: options.stallAfterMs }),
      handle: (batch, context) => this.handle(batch, context),
      onDeliveryFailed: (error, batch, attempt) => {
        if (!(error instanceof StopConsumer)) options.onDeliveryFailed?.(error, batch, attempt);
      },
      ...(options.onStandstill === undefined ? {} : { onStandstill: options.onStandstill }),
      onFatal: (error) => this.tellFatal(error),
    });
    return this.started;
  }

  /** The log asks a source whenever a partition begins anew, which is when this consumer has to know it as well. */
  private watched(source: CheckpointSource): CheckpointSource {
    return {
      load: async (topic, partition) => {
        const expected = await source.load(topic, partition);
        const progress = this.progressOf(topic, partition);
        progress.expected = expected;
        return expected;
      },
    };
  }

  private progressOf(topic: string, partition: number): Progress {
    const key = `${topic}/${partition}`;
    const known = this.progress.get(key);
    if (known) return known;
    const progress: Progress = { expected: null, generation: -1, setAside: new Set() };
    this.progress.set(key, progress);
    return progress;
  }

  private async handle(batch: RecordBatch, context: DeliveryContext): Promise<void> {
    const progress = this.progressOf(batch.topic, batch.partition);
    if (progress.generation !== context.generation) {
      progress.generation = context.generation;
      progress.setAside.clear();
      // With offsets in the log nobody asks a source, and what an earlier assignment knew may be out of date.
      if (this.options.checkpoints === 'log') progress.expected = null;
    }
    try {
      // Part of the batch may be done, where a later part of it failed for a while.
      const done = progress.expected ?? -1n;
      if (batch.nextOffset <= done) return;
      const records = batch.records.filter(({ offset }) => offset >= done);
      const entries = await this.decodeAll(records, progress);
      await this.deliver(batch, entries, progress, batch.nextOffset, context);
    } catch (error) {
      if (error instanceof StopConsumer) this.stop(error.reason);
      throw error;
    }
  }

  private async decodeAll(records: readonly LogRecord[], progress: Progress): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for (const record of records) {
      if (progress.setAside.has(record.offset)) continue;
      const { offset, recordedAt, value } = record;
      if (value === null && record.key !== null && isCompacted(record.topic)) {
        entries.push({ kind: 'removal', record, key: record.key, offset, recordedAt });
        continue;
      }
      try {
        entries.push({ kind: 'event', record, event: this.decode(record), offset, recordedAt });
      } catch (error) {
        await this.setAside(record, whyOf(error), progress, error);
      }
    }
    return entries;
  }

  private decode(record: LogRecord): ParleyEvent {
    const { value } = record;
    if (value === null) throw new RecordWithoutValue();
    const decode = this.options.decode ?? decodeEvent;
    return decode({ ...record, value }, record.topic);
  }

  /** Delivers entries that reach up to `to`, in halves where they can't be taken as a whole. */
  private async deliver(
    place: { readonly topic: string; readonly partition: number },
    entries: readonly Entry[],
    progress: Progress,
    to: bigint,
    context: DeliveryContext,
  ): Promise<void> {
    try {
      await this.options.handler(batchOf(place, entries, progress.expected, to), context);
    } catch (error) {
      if (error instanceof CheckpointMovedError || context.signal.aborted) throw error;
      await this.deliverDespite(error, place, entries, progress, to, context);
      return;
    }
    progress.expected = to;
    for (const offset of progress.setAside) if (offset < to) progress.setAside.delete(offset);
  }

  private async deliverDespite(
    error: unknown,
    place: { readonly topic: string; readonly partition: number },
    entries: readonly Entry[],
    progress: Progress,
    to: bigint,
    context: DeliveryContext,
  ): Promise<void> {
    const word = (this.options.classify ?? classifyError)(error);
    if (word === 'retry') throw error;
    if (word === 'stop') throw new StopConsumer(errorOf(error));
    const middle = entries[entries.length >>> 1];
    // No event is there to be at fault.
    if (!middle) throw error;
    if (entries.length === 1) {
      await this.setAside(middle.record, { code: 'HANDLER_FAILED', reason: reasonOf(error) }, progress, error);
      await this.deliver(place, [], progress, to, context);
      return;
    }
    const half = entries.length >>> 1;
    await this.deliver(place, entries.slice(0, half), progress, middle.offset, context);
    await this.deliver(place, entries.slice(half), progress, to, context);
  }

  /** Before the checkpoint moves past the record, so that it can be set aside twice but never lost. */
  private async setAside(record: LogRecord, why: DeadLetterReason, progress: Progress, error: unknown): Promise<void> {
    const { log, service, deadLetters, clock } = this.options;
    const { topic, partition, offset } = record;
    if (deadLetters?.mode === 'stop')
      throw new StopConsumer(
        new LogError(
          'LOG_EVENT_UNPROCESSABLE',
          `${service} can't process ${topic}/${partition}/${offset} and must not go on without it: ${why.code} ${why.reason}`,
          { cause: error },
        ),
      );
    const letter = deadLetterRecord(record, service, why, clock?.() ?? new Date());
    await log.append(deadLetterTopicOf(topic, service), [letter]);
    progress.setAside.add(offset);
    this.logger.warn(
      { service, topic, partition, offset: String(offset), code: why.code, err: error },
      'a record was set aside as a dead letter',
    );
    deadLetters?.onDeadLetter?.(record, why);
  }

  private stop(reason: Error): void {
    this.tellFatal(reason);
    // Not awaited: stopping waits for the delivery that this is part of.
    void this.started?.then((consumption) => consumption.stop());
  }

  private tellFatal(error: Error): void {
    if (this.fatalTold) return;
    this.fatalTold = true;
    this.logger.error({ err: error, group: this.options.group }, 'the consumer has to stop');
    this.options.onFatal?.(error);
  }
}

class RecordWithoutValue extends Error {
  constructor() {
    super('the record has no value, and its topic is none from which keys are removed');
  }
}

const COMPACTED: ReadonlySet<string> = new Set(
  TOPICS.filter(({ keeps }) => keeps === 'latest-per-key').map(({ name }) => name),
);
const isCompacted = (topic: string): boolean => COMPACTED.has(topic);

function whyOf(error: unknown): DeadLetterReason {
  if (error instanceof ContractError) return { code: error.code, reason: error.message };
  if (error instanceof RecordWithoutValue) return { code: 'RECORD_WITHOUT_VALUE', reason: error.message };
  return { code: 'EVENT_UNREADABLE', reason: errorOf(error).message };
}

/** The message, with the error's own code before it: `PROJECTION_GAP: …` tells more than HANDLER_FAILED alone. */
function reasonOf(error: unknown): string {
  const { code } = errorOf(error) as Error & { readonly code?: unknown };
  return typeof code === 'string' ? `${code}: ${errorOf(error).message}` : errorOf(error).message;
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function batchOf(
  place: { readonly topic: string; readonly partition: number },
  entries: readonly Entry[],
  from: bigint | null,
  to: bigint,
): EventBatch {
  const events: RecordedEvent[] = [];
  const removals: RemovedKey[] = [];
  for (const entry of entries) {
    const { offset, recordedAt } = entry;
    if (entry.kind === 'event') events.push({ event: entry.event, offset, recordedAt });
    else removals.push({ key: entry.key, offset, recordedAt });
  }
  return { topic: place.topic, partition: place.partition, events, removals, from, to };
}
