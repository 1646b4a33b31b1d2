import type { TopicSpec } from '@parley/contracts';
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
  TopicReport,
} from '../event-log.js';
import { type EventLogLogger, silentLogger } from '../logger.js';
import { AppendQueue } from './append-queue.js';
import { KafkaConsumption } from './consumption.js';
import { KafkaExclusiveAppender } from './exclusive-appender.js';
import { groupLag } from './group-lag.js';
import { KafkaConnection, type KafkaSettings } from './kafka-connection.js';
import { Namespace } from './namespace.js';
import { loadBounds } from './partition-offsets.js';
import { readRecords } from './read-records.js';
import { TopicLimits } from './topic-limits.js';
import { describeTopics, ensureTopics } from './topic-settings.js';

export interface KafkaEventLogOptions {
  /** host:port of some of the cluster's brokers. */
  readonly brokers: readonly string[];
  /** Prefix of topics, groups and transactional ids on the wire; none unless told. */
  readonly namespace?: string;
  readonly ssl?: boolean;
  readonly sasl?: KafkaSettings['sasl'];
  /** By this the brokers name the client in their logs and quotas. */
  readonly clientId?: string;
  /** Partitions of topics that ask for as many as are configured. */
  readonly partitions: number;
  /** Replicas of topics that are created. */
  readonly replication: number;
  readonly logger?: EventLogLogger;
  /** A consumer not heard of for so long (ms) loses its partitions; 20 000 unless told. */
  readonly sessionTimeoutMs?: number;
  /** How long (ms) a call tries again while brokers are away, before LOG_UNAVAILABLE; 30 000 unless told. */
  readonly patienceMs?: number;
}

const PING_WITHIN_MS = 5_000;

/** The log on Kafka 3.9 or later. It connects with the first call; `close` ends all connections. */
export class KafkaEventLog implements EventLog {
  readonly adapter = 'kafka';
  private readonly namespace: Namespace;
  private readonly logger: EventLogLogger;
  private readonly connection: KafkaConnection;
  /** Apart from the other requests, which would wait behind appends. */
  private readonly appendConnection: KafkaConnection;
  private readonly limits: TopicLimits;
  private readonly appends: AppendQueue;
  private readonly consumptions = new Set<KafkaConsumption>();
  private readonly appenders = new Set<KafkaExclusiveAppender>();
  private readonly closing = new AbortController();

  constructor(private readonly options: KafkaEventLogOptions) {
    this.namespace = new Namespace(options.namespace ?? '');
    this.logger = options.logger ?? silentLogger;
    this.connection = new KafkaConnection({
      brokers: options.brokers,
      ssl: options.ssl ?? false,
      sasl: options.sasl ?? null,
      clientId: options.clientId ?? 'parley',
      logger: this.logger,
      patienceMs: options.patienceMs ?? 30_000,
    });
    this.appendConnection = this.connection.another();
    this.limits = new TopicLimits(this.connection);
    this.appends = new AppendQueue(this.appendConnection, this.limits);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly TopicReport[]> {
    this.checkOpen();
    return ensureTopics(this.connection, this.namespace, topics, this.options);
  }

  async describeTopics(topics: readonly TopicSpec[]): Promise<readonly TopicReport[]> {
    this.checkOpen();
    return describeTopics(this.connection, this.namespace, topics, this.options);
  }

  async append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    this.checkOpen();
    return this.appends.append(this.namespace.onWire(topic), records);
  }

  async openExclusiveAppender(name: string): Promise<ExclusiveAppender> {
    this.checkOpen();
    const appender = await KafkaExclusiveAppender.open(
      this.connection.another(),
      name,
      this.namespace,
      this.limits,
      this.logger,
    );
    this.appenders.add(appender);
    return appender;
  }

  async *read(topic: string, options: ReadOptions): AsyncGenerator<RecordBatch, void, undefined> {
    this.checkOpen();
    yield* readRecords(this.connection.another(), this.namespace, topic, options, this.closing.signal);
    if (this.closing.signal.aborted && !options.signal?.aborted)
      throw new LogError('LOG_CLOSED', 'the log was closed while it was read');
  }

  async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    this.checkOpen();
    return loadBounds(this.connection, this.namespace.onWire(topic));
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    for (const topic of options.topics) await this.bounds(topic);
    this.checkOpen();
    const consumption = new KafkaConsumption(
      {
        connection: this.connection.another(),
        namespace: this.namespace,
        logger: this.logger,
        sessionTimeoutMs: this.options.sessionTimeoutMs ?? 20_000,
      },
      options,
      () => this.consumptions.delete(consumption),
    );
    this.consumptions.add(consumption);
    return consumption;
  }

  async lag(
    group: string,
    topics: readonly string[],
    checkpoints?: CheckpointSource,
  ): Promise<readonly PartitionLag[]> {
    this.checkOpen();
    return groupLag(this.connection, this.namespace, group, topics, checkpoints, this.closing.signal);
  }

  async ping(): Promise<void> {
    this.checkOpen();
    await this.connection.attempt('reach Kafka', [], (cluster) => cluster.refreshMetadata(), {
      patienceMs: PING_WITHIN_MS,
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.consumptions].map((consumption) => consumption.stop()));
    await Promise.all([...this.appenders].map((appender) => appender.close()));
    await this.appends.close();
    await Promise.all([this.connection.close(), this.appendConnection.close()]);
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw new LogError('LOG_CLOSED', 'the log is closed');
  }
}

/** The log on the Kafka cluster that the options name. Nothing is contacted yet. */
export const createKafkaEventLog = (options: KafkaEventLogOptions): EventLog => new KafkaEventLog(options);
