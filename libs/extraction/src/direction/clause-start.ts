import type { Cue } from '../cues.js';
import { AUXILIARIES, CONJUNCTIONS, MODALS, PREPOSITIONS } from '../data/function-words.js';
import { verbForms } from '../morphology.js';
import type { Token } from '../tokens.js';

/** Clauses that what stands before them does not reach into. */
const BARRIERS = new Set([
  'because',
  'while',
  'although',
  'though',
  'whereas',
  'but',
  'since',
  'unless',
  'whether',
  'where',
  'when',
  'which',
  'who',
  'as',
  'if',
  'so',
  'until',
  'then',
]);

export function clauseStart(tokens: readonly Token[], cues: readonly Cue[], from: number, start: number): number {
  for (let i = from - 1; i >= start; i--) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === 'mark' && /^[;:.?!()—–]$/.test(token.lower)) return i + 1;
    if (token.lower === ',' && !isEnumeration(tokens, cues, i, from)) return i + 1;
    if (BARRIERS.has(token.lower) && !isSuchAs(tokens, i)) return i + 1;
    // "suspended cooperation and barred inspectors": the first verb does nothing to the second's object.
    if (token.lower === 'and' && (tokens[i + 1]?.lower === 'against' || coordinatesVerb(tokens, cues, i))) return i + 1;
    // "the way to end the war is to …": what stands before the copula is the subject.
    if (/^(?:is|are|was|were)$/.test(token.lower) && (tokens[i + 1]?.lower === 'to' || tokens[i + 2]?.lower === 'to'))
      return i + 1;
    if (
      (token.lower === 'by' || token.lower === 'after' || token.lower === 'before' || token.lower === 'for') &&
      i + 1 !== from &&
      !cues.some((cue) => cue.from < i && cue.to === i + 1) &&
      /ing$/.test(tokens[i + 1]?.lower ?? '') &&
      !isJudgedDeed(tokens, cues, i, start)
    )
      return i + 1;
  }
  return start;
}

/** A comma in a list or around an aside short enough that the verb before it still governs. */
function isEnumeration(tokens: readonly Token[], cues: readonly Cue[], comma: number, from: number): boolean {
  if (from - comma > 6) return false;
  if (
    cues.some(
      (cue) => cue.from > comma && cue.to <= from && cue.verb && !cue.noun && /s$/.test(tokens[cue.from]?.lower ?? ''),
    )
  )
    return false;
  for (let i = comma + 1; i < from; i++) {
    const word = tokens[i]?.lower ?? '';
    if (AUXILIARIES.has(word) || /^(?:he|she|it|they|we|i|you|but|and|which|who)$/.test(word)) return false;
  }
  const next = tokens[comma + 1]?.lower ?? '';
  return !PREPOSITIONS.has(next) && !/^(?:said|says|adding|saying)$/.test(next);
}

function coordinatesVerb(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  const next = cues.find((cue) => cue.from === at + 1);
  // "should close its plant and cut jobs": a second verb with an object of its own.
  if (next?.verb && next.change && takesObject(tokens, next) && hasObjectBefore(tokens, cues, at)) return true;
  if (!next?.verb || next.noun) return false;
  // "lower and lift" share an object; "suspended talks and" has one already.
  const shared = cues.some(
    (cue) => cue.to === at && cue.verb && !cues.some((other) => other.to === cue.from && other.verb),
  );
  return !shared && /(?:ed|es|s|ing)$/.test(tokens[at + 1]?.lower ?? '');
}

export function takesObject(tokens: readonly Token[], cue: Cue): boolean {
  const next = tokens[cue.to];
  return (
    next?.kind === 'word' &&
    !PREPOSITIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    !CONJUNCTIONS.has(next.lower)
  );
}

/** "should close its plant and": a modal, a verb and what it is done to. */
function hasObjectBefore(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  for (let i = at - 1; i >= 1 && i >= at - 8; i--) {
    if (tokens[i]?.kind !== 'word') return false;
    if (!MODALS.has(tokens[i - 1]?.lower ?? '') && tokens[i - 1]?.lower !== 'to') continue;
    const verb = cues.find((cue) => cue.from === i && cue.verb);
    return verb !== undefined && verb.to < at;
  }
  return false;
}

/** "criticised it for blocking X": the deed behind "for" is what is judged. */
function isJudgedDeed(tokens: readonly Token[], cues: readonly Cue[], at: number, start: number): boolean {
  return (
    tokens[at]?.lower === 'for' &&
    cues.some(
      (cue) =>
        cue.from >= start &&
        cue.to <= at &&
        at - cue.to <= 7 &&
        cue.verb &&
        cue.attitude &&
        JUDGES.has(tokens[cue.from]?.lower ?? ''),
    )
  );
}

const JUDGES = new Set(
  [
    'criticise',
    'criticize',
    'condemn',
    'denounce',
    'slam',
    'blast',
    'praise',
    'applaud',
    'commend',
    'thank',
    'blame',
    'fault',
    'rebuke',
    'reproach',
    'censure',
    'attack',
    'hail',
    'chide',
    'castigate',
    'lambast',
    'lambaste',
    'berate',
    'upbraid',
    'scold',
    'congratulate',
    'berate',
  ].flatMap(verbForms),
);

/** "such a thing as", "such as": no clause begins. */
function isSuchAs(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'as') return false;
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) if (tokens[i]?.lower === 'such') return true;
  return false;
}
