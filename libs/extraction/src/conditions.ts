import { DETERMINERS } from './data/function-words.js';
import type { Token } from './tokens.js';

/** A stretch of tokens that makes what stands outside it hang on it. */
export interface Condition {
  readonly from: number;
  readonly to: number;
  /** "only if", "unless", "in exchange for": a condition whatever it says. A bare "if" or "once" may only restate. */
  readonly strict: boolean;
  /** "…, and if": nothing before it hangs on it. */
  readonly forwardOnly: boolean;
}

const STRICT: readonly (readonly string[])[] = [
  'only if',
  'only when',
  'only after',
  'only once',
  'only on',
  'on condition',
  'on the condition',
  'provided that',
  'provided',
  'providing',
  'as long as',
  'so long as',
  'unless',
  'in exchange for',
  'in return for',
  'in exchange',
  'in return',
  'conditional on',
  'conditional upon',
  'contingent on',
  'contingent upon',
  'subject to',
  'depends on',
  'depend on',
  'dependent on',
  'not until',
  'not before',
  'on the understanding',
  'makes sense only',
  'if and only',
  'precondition',
  'preconditions',
  'prerequisite',
  'or else',
  'or face',
  'or see',
  'in that case',
  'if not',
  'must first',
  'should first',
  'has to first',
  'have to first',
  'need first',
  'first be',
  'tied to',
  'linked to',
  'requires the approval',
  'but only',
  'wait until',
  'wait for',
  'waits for',
  'depended on',
  'depends upon',
  'hinges on',
  'hinged on',
  'hinge on',
  'must come with',
  'has to come with',
  'must be matched',
  'must be accompanied',
  'hand in hand with',
  'with the proviso',
  'with strings attached',
  'on one condition',
  'certain conditions',
  'some conditions',
  'under the condition',
  'under certain conditions',
  'with conditions',
  'with reservations',
  'if , and',
].map((phrase) => phrase.split(' '));
const LOOSE: readonly (readonly string[])[] = [
  ['if'],
  ['once'],
  ['in', 'case'],
  ['in', 'the', 'event'],
  ['as', 'soon', 'as'],
  ['until'],
  ['while'],
  ['whilst'],
  ['when'],
];

const MARKER_WORDS: ReadonlySet<string> = new Set([
  ...[...STRICT, ...LOOSE].map((phrase) => phrase[0] ?? ''),
  'should',
  'were',
  ...'only tie ties tied tying link links linked linking conditioned'.split(' '),
]);

/** Finds what the tokens `from`..`to` make conditional. */
export function findConditions(tokens: readonly Token[], from: number, to: number): Condition[] {
  const out: Condition[] = [];
  for (let i = from; i < to; i++) {
    if (!MARKER_WORDS.has(tokens[i]?.lower ?? '')) continue;
    const strict =
      STRICT.find((phrase) => phrase.every((word, k) => i + k < to && tokens[i + k]?.lower === word)) ??
      apart(tokens, i, to);
    const loose = strict
      ? undefined
      : LOOSE.find((phrase) => phrase.every((word, k) => i + k < to && tokens[i + k]?.lower === word));
    const inverted =
      !strict &&
      !loose &&
      (tokens[i]?.lower === 'should' || tokens[i]?.lower === 'were') &&
      startsClause(tokens, i, from) &&
      !endsAsked(tokens, i, to);
    if (!strict && !loose && !inverted) continue;
    // "work until 64".
    if (loose?.[0] === 'until' && tokens[i + 1]?.kind === 'number') continue;
    if (
      strict &&
      /^(?:not|cannot|no|without|any|never|isn't|aren't)$/.test(tokens[i - 1]?.lower ?? '') &&
      strict[0] !== 'not'
    )
      continue;
    if (
      strict &&
      /^(?:be|is|are|was)$/.test(tokens[i - 1]?.lower ?? '') &&
      /^(?:not|cannot|never|no)$/.test(tokens[i - 2]?.lower ?? '')
    )
      continue;
    if (
      loose &&
      (tokens[i - 1]?.lower === 'as' ||
        tokens[i - 1]?.lower === 'even' ||
        tokens[i - 1]?.lower === 'wonder' ||
        tokens[i - 1]?.lower === 'asked' ||
        tokens[i - 1]?.lower === 'at')
    )
      continue;
    const bare =
      strict !== undefined &&
      /^(?:or|in that|if not|must|should|has|have|need|first)/.test(strict.join(' ')) &&
      strict[2] !== 'for';
    let end = i + (bare ? (strict?.length ?? 1) : 1);
    while (!bare && end < to && !(tokens[end]?.kind === 'mark' && /^[,;:.?!—–]$/.test(tokens[end]?.lower ?? ''))) end++;
    // "…, and if": the condition clause may hold a comma in a list; a clause that opens the sentence ends at its comma.
    const joined = /^(?:and|but|or|;)$/.test(tokens[i - 1]?.lower ?? '');
    out.push({ from: i, to: end, strict: strict !== undefined, forwardOnly: joined && strict === undefined });
    i = end - 1;
  }
  return out;
}

const AFTER_ONLY = new Set(['if', 'when', 'after', 'once', 'provided']);

/** "would only be possible after", "tied the offer to": a marker of two words that others stand between. */
function apart(tokens: readonly Token[], at: number, to: number): readonly string[] | undefined {
  const word = tokens[at]?.lower ?? '';
  if (word === 'only') {
    for (let i = at + 1; i < Math.min(to, at + 6); i++) {
      if (tokens[i]?.kind === 'mark') return undefined;
      if (AFTER_ONLY.has(tokens[i]?.lower ?? '')) return ['only', 'if'];
    }
  } else if (/^(?:tie|ties|tied|tying|link|links|linked|linking|condition|conditioned)$/.test(word)) {
    for (let i = at + 2; i < Math.min(to, at + 9); i++) {
      if (tokens[i]?.kind === 'mark') return undefined;
      if (/^(?:to|on|upon)$/.test(tokens[i]?.lower ?? '')) return ['tied', 'to'];
    }
  }
  return undefined;
}

function startsClause(tokens: readonly Token[], i: number, from: number): boolean {
  const next = tokens[i + 1];
  // Mid-sentence a subject has to follow at once: "were Moscow to refuse", not "both, he said, were ready".
  const subject =
    next !== undefined &&
    (next.capital || DETERMINERS.has(next.lower) || /^(?:he|she|it|they|we|you|there)$/.test(next.lower));
  if (i !== from && !subject) return false;
  if (
    tokens[i]?.lower === 'should' &&
    subject &&
    !/^(?:what|how|why|when|where|who|nor|which|so)$/.test(tokens[i - 1]?.lower ?? '')
  )
    return true;
  const before = tokens[i - 1];
  return (
    i === from ||
    before === undefined ||
    (before.kind === 'mark' && before.lower !== "'") ||
    before.lower === 'disappointing'
  );
}

function endsAsked(tokens: readonly Token[], i: number, to: number): boolean {
  for (let j = i; j < to; j++) if (tokens[j]?.lower === '?') return true;
  return false;
}
