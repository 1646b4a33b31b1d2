import { hashOf, SEEDS } from './seeded-hash.js';
import { shinglesOf } from './shingles.js';

/** How many minima a signature holds: the share of equal ones estimates the Jaccard index to within about 0.045. */
export const SIGNATURE_LENGTH = 128;
/** Minima in a band. Two texts of Jaccard index s share one of the bands with 1 - (1 - s^4)^32: 0.87 at 0.5, 0.99 at 0.6. */
const ROWS = 4;
export const BANDS = SIGNATURE_LENGTH / ROWS;

/** Fewer words than this say too little: menus, notices and captions are alike everywhere. */
export const LEAST_SHINGLES = 40;

/** Minima of seeded hashes over the shingles of a text (MinHash; Broder 1997). Equal texts have equal signatures. */
export type Signature = Uint32Array;

/**
 * The signature of a text, null where it has fewer than LEAST_SHINGLES different shingles. Takes time with the length of
 * the text; case, punctuation and layout make no difference.
 */
export function signatureOf(text: string): Signature | null {
  const shingles = shinglesOf(text);
  if (shingles.size < LEAST_SHINGLES) return null;
  const minima = new Uint32Array(SIGNATURE_LENGTH).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let place = 0; place < SIGNATURE_LENGTH; place++) {
      const hash = hashOf(shingle, SEEDS[place] ?? 0);
      if (hash < (minima[place] ?? 0)) minima[place] = hash;
    }
  }
  return minima;
}

/** The estimated Jaccard index of two texts, 0 to 1: the share of minima that are equal. */
export function similarity(a: Signature, b: Signature): number {
  let equal = 0;
  for (let place = 0; place < SIGNATURE_LENGTH; place++) if (a[place] === b[place]) equal++;
  return equal / SIGNATURE_LENGTH;
}

/** A number (signed, 32 bits) for each band, no number twice: texts that share one may be alike. */
export function bandsOf(signature: Signature): number[] {
  const bands = Array.from({ length: BANDS }, (_, band) => {
    let hash = hashOf(band, 0x9e3779b9);
    for (let row = 0; row < ROWS; row++) hash = hashOf(hash ^ (signature[band * ROWS + row] ?? 0), row + 1);
    return hash | 0;
  });
  return [...new Set(bands)];
}

/** A signature as bytes, little-endian, 4 for each minimum. */
export function toBytes(signature: Signature): Buffer {
  const bytes = Buffer.alloc(SIGNATURE_LENGTH * 4);
  for (let place = 0; place < SIGNATURE_LENGTH; place++) bytes.writeUInt32LE(signature[place] ?? 0, place * 4);
  return bytes;
}

/** Throws RangeError for bytes that are no signature. */
export function fromBytes(bytes: Buffer): Signature {
  if (bytes.length !== SIGNATURE_LENGTH * 4) throw new RangeError(`${bytes.length} bytes are no signature`);
  return Uint32Array.from({ length: SIGNATURE_LENGTH }, (_, place) => bytes.readUInt32LE(place * 4));
}
