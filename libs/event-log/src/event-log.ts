import type { TopicSpec } from '@parley/contracts';

/*
 * Glossary
 *   record      bytes with a key and headers, at a place in the log (topic, partition, offset)
 *   group       a named set of consumers that share the partitions of its topics
 *   checkpoint  the next offset a group has to process in a partition; it lives where the group's effects live
 *   bounds      of a partition: [begin, end): the first offset that still exists and the one the next record gets
 */

/** A record to append. `value: null` removes the key from a `latest-per-key` topic. */
export interface OutgoingRecord {
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export interface LogRecord extends OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The log's own append time. */
  readonly recordedAt: Date;
}

export interface RecordPosition {
  readonly partition: number;
  readonly offset: bigint;
}

export interface PartitionBounds {
  readonly partition: number;
  readonly begin: bigint;
  readonly end: bigint;
}

/** Records of one partition, in order. `nextOffset` is where reading goes on (offsets may have gaps). */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  readonly nextOffset: bigint;
}

export type StartPosition =
  | { readonly at: 'beginning' }
  | { readonly at: 'end' }
  | { readonly at: 'time'; readonly time: Date }
  /** Next offset for each partition; a partition that is not named starts at its beginning. */
  | { readonly at: 'offsets'; readonly offsets: ReadonlyMap<number, bigint> };

export interface ReadOptions {
  readonly from: StartPosition;
  /** `end`: stop at the ends as they were when reading began. `follow`: go on until the signal aborts. */
  readonly until: 'end' | 'follow';
  readonly partitions?: readonly number[];
  /** Most records in a batch; 1000 unless told. */
  readonly maxRecords?: number;
  readonly signal?: AbortSignal;
}

/** Where a group's checkpoints live when its effects live in a database of its own. */
export interface CheckpointSource {
  /** The next offset to process, null where the group has none yet for that partition. */
  load(topic: string, partition: number): Promise<bigint | null>;
}

export interface DeliveryContext {
  /** Aborts when the partition was lost or the consumer stops: work in flight may finish but must not commit. */
  readonly signal: AbortSignal;
  /** Grows with each assignment; a laggard of an earlier one can be told by it. */
  readonly generation: number;
  /**
   * For work that may take longer than `stallAfterMs` as a whole, but goes on in steps that do not: from each call on, the
   * delivery has that much time again. Without effect once it is over.
   */
  progress(): void;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a partition starts that has no checkpoint; `beginning` unless told. */
  readonly startAt?: Exclude<StartPosition, { at: 'offsets' }>;
  /**
   * `log`: the log keeps the group's offsets and moves them after `handle` returned (at least once).
   * A source: the handler moves its own checkpoint in the transaction of its effect; the log only asks where to start.
   */
  readonly checkpoints: 'log' | CheckpointSource;
  readonly maxRecords?: number;
  /** Most bytes of values in a batch, where one record alone does not exceed it; 8 MiB unless told. */
  readonly maxBytes?: number;
  /**
   * Partitions are handled one after another within one consumer. If it throws a CheckpointMovedError, the partition is
   * loaded anew from its checkpoint; after any other error the same batch is delivered again with backoff.
   */
  handle(batch: RecordBatch, context: DeliveryContext): Promise<void>;
  /** Told of each failed delivery. */
  onDeliveryFailed?(error: unknown, batch: RecordBatch, attempt: number): void;
  /** A delivery that shows no progress for longer than this (ms) makes the consumption `stalled`; 120 000 unless told. */
  readonly stallAfterMs?: number;
  /**
   * Told, with the reason, each time partitions were behind, none of their deliveries failed, and yet nothing was handled
   * for `stallAfterMs`: the consumption then begins anew with a new connection, and ends if that does not help either.
   */
  onStandstill?(reason: string): void;
  /** Told once when the loop is stalled or ended without being asked to: the process must end. */
  onFatal?(error: Error): void;
}

/** `standstill`: it began anew after standing still, and has handled nothing since. */
export type ConsumptionState = 'starting' | 'running' | 'retrying' | 'standstill' | 'stalled' | 'stopped';

export interface Consumption {
  readonly group: string;
  state(): ConsumptionState;
  assignment(): readonly { topic: string; partition: number }[];
  /** Resolves when the group has joined and (if there are enough partitions) holds an assignment. */
  ready(): Promise<void>;
  /** Lets the delivery in flight finish, then leaves the group. Safe to call twice. */
  stop(): Promise<void>;
}

/** How far a group is behind: `next` is its checkpoint, `lag` the number of offsets from there to the end. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint | null;
  readonly end: bigint;
  readonly lag: bigint;
}

export interface TopicReport {
  readonly name: string;
  readonly status: 'created' | 'ok' | 'different' | 'missing';
  readonly partitions: number;
  /** For `different`: each setting that is not as it should be. */
  readonly differences: readonly { setting: string; expected: string; found: string }[];
}

/**
 * Appends that only one holder of the name can make at a time: a later holder fences the earlier one, whose appends
 * then fail with LogError APPENDER_FENCED and leave nothing visible.
 */
export interface ExclusiveAppender {
  append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]>;
  close(): Promise<void>;
}

/**
 * The log that is the truth. Two adapters, kafka and embedded, pass one contract suite.
 * All methods throw LogError with a code of its closed list.
 */
export interface EventLog {
  readonly adapter: 'kafka' | 'embedded';
  /** Creates what is missing and compares the rest. Never changes an existing topic. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly TopicReport[]>;
  /** As ensureTopics but creates nothing. */
  describeTopics(topics: readonly TopicSpec[]): Promise<readonly TopicReport[]>;
  /**
   * Durable when it resolves; in order for each key; positions in the order given. All of a batch's records for one
   * partition are appended together, those of another partition may fail apart: on an error append the batch again.
   */
  append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]>;
  openExclusiveAppender(name: string): Promise<ExclusiveAppender>;
  /** Reads without a group. Batches are of one partition each, each partition in order. */
  read(topic: string, options: ReadOptions): AsyncIterable<RecordBatch>;
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** For groups with `log` checkpoints, or against the source given. */
  lag(group: string, topics: readonly string[], checkpoints?: CheckpointSource): Promise<readonly PartitionLag[]>;
  /** Whether the log answers now. Resolves to nothing, or throws LogError LOG_UNAVAILABLE. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
