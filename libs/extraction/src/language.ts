import { ENGLISH_STOP_WORDS } from './data/function-words.js';
import type { Token } from './tokens.js';

/**
 * Whether a text is English as far as the extractor is concerned. A declared language decides; without one, the share of the
 * commonest English words among the first five hundred. Short texts pass.
 */
export function isEnglish(tokens: readonly Token[], declared: string | undefined): boolean {
  if (declared !== undefined && declared.trim() !== '') return /^en(?:$|[-_])/i.test(declared.trim());
  let words = 0;
  let known = 0;
  for (const token of tokens) {
    if (token.kind !== 'word') continue;
    words++;
    if (ENGLISH_STOP_WORDS.has(token.lower)) known++;
    if (words >= 500) break;
  }
  return words < 12 || known / words >= 0.16;
}
