import type { RecordBatch } from '../event-log.js';
import type { FetchedChunk } from './partition-fetcher.js';

/**
 * The chunk in batches of at most so many records and bytes of values; one record alone may have more bytes. Empty for a
 * chunk without records. Offsets between two batches belong to the earlier one.
 */
export function sliceChunk(chunk: FetchedChunk, maxRecords: number, maxBytes: number): RecordBatch[] {
  const { topic, partition, records } = chunk;
  const batches: RecordBatch[] = [];
  let start = 0;
  let bytes = 0;
  for (const [i, record] of records.entries()) {
    const size = record.value?.length ?? 0;
    if (i > start && (i - start >= maxRecords || bytes + size > maxBytes)) {
      batches.push({ topic, partition, records: records.slice(start, i), nextOffset: record.offset });
      start = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (records.length > 0)
    batches.push({ topic, partition, records: records.slice(start), nextOffset: chunk.nextOffset });
  return batches;
}
