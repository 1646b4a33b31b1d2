import type { ReadOptions, RecordBatch } from '../event-log.js';
import type { KafkaConnection } from './kafka-connection.js';
import type { Namespace } from './namespace.js';
import { PartitionFetcher } from './partition-fetcher.js';
import { loadBounds, startsOf } from './partition-offsets.js';

const DEFAULT_MAX_RECORDS = 1_000;
const FETCH = { maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 };

/**
 * Reads a topic without a group. With `end` it stops by the offsets where the fetches have got to, markers and gaps
 * included, so it needs no record at the very end. Holds no more than the chunk being read and one answer for each broker.
 */
export async function* readRecords(
  connection: KafkaConnection,
  namespace: Namespace,
  topic: string,
  options: ReadOptions,
  closing: AbortSignal,
): AsyncGenerator<RecordBatch, void, undefined> {
  const wireTopic = namespace.onWire(topic);
  const stops = options.signal ? AbortSignal.any([options.signal, closing]) : closing;
  const fetcher = new PartitionFetcher(connection, namespace, FETCH, (error, msSinceAnswer) => {
    if (msSinceAnswer > connection.patienceMs) throw error;
  });
  const wake = () => fetcher.wake();
  stops.addEventListener('abort', wake);
  try {
    const bounds = (await loadBounds(connection, wireTopic)).filter(
      ({ partition }) => options.partitions?.includes(partition) ?? true,
    );
    const starts = await startsOf(connection, wireTopic, bounds, options.from);
    const ends = new Map<number, bigint>();
    for (const { partition, end } of bounds) {
      const start = starts.get(partition) ?? end;
      if (options.until === 'end' && start >= end) continue;
      ends.set(partition, end);
      fetcher.seek(topic, partition, start);
    }
    while (!stops.aborted && (options.until === 'follow' || ends.size > 0)) {
      const chunk = await fetcher.next(FETCH.maxWaitMs);
      if (chunk === null) continue;
      const { partition } = chunk;
      const end = options.until === 'end' ? ends.get(partition) : null;
      if (end === undefined) continue;
      const isLast = end !== null && chunk.nextOffset >= end;
      if (isLast) {
        ends.delete(partition);
        fetcher.pause(topic, partition);
      }
      const records = isLast ? chunk.records.filter(({ offset }) => offset < end) : chunk.records;
      const maxRecords = options.maxRecords ?? DEFAULT_MAX_RECORDS;
      for (let i = 0; i < records.length; i += maxRecords) {
        const slice = records.slice(i, i + maxRecords);
        const next = records[i + maxRecords];
        const endOfChunk = isLast ? end : chunk.nextOffset;
        yield { topic, partition, records: slice, nextOffset: next ? next.offset : endOfChunk };
        if (stops.aborted) return;
      }
    }
  } finally {
    stops.removeEventListener('abort', wake);
    fetcher.close();
    await connection.close();
  }
}
