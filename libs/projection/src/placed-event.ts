import type { CloudEvent, EventType } from '@parley/contracts';
import type { EventBatch } from '@parley/event-log';

/** Where a record stands in the log, and when the log took it. */
export interface Placed {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The log's own append time. */
  readonly recordedAt: Date;
}

/** An event of the log as projections get it. */
export type PlacedEvent<Type extends EventType = EventType> = Placed & {
  // One member for each type, so that `type` tells `data` apart.
  readonly event: { [One in Type]: CloudEvent<One> }[Type];
};

/** A key that was taken out of a compacted topic. */
export type PlacedRemoval = Placed & { readonly key: string };

/** Events of one topic, in the order of each partition. */
export interface PlacedBatch {
  readonly topic: string;
  readonly events: readonly PlacedEvent[];
  readonly removals: readonly PlacedRemoval[];
}

/** A consumer's batch with the place written to each event. */
export function placedBatch({ topic, partition, events, removals }: EventBatch): PlacedBatch {
  const at = { topic, partition };
  return {
    topic,
    events: events.map(({ event, offset, recordedAt }) => ({ ...at, offset, recordedAt, event })),
    removals: removals.map(({ key, offset, recordedAt }) => ({ ...at, offset, recordedAt, key })),
  };
}
