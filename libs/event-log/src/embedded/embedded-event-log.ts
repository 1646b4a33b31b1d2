import type { TopicSpec } from '@parley/contracts';
import { inTransaction } from '@parley/postgres';
import type pg from 'pg';
import { Bell } from '../bell.js';
import { LogError } from '../errors.js';
import type {
  CheckpointSource,
  ConsumeOptions,
  Consumption,
  EventLog,
  ExclusiveAppender,
  OutgoingRecord,
  PartitionBounds,
  PartitionLag,
  ReadOptions,
  RecordBatch,
  RecordPosition,
  StartPosition,
  TopicReport,
} from '../event-log.js';
import { type EventLogLogger, silentLogger } from '../logger.js';
import { partitionOfKey } from '../partitioner.js';
import { appendBatch } from './append-batch.js';
import { type Epoch, holdEpoch, openEpoch } from './appender-epoch.js';
import { EmbeddedConsumption } from './consumption.js';
import { createTopic } from './create-topic.js';
import { findOffsetAt } from './find-offset-at.js';
import { groupOffsetsOf } from './group-offset.js';
import { loadBounds } from './load-bounds.js';
import { type EmbeddedTopic, loadTopics } from './load-topics.js';
import { isSchemaMissing, toLogError } from './postgres-errors.js';
import { NO_LIMIT, readRecords } from './read-records.js';
import { migrateEmbeddedLog } from './schema.js';
import { WakeUp } from './wake-up.js';

export interface EmbeddedEventLogOptions {
  /** For appends and reads. Stays the caller's: `close` does not end it. */
  readonly pool: pg.Pool;
  /** For the connections the log keeps: one that listens, and one for each consumption. */
  readonly connectionString: string;
  /** Partitions of topics that ask for as many as are configured. */
  readonly partitions: number;
  readonly logger?: EventLogLogger;
  /** How often (ms) a consumer looks who else is in its group; 1000 unless told. */
  readonly heartbeatMs?: number;
  /** How often (ms) consumers look for records that no notification announced; 5000 unless told. */
  readonly safetyPollMs?: number;
}

/** The event log in a schema of a Postgres database. The schema is created by `ensureTopics` or `migrateEmbeddedLog`. */
export const createEmbeddedEventLog = (options: EmbeddedEventLogOptions): EmbeddedEventLog =>
  new EmbeddedEventLog(options);

/** Most records, and bytes of values, of one batch that `read` gives. */
/** A process that hangs while it appends would hold partition rows that every appender waits for. */
const APPEND_LIMITS = { idleMs: 30_000, lockMs: 30_000 };
const READ_DEFAULTS = { maxRecords: 1_000, maxBytes: 8 * 1024 * 1024 } as const;

export class EmbeddedEventLog implements EventLog {
  readonly adapter = 'embedded';
  private readonly topics = new Map<string, EmbeddedTopic>();
  private readonly consumptions = new Set<EmbeddedConsumption>();
  private readonly wakeUp: WakeUp;
  private readonly logger: EventLogLogger;
  private readonly closing = new AbortController();
  /** Where the next record without a key goes. */
  private keyless = 0;

  constructor(private readonly options: EmbeddedEventLogOptions) {
    this.logger = options.logger ?? silentLogger;
    this.wakeUp = new WakeUp(options.connectionString, this.logger);
    // A pool without a listener ends the process when the server ends an idle connection. It stays on after `close`: the
    // pool still has connections then.
    options.pool.on('error', (error) => {
      this.logger.debug({ err: error }, 'an idle connection of the log was ended');
    });
  }

  async ensureTopics(specs: readonly TopicSpec[]): Promise<readonly TopicReport[]> {
    return this.answer(async () => {
      const client = await this.options.pool.connect();
      try {
        await migrateEmbeddedLog(client);
      } finally {
        client.release();
      }
      const created = new Set<string>();
      for (const spec of specs) {
        const wanted = { ...spec, partitions: this.partitionsOf(spec) };
        if (await createTopic(this.options.pool, wanted)) created.add(spec.name);
      }
      const found = await loadTopics(
        this.options.pool,
        specs.map(({ name }) => name),
      );
      return specs.map((spec) => this.compare(spec, found.get(spec.name), created.has(spec.name)));
    });
  }

