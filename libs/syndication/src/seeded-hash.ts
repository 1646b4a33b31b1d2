// Taken once: in a context of its own (the test runner's) each look at a global costs more than the hash.
const { imul } = Math;

/** Mixes 32 bits with a seed (the finaliser of MurmurHash3): a family of hashes, the same on every machine. */
export function hashOf(value: number, seed: number): number {
  let hash = (value ^ seed) >>> 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Seeds of the minima, from a fixed one: signatures are stored, so these never change. */
export const SEEDS: readonly number[] = (() => {
  const seeds: number[] = [];
  let state = 0x5eed_0001;
  for (let place = 0; place < 128; place++) {
    // Weyl sequence: distinct states, so distinct seeds.
    state = (state + 0x9e3779b9) >>> 0;
    seeds.push(hashOf(state, 0x51ed270b));
  }
  return seeds;
})();

/** FNV-1a over UTF-16 units. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let unit = 0; unit < text.length; unit++) hash = imul(hash ^ text.charCodeAt(unit), 0x01000193);
  return hash >>> 0;
}
