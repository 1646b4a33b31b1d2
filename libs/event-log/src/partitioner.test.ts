import fc from 'fast-check';
import { murmur2, partitionOfKey } from './partitioner.js';

describe('the partitioner', () => {
  // From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])("hashes %s as Kafka's Java client does", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('gives every key one partition of those there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1_000 }), (key, partitions) => {
        const partition = partitionOfKey(key, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOfKey(Buffer.from(key), partitions)).toBe(partition);
      }),
    );
  });
});