  async describeTopics(specs: readonly TopicSpec[]): Promise<readonly TopicReport[]> {
    return this.answer(async () => {
      const names = specs.map(({ name }) => name);
      const found = await loadTopics(this.options.pool, names).catch((error: unknown) => {
        if (isSchemaMissing(error)) return new Map<string, EmbeddedTopic>();
        throw error;
      });
      return specs.map((spec) => this.compare(spec, found.get(spec.name), false));
    });
  }

  append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    return this.appendAs(null, topic, records);
  }

  /**
   * Fencing needs no lock that is held: the later holder raises the name's epoch, which waits for appends under way,
   * and each append of the earlier one finds in its own transaction that its epoch is over.
   */
  async openExclusiveAppender(name: string): Promise<ExclusiveAppender> {
    const epoch = await this.answer(() => openEpoch(this.options.pool, name));
    let isClosed = false;
    return {
      append: async (topic, records) => {
        if (isClosed) throw new LogError('LOG_CLOSED', `the exclusive appender ${name} is closed`);
        return this.appendAs(epoch, topic, records);
      },
      close: async () => {
        isClosed = true;
      },
    };
  }

  async *read(topic: string, options: ReadOptions): AsyncGenerator<RecordBatch, void, undefined> {
    const bounds = (await this.bounds(topic)).filter(
      ({ partition }) => options.partitions?.includes(partition) ?? true,
    );
    const places: { partition: number; next: bigint; end: bigint }[] = [];
    for (const bound of bounds) {
      const next = await this.answer(() => this.startOf(topic, bound, options.from));
      places.push({ partition: bound.partition, next, end: options.until === 'end' ? bound.end : NO_LIMIT });
    }
    const bell = new Bell();
    const ring = () => bell.ring();
    const stops = options.signal ? AbortSignal.any([options.signal, this.closing.signal]) : this.closing.signal;
    stops.addEventListener('abort', ring);
    const unsubscribe =
      options.until === 'follow'
        ? this.wakeUp.subscribe((call) => {
            if (call.kind !== 'appended' || call.topic === topic) ring();
          })
        : () => undefined;
    try {
      while (!stops.aborted) {
        let found = false;
        for (const place of places) {
          if (place.next >= place.end) continue;
          const batch = await this.answer(() =>
            readRecords(
              this.options.pool,
              { topic, partition: place.partition, from: place.next, to: place.end },
              { maxRecords: options.maxRecords ?? READ_DEFAULTS.maxRecords, maxBytes: READ_DEFAULTS.maxBytes },
            ),
          );
          place.next = batch?.nextOffset ?? (options.until === 'end' ? place.end : place.next);
          if (!batch) continue;
          found = true;
          yield batch;
          if (stops.aborted) return;
        }
        if (found) continue;
        if (options.until === 'end') return;
        await bell.wait(this.options.safetyPollMs ?? 5_000);
      }
    } finally {
      unsubscribe();
      stops.removeEventListener('abort', ring);
    }
    if (this.closing.signal.aborted && !options.signal?.aborted)
      throw new LogError('LOG_CLOSED', 'the log was closed while it was read');
  }

  async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    const bounds = await this.answer(() => loadBounds(this.options.pool, topic));
    if (bounds.length === 0) throw topicMissing(topic);
    return bounds;
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const topics: EmbeddedTopic[] = [];
    for (const name of new Set(options.topics)) topics.push(await this.topicOf(name));
    const consumption = new EmbeddedConsumption(
      {
        pool: this.options.pool,
        connectionString: this.options.connectionString,
        wakeUp: this.wakeUp,
        logger: this.logger,
        heartbeatMs: this.options.heartbeatMs ?? 1_000,
        safetyPollMs: this.options.safetyPollMs ?? 5_000,
      },
      options,
      topics,
      () => this.consumptions.delete(consumption),
    );
    this.consumptions.add(consumption);
    return consumption;
  }

  async lag(
    group: string,
    topics: readonly string[],
    checkpoints: CheckpointSource = groupOffsetsOf(this.options.pool, group),
  ): Promise<readonly PartitionLag[]> {
    const lags: PartitionLag[] = [];
    for (const topic of topics) {
      for (const { partition, begin, end } of await this.bounds(topic)) {
        const next = await this.answer(() => checkpoints.load(topic, partition));
        const behind = end - (next ?? begin);
        lags.push({ topic, partition, next, end, lag: behind > 0n ? behind : 0n });
      }
    }
    return lags;
  }

  async ping(): Promise<void> {
    await this.answer(() => this.options.pool.query('select 1'));
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.consumptions].map((consumption) => consumption.stop()));
    await this.wakeUp.close();
  }

  private async appendAs(
    epoch: Epoch | null,
    topicName: string,
    records: readonly OutgoingRecord[],
  ): Promise<readonly RecordPosition[]> {
    const topic = await this.topicOf(topicName);
    for (const record of records) checkSize(topic, record);
    if (records.length === 0) return [];
    const placed = records.map((record) => ({
      record,
      partition: record.key === null ? this.keyless++ % topic.partitions : partitionOfKey(record.key, topic.partitions),
    }));
    return this.answer(() =>
      inTransaction(
        this.options.pool,
        async (client) => {
          if (epoch) await holdEpoch(client, epoch);
          return appendBatch(client, topic, placed);
        },
        APPEND_LIMITS,
      ),
    );
  }

  private async topicOf(name: string): Promise<EmbeddedTopic> {
    const known = this.topics.get(name);
    if (known) {
      this.checkOpen();
      return known;
    }
    const topic = (await this.answer(() => loadTopics(this.options.pool, [name]))).get(name);
    if (!topic) throw topicMissing(name);
    // Nothing ever changes an existing topic, so it is asked for once.
    this.topics.set(name, topic);
    return topic;
  }

  private async startOf(topic: string, bounds: PartitionBounds, from: StartPosition): Promise<bigint> {
    switch (from.at) {
      case 'beginning':
        return bounds.begin;
      case 'end':
        return bounds.end;
      case 'time':
        return findOffsetAt(this.options.pool, topic, bounds, from.time);
      case 'offsets': {
        const offset = from.offsets.get(bounds.partition) ?? bounds.begin;
        if (offset < bounds.begin || offset > bounds.end)
          throw new LogError(
            'LOG_OFFSET_OUT_OF_RANGE',
            `${topic}/${bounds.partition} has ${bounds.begin} to ${bounds.end}, not ${offset}`,
          );
        return offset;
      }
    }
  }

  private partitionsOf(spec: TopicSpec): number {
    return spec.partitions === 'configured' ? this.options.partitions : spec.partitions;
  }

  private compare(spec: TopicSpec, found: EmbeddedTopic | undefined, created: boolean): TopicReport {
    if (!found) return { name: spec.name, status: 'missing', partitions: 0, differences: [] };
    const differences = [
      { setting: 'partitions', expected: String(this.partitionsOf(spec)), found: String(found.partitions) },
      { setting: 'keeps', expected: spec.keeps, found: found.keeps },
      { setting: 'maxRecordBytes', expected: String(spec.maxRecordBytes), found: String(found.maxRecordBytes) },
    ].filter((setting) => setting.expected !== setting.found);
    const status = created ? 'created' : differences.length > 0 ? 'different' : 'ok';
    return { name: spec.name, status, partitions: found.partitions, differences };
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw new LogError('LOG_CLOSED', 'the log is closed');
  }

  private async answer<Result>(work: () => Promise<Result>): Promise<Result> {
    this.checkOpen();
    try {
      return await work();
    } catch (error) {
      throw toLogError(error);
    }
  }
}

const topicMissing = (topic: string): LogError =>
  new LogError('LOG_TOPIC_MISSING', `there is no topic ${topic} in the log: create the topics first`);

function checkSize(topic: EmbeddedTopic, record: OutgoingRecord): void {
  let bytes = (record.value?.length ?? 0) + Buffer.byteLength(record.key ?? '');
  for (const [name, value] of Object.entries(record.headers))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes > topic.maxRecordBytes)
    throw new LogError(
      'LOG_RECORD_TOO_LARGE',
      `a record of ${bytes} bytes does not fit into ${topic.name}, which takes ${topic.maxRecordBytes}`,
    );
}
