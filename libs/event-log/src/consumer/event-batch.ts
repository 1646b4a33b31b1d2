import type { ParleyEvent } from '@parley/contracts';

/** An event with its place in the partition and the log's own time of it. */
export interface RecordedEvent<Event extends ParleyEvent = ParleyEvent> {
  readonly event: Event;
  readonly offset: bigint;
  readonly recordedAt: Date;
}

/** A key taken out of a `latest-per-key` topic. */
export interface RemovedKey {
  readonly key: string;
  readonly offset: bigint;
  readonly recordedAt: Date;
}

/**
 * What a handler gets: events of one partition, in order. A handler makes its effects and moves its checkpoint from
 * `from` to `to` in one transaction, also where `events` is empty: then all there was has been set aside, and only the
 * checkpoint moves.
 */
export interface EventBatch {
  readonly topic: string;
  readonly partition: number;
  readonly events: readonly RecordedEvent[];
  readonly removals: readonly RemovedKey[];
  /** Where the checkpoint is expected; null where there is none yet. */
  readonly from: bigint | null;
  /** The next offset to process once this batch is done. */
  readonly to: bigint;
}
