import { NEGATORS } from '../data/function-words.js';
import { verdictOf } from '../data/verdicts.js';
import type { Token } from '../tokens.js';
import { NEGATION_REACH } from './negation.js';

const AMISS = new Set(
  'impossible pointless fail fails failed failure collapse collapses collapsed doomed suffer suffers die dies end ends lose worse war hunger poverty chaos'.split(
    ' ',
  ),
);

/** "Without X we cannot …", "no Y without X": a denial, or something bad, on the other side of "without". */
export function indispensableAt(
  tokens: readonly Token[],
  from: number,
  left: number,
  start: number,
  end: number,
): number | undefined {
  for (let i = from - 1; i >= left && i >= from - NEGATION_REACH; i--) {
    if (tokens[i]?.lower === 'without') return isIndispensable(tokens, i, start, end) ? i : undefined;
    if (tokens[i]?.kind === 'mark') return undefined;
  }
  return undefined;
}

function isIndispensable(tokens: readonly Token[], at: number, start: number, end: number): boolean {
  const opens =
    at === start ||
    tokens[at - 1]?.lower === 'that' ||
    (tokens[at - 1]?.kind === 'mark' && tokens[at - 1]?.lower !== ',');
  for (let i = opens ? at + 1 : start; i < (opens ? end : at); i++) {
    const word = tokens[i]?.lower ?? '';
    if (NEGATORS.has(word) || verdictOf(word) === -1 || AMISS.has(word)) return true;
  }
  return false;
}
