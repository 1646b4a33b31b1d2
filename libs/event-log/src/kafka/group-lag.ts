import type { CheckpointSource, PartitionBounds, PartitionLag } from '../event-log.js';
import { loadGroupOffsets } from './group-membership.js';
import type { KafkaConnection } from './kafka-connection.js';
import type { Namespace } from './namespace.js';
import { loadBounds } from './partition-offsets.js';
import { readRecords } from './read-records.js';

/**
 * How far a group is behind. Offsets that hold no record (the marker at the end of a transaction, an aborted one) are
 * nothing to be behind of: a partition where only such are left has lag 0.
 */
export async function groupLag(
  connection: KafkaConnection,
  namespace: Namespace,
  group: string,
  topics: readonly string[],
  checkpoints: CheckpointSource | undefined,
  closing: AbortSignal,
): Promise<PartitionLag[]> {
  const lags: PartitionLag[] = [];
  for (const topic of topics) {
    const bounds = await loadBounds(connection, namespace.onWire(topic));
    const checkpointOf = checkpoints
      ? (partition: number) => checkpoints.load(topic, partition)
      : await groupCheckpoints(connection, namespace, group, topic, bounds);
    const ofTopic: PartitionLag[] = [];
    for (const { partition, begin, end } of bounds) {
      const next = await checkpointOf(partition);
      const behind = end - (next ?? begin);
      ofTopic.push({ topic, partition, next, end, lag: behind > 0n ? behind : 0n });
    }
    const withRecords = await partitionsWithRecords(connection, namespace, topic, ofTopic, bounds, closing);
    lags.push(...ofTopic.map((one) => (withRecords.has(one.partition) ? one : { ...one, lag: 0n })));
  }
  return lags;
}

async function groupCheckpoints(
  connection: KafkaConnection,
  namespace: Namespace,
  group: string,
  topic: string,
  bounds: readonly PartitionBounds[],
): Promise<(partition: number) => Promise<bigint | null>> {
  const wireTopic = namespace.onWire(topic);
  const asked = new Map([[wireTopic, bounds.map(({ partition }) => partition)]]);
  const offsets = await loadGroupOffsets(connection, namespace.onWire(group), asked);
  return async (partition) => offsets.get(`${wireTopic}/${partition}`) ?? null;
}

/** Those that still have a record to deliver. A look at the first record is enough. */
async function partitionsWithRecords(
  connection: KafkaConnection,
  namespace: Namespace,
  topic: string,
  lags: readonly PartitionLag[],
  bounds: readonly PartitionBounds[],
  closing: AbortSignal,
): Promise<Set<number>> {
  const behind = lags.filter(({ lag }) => lag > 0n);
  const found = new Set<number>();
  for (const { partition, next, lag } of behind) {
    // Markers and aborted appends are few; with more than that to go there are records, and no need to look.
    if (lag > LOOK_UP_TO) {
      found.add(partition);
      continue;
    }
    const begin = bounds.find((one) => one.partition === partition)?.begin ?? 0n;
    const from = next === null || next < begin ? begin : next;
    const reading = readRecords(
      connection.another(),
      namespace,
      topic,
      {
        from: { at: 'offsets', offsets: new Map([[partition, from]]) },
        until: 'end',
        partitions: [partition],
        maxRecords: 1,
      },
      closing,
    );
    for await (const _ of reading) {
      found.add(partition);
      break;
    }
  }
  return found;
}

const LOOK_UP_TO = 100n;
