import { LogError } from '../errors.js';
import type { PartitionBounds, StartPosition } from '../event-log.js';
import { type KafkaConnection, partitionsOf } from './kafka-connection.js';
import type { Cluster } from './kafkajs-internals.js';

/**
 * First and next offset of each partition. The end is the last stable offset: what a committed-only reader reaches; an
 * open transaction lies beyond it.
 */
export function loadBounds(connection: KafkaConnection, wireTopic: string): Promise<PartitionBounds[]> {
  return connection.attempt('ask for the ends of a topic', [wireTopic], async (cluster) => {
    const partitions = partitionsOf(cluster, wireTopic);
    const [begins, ends] = await Promise.all([
      offsetsOf(cluster, wireTopic, partitions, { fromBeginning: true }),
      offsetsOf(cluster, wireTopic, partitions, { fromBeginning: false }),
    ]);
    return partitions.map((partition) => {
      const begin = begins.get(partition);
      const end = ends.get(partition);
      if (begin === undefined || end === undefined)
        throw new LogError('LOG_UNAVAILABLE', `${wireTopic}/${partition} has no leader now`);
      return { partition, begin, end };
    });
  });
}

/** For each partition the first offset recorded at the time or later; its end where there is none. */
export function findOffsetsAt(
  connection: KafkaConnection,
  wireTopic: string,
  bounds: readonly PartitionBounds[],
  time: Date,
): Promise<Map<number, bigint>> {
  return connection.attempt('find offsets by time', [wireTopic], async (cluster) => {
    const partitions = bounds.map(({ partition }) => partition);
    const found = await offsetsOf(cluster, wireTopic, partitions, { fromTimestamp: time.getTime() });
    return new Map(
      bounds.map(({ partition, end }) => {
        const offset = found.get(partition) ?? -1n;
        return [partition, offset < 0n ? end : offset];
      }),
    );
  });
}

/** Where reading each partition starts. Throws LOG_OFFSET_OUT_OF_RANGE. */
export async function startsOf(
  connection: KafkaConnection,
  wireTopic: string,
  bounds: readonly PartitionBounds[],
  from: StartPosition,
): Promise<Map<number, bigint>> {
  switch (from.at) {
    case 'beginning':
      return new Map(bounds.map(({ partition, begin }) => [partition, begin]));
    case 'end':
      return new Map(bounds.map(({ partition, end }) => [partition, end]));
    case 'time':
      return findOffsetsAt(connection, wireTopic, bounds, from.time);
    case 'offsets':
      return new Map(
        bounds.map(({ partition, begin, end }) => {
          const offset = from.offsets.get(partition) ?? begin;
          if (offset < begin || offset > end)
            throw new LogError(
              'LOG_OFFSET_OUT_OF_RANGE',
              `${wireTopic}/${partition} has ${begin} to ${end}, not ${offset}`,
            );
          return [partition, offset];
        }),
      );
  }
}

async function offsetsOf(
  cluster: Cluster,
  topic: string,
  partitions: readonly number[],
  at: { fromBeginning: boolean } | { fromTimestamp: number },
): Promise<Map<number, bigint>> {
  const found = await cluster.fetchTopicsOffset([
    { topic, partitions: partitions.map((partition) => ({ partition })), ...at },
  ]);
  return new Map(
    found.flatMap((one) => one.partitions.map(({ partition, offset }) => [partition, BigInt(offset)] as const)),
  );
}
