import { hashOf, textHash } from './seeded-hash.js';

/** Words in a shingle: long enough that reports of one event in other words share few, short enough to survive edits. */
const SHINGLE_WORDS = 4;

/** Words of a text beyond this many are not looked at; a copy of a long text is a copy by its beginning too. */
const MAX_WORDS = 20_000;

/** Hashes of every run of four words of a text, each once. */
export function shinglesOf(text: string): Set<number> {
  const shingles = new Set<number>();
  const window: number[] = [];
  let words = 0;
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    if (++words > MAX_WORDS) break;
    window.push(textHash(word));
    if (window.length > SHINGLE_WORDS) window.shift();
    if (window.length === SHINGLE_WORDS)
      shingles.add(window.reduce((hash, one, place) => hashOf(hash ^ one, place + 1), 0));
  }
  return shingles;
}
