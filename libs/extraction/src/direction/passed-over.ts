import type { Token } from '../tokens.js';

/**
 * Where words begin that something else is wanted instead of: behind "instead of", "in place of", "rather than", and behind the
 * "than" of "would rather resign than …"; undefined where the words from `from` on are no such thing.
 */
export function passedOverAt(tokens: readonly Token[], from: number, left: number): number | undefined {
  for (let i = from - 1; i >= left && i >= from - 8; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark' || /^(?:and|but|should|must|will|would)$/.test(token.lower)) return undefined;
    const before = tokens[i - 1]?.lower ?? '';
    if (token.lower === 'of' && (before === 'instead' || (before === 'place' && tokens[i - 2]?.lower === 'in')))
      return i + 1;
    if (token.lower !== 'than') continue;
    if (before === 'rather') return i + 1;
    for (let j = i - 1; j >= 0 && j >= i - 8; j--) {
      if (tokens[j]?.kind === 'mark') break;
      if (
        /^(?:rather|sooner)$/.test(tokens[j]?.lower ?? '') &&
        /^(?:would|'d|will|'ll|should)$/.test(tokens[j - 1]?.lower ?? '')
      )
        return i + 1;
    }
    return undefined;
  }
  return undefined;
}
