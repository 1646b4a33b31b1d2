const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/**
 * 32-bit MurmurHash2 as Kafka's Java client computes it (org.apache.kafka.common.utils.Utils.murmur2), as a signed
 * integer.
 */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let h = SEED ^ length;
  const words = length >>> 2;
  for (let i = 0; i < words; i++) {
    const at = i << 2;
    let k =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    k = Math.imul(k, M);
    k ^= k >>> R;
    k = Math.imul(k, M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = words << 2;
  const left = length - rest;
  if (left === 3) h ^= (bytes[rest + 2] ?? 0) << 16;
  if (left >= 2) h ^= (bytes[rest + 1] ?? 0) << 8;
  if (left >= 1) {
    h ^= bytes[rest] ?? 0;
    h = Math.imul(h, M);
  }
  h ^= h >>> 13;
  h = Math.imul(h, M);
  h ^= h >>> 15;
  return h | 0;
}

/** The partition a key belongs to, as Kafka's default partitioner has it: the same in both adapters. */
export const partitionOfKey = (key: string | Uint8Array, partitions: number): number =>
  (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % partitions;
