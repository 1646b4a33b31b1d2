import fc from 'fast-check';
import type { OutgoingRecord } from '../event-log.js';
import { batchesOf, bytesOfRecord, measureRecords, positionsInOrder } from './outgoing-batches.js';
import { FRAMING_BYTES } from './topic-settings.js';

const LIMIT = 2_000;
const records = fc.array(
  fc.record({
    key: fc.option(fc.string({ maxLength: 5 })),
    headers: fc.constant({}),
    value: fc.option(fc.uint8Array({ maxLength: LIMIT - 100 }).map((bytes) => Buffer.from(bytes))),
  }),
  { maxLength: 60 },
);
const partitions = [0, 1, 2];
const split = (given: readonly OutgoingRecord[]) => {
  let keyless = 0;
  const maxBatchBytes = LIMIT + FRAMING_BYTES;
  return batchesOf(measureRecords('t', given, maxBatchBytes), partitions, maxBatchBytes, () => keyless++);
};

describe('batches of an append', () => {
  it('hold each record once, in order within each partition, one key in one partition', () => {
    fc.assert(
      fc.property(records, (given) => {
        const batches = split(given).flat();
        const indexes = batches.flatMap((batch) => batch.records.map(({ index }) => index));
        expect([...indexes].sort((a, b) => a - b)).toEqual(given.map((_, i) => i));
        const partitionOfKey = new Map<string, number>();
        for (const partition of partitions) {
          const own = batches.filter((batch) => batch.partition === partition).flatMap((batch) => batch.records);
          expect(own.map(({ index }) => index)).toEqual(own.map(({ index }) => index).sort((a, b) => a - b));
          for (const { record } of own) {
            if (record.key === null) continue;
            expect(partitionOfKey.get(record.key) ?? partition).toBe(partition);
            partitionOfKey.set(record.key, partition);
          }
        }
      }),
    );
  });

  it('stay below the limit, and are one for each partition where all fits', () => {
    fc.assert(
      fc.property(records, (given) => {
        for (const round of split(given)) {
          expect(new Set(round.map(({ partition }) => partition)).size).toBe(round.length);
          for (const { records: own } of round)
            if (own.length > 1)
              expect(own.reduce((sum, { record }) => sum + bytesOfRecord(record), 0)).toBeLessThanOrEqual(LIMIT);
        }
        const all = given.reduce((sum, record) => sum + bytesOfRecord(record) + 42, 0);
        if (all <= LIMIT) expect(split(given).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('give positions in the order of the records', () => {
    fc.assert(
      fc.property(records, (given) => {
        const next = new Map<number, bigint>();
        const written = split(given)
          .flat()
          .map((batch) => {
            const baseOffset = next.get(batch.partition) ?? 0n;
            next.set(batch.partition, baseOffset + BigInt(batch.records.length));
            return { batch, baseOffset };
          });
        const positions = positionsInOrder(given.length, written);
        expect(positions).toHaveLength(given.length);
        for (const partition of partitions) {
          const own = positions.filter((position) => position.partition === partition);
          expect(own.map(({ offset }) => offset)).toEqual(own.map((_, i) => BigInt(i)));
        }
      }),
    );
  });

  it('are refused where a single record is too large', () => {
    const large = { key: 'k', headers: {}, value: Buffer.alloc(LIMIT) };
    expect(() => split([large])).toThrow(expect.objectContaining({ code: 'LOG_RECORD_TOO_LARGE' }));
  });
});
