import type { Cue } from '../cues.js';
import { ADVERBS, AUXILIARIES, NEGATORS } from '../data/function-words.js';
import type { Token } from '../tokens.js';

/** What one would have done is what did not come. */
const UNFULFILLED = new Set('hoped liked wanted wished preferred expected loved welcomed'.split(' '));

export const NEGATION_REACH = 8;

/** Verbs a negation is raised over: "does not believe that they want". */
const RAISING = new Set(
  'anticipate anticipates anticipated foresee foresees envisage envisages think thinks thought believe believes believed say says said show shows shown showed prove proved see sees seen saw feel expect expects suppose seem seems appear appears mean means sign evidence convinced clear sure know knows knew that it he she they we you i is be to have has'.split(
    ' ',
  ),
);

export function isNegated(tokens: readonly Token[], at: number, left: number): false | 'plain' | 'longer' {
  for (let i = at - 1; i >= left && i >= at - 8; i--) {
    const word = tokens[i]?.lower ?? '';
    if (word === 'longer' && tokens[i - 1]?.lower === 'no') return 'longer';
    if (NEGATORS.has(word)) {
      const next = tokens[i + 1]?.lower ?? '';
      return next === 'only' || next === 'just' ? false : 'plain';
    }
    if (word === 'stopped' && tokens[at]?.lower.endsWith('ing')) return 'longer';
    if (word === 'yet' && tokens[i + 1]?.lower === 'to') return 'plain';
    // "would have hoped for more", "less confident of it", "little hope": so much is not there.
    if ((word === 'less' || word === 'little') && i === at - 1 && tokens[i - 1]?.lower !== 'a') return 'plain';
    if (word === 'have' && i === at - 1 && tokens[i - 1]?.lower === 'would' && UNFULFILLED.has(tokens[at]?.lower ?? ''))
      return 'plain';
    if (RAISING.has(word)) continue;
    if (word === 'one' && tokens[i - 1]?.lower === 'no') continue;
    if (word === 'failed' || word === 'fails' || word === 'fail' || word === 'failing') return 'plain';
    if (tokens[i]?.kind === 'mark') return false;
    // Negation reaches over auxiliaries, adverbs and "to", and over "plan", "want", "going" which take an infinitive.
    if (
      !AUXILIARIES.has(word) &&
      !ADVERBS.has(word) &&
      !word.endsWith('ly') &&
      word !== 'to' &&
      word !== 'be' &&
      word !== 'a' &&
      word !== 'any' &&
      word !== 'the' &&
      word !== 'in' &&
      word !== 'going' &&
      word !== 'such' &&
      word !== 'an'
    )
      return false;
  }
  return false;
}

/** A denial that no cue took up: "no ceasefire", "there will be no talks", "not the venue". */
export function bareNegation(
  tokens: readonly Token[],
  cues: readonly Cue[],
  from: number,
  left: number,
): number | undefined {
  for (let i = from - 1; i >= left && i >= from - NEGATION_REACH; i--) {
    const token = tokens[i];
    if (!token) return undefined;
    const here = cues.filter((cue) => cue.from <= i && i < cue.to);
    if (here.some((cue) => cue.attitude || cue.change)) return undefined;
    if (here.length > 0) continue;
    const next = tokens[i + 1]?.lower;
    const notYet = next === 'to' && /^(?:yet|fail|fails|failed|failing)$/.test(token.lower);
    const little = token.lower === 'little' && tokens[i - 1]?.lower !== 'a' && i === from - 1;
    const denies = NEGATORS.has(token.lower) || notYet || little || token.lower.startsWith('zero-');
    if (denies && next !== 'only' && next !== 'just') return i;
  }
  return undefined;
}

/** "refused to rule out": neither yes nor no. */
export function refusesToExclude(tokens: readonly Token[], cues: readonly Cue[], from: number, left: number): boolean {
  return cues.some(
    (cue) =>
      cue.from >= left &&
      cue.to <= from &&
      /^(?:rule|ruling|exclude|excluding)$/.test(tokens[cue.from]?.lower ?? '') &&
      cues.some(
        (other) => other.to <= cue.from && other.to >= cue.from - 5 && REFUSALS.has(tokens[other.from]?.lower ?? ''),
      ),
  );
}

const REFUSALS = new Set('refuse refuses refused refusing decline declines declined declining'.split(' '));

/** "not to reject it", "must not be dropped", "wrong to refuse": the refusal is warned against, not left open. */
export function isBidden(tokens: readonly Token[], at: number, left: number): boolean {
  for (let i = at - 1; i >= left && i >= at - 5; i--) {
    const word = tokens[i]?.lower ?? '';
    if (word === 'to' && tokens[i - 1]?.lower === 'not') return true;
    if (/^(?:must|should|ought|mustn't|shouldn't|cannot|can't|dare)$/.test(word)) return true;
    if (/^(?:can|could)$/.test(word) && tokens[i + 1]?.lower === 'no') return true;
    if (
      !NEGATORS.has(word) &&
      !ADVERBS.has(word) &&
      word !== 'be' &&
      word !== 'to' &&
      word !== 'longer' &&
      !word.endsWith('ly')
    )
      return false;
  }
  return false;
}
