import { LogError } from '../errors.js';
import type { OutgoingRecord, RecordPosition } from '../event-log.js';
import { partitionOfKey } from '../partitioner.js';
import { FRAMING_BYTES } from './topic-settings.js';

/** A record and its place in the append it came with. */
export interface PlacedRecord {
  readonly record: OutgoingRecord;
  readonly index: number;
  readonly bytes: number;
}

/** What is sent to one partition at once: one batch on the wire, written whole or not at all. */
export interface PartitionBatch {
  readonly partition: number;
  readonly records: readonly PlacedRecord[];
  readonly bytes: number;
}

/** More would make requests that hold up everything behind them, and arrays that kafkajs can't spread. */
const MOST_RECORDS = 10_000;

/** Bytes that count against the limit of a record: key, headers and value. */
export function bytesOfRecord({ key, headers, value }: OutgoingRecord): number {
  let bytes = (value?.length ?? 0) + Buffer.byteLength(key ?? '');
  for (const [name, content] of Object.entries(headers)) bytes += Buffer.byteLength(name) + Buffer.byteLength(content);
  return bytes;
}

/** Throws LOG_RECORD_TOO_LARGE where a record is over the topic's limit. */
export function measureRecords(
  topic: string,
  records: readonly OutgoingRecord[],
  maxBatchBytes: number,
): PlacedRecord[] {
  const limit = maxBatchBytes - FRAMING_BYTES;
  return records.map((record, index) => {
    const bytes = bytesOfRecord(record);
    if (bytes > limit)
      throw new LogError(
        'LOG_RECORD_TOO_LARGE',
        `a record of ${bytes} bytes does not fit into ${topic}, which takes ${limit}`,
      );
    return { record, index, bytes };
  });
}

/**
 * Records by partition, in order, in rounds: within a round each partition has at most one batch, and a batch stays
 * below the topic's limit. Only a partition's share that is over the limit as a whole takes more than one round.
 * `keyless` names the partition of a record without a key.
 */
export function batchesOf(
  records: readonly PlacedRecord[],
  partitions: readonly number[],
  maxBatchBytes: number,
  keyless: () => number,
): PartitionBatch[][] {
  const byPartition = new Map<number, PlacedRecord[]>();
  for (const placed of records) {
    const { key } = placed.record;
    const index = key === null ? keyless() % partitions.length : partitionOfKey(key, partitions.length);
    const partition = partitions[index] ?? 0;
    const share = byPartition.get(partition);
    if (share) share.push(placed);
    else byPartition.set(partition, [placed]);
  }
  const rounds: PartitionBatch[][] = [];
  for (const [partition, share] of byPartition) {
    for (const [round, batch] of splitByBytes(share, maxBatchBytes - FRAMING_BYTES).entries()) {
      rounds[round] ??= [];
      rounds[round].push({ partition, ...batch });
    }
  }
  return rounds;
}

function splitByBytes(records: readonly PlacedRecord[], limit: number): { records: PlacedRecord[]; bytes: number }[] {
  const batches: { records: PlacedRecord[]; bytes: number }[] = [];
  let current: { records: PlacedRecord[]; bytes: number } | null = null;
  for (const placed of records) {
    // Lengths, deltas and counts of one record and of each of its headers, generously.
    const bytes = placed.bytes + 32 + 10 * Object.keys(placed.record.headers).length;
    if (current === null || current.bytes + bytes > limit || current.records.length >= MOST_RECORDS) {
      current = { records: [], bytes: 0 };
      batches.push(current);
    }
    current.records.push(placed);
    current.bytes += bytes;
  }
  return batches;
}

/** Positions in the order in which the records were given. */
export function positionsInOrder(
  count: number,
  written: readonly { batch: PartitionBatch; baseOffset: bigint }[],
): RecordPosition[] {
  const positions = new Array<RecordPosition>(count);
  for (const { batch, baseOffset } of written)
    for (const [i, { index }] of batch.records.entries())
      positions[index] = { partition: batch.partition, offset: baseOffset + BigInt(i) };
  return positions;
}
