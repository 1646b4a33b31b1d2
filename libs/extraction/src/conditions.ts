import { AUXILIARIES, DETERMINERS } from './data/function-words.js';
import type { Token } from './tokens.js';

/** A stretch of tokens that makes what stands outside it hang on it. */
export interface Condition {
  readonly from: number;
  readonly to: number;
  /** "only if", "unless", "in exchange for": a condition whatever it says. A bare "if" or "once" may only restate. */
  readonly strict: boolean;
  /** "…, and if": nothing before it hangs on it. */
  readonly forwardOnly: boolean;
  /** Up to (not including) this token it reaches: "once they stop there will be talks, and these will not be about X". */
  readonly reach: number;
  /** What it names is itself demanded: "no truce without a withdrawal", "they must withdraw before there are talks". */
  readonly demands: boolean;
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
  'have to come with',
  'needs to come with',
  'need to come with',
  'should come with',
  'be accompanied',
  'be preceded',
  'be coupled',
  'be matched',
  'hand-in-hand with',
  'attach conditions',
  'attached conditions',
  'in turn',
  'requires approval',
  'requires the consent',
  'requires consent',
  'needs the approval',
  'needs the consent',
  'needs approval',
  'need the approval',
  "or we'll",
  'or we will',
  "or i'll",
  'or i will',
  'or they will',
  "or they'll",
  'or it will',
  'but not under',
  'but not at',
  'but not before',
  'but not yet',
  'but not until',
  'but not while',
  'but not if',
  'but not without',
  'but not unconditionally',
  'but not at any',
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
  ['the', 'moment'],
  ['the', 'minute'],
  ['the', 'instant'],
  ['the', 'day'],
];

const MARKER_WORDS: ReadonlySet<string> = new Set([
  ...[...STRICT, ...LOOSE].map((phrase) => phrase[0] ?? ''),
  'should',
  'were',
  ...'only tie ties tied tying link links linked linking conditioned without before first conditions condition but'.split(
    ' ',
  ),
]);

/** Finds what the tokens `from`..`to` make conditional. */
export function findConditions(tokens: readonly Token[], from: number, to: number): Condition[] {
  const out: Condition[] = [];
  for (let i = from; i < to; i++) {
    if (!MARKER_WORDS.has(tokens[i]?.lower ?? '')) continue;
    const demand = demandAt(tokens, i, from, to);
    if (demand) {
      out.push(demand);
      continue;
    }
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
    // "the day of the vote": a day, and no condition.
    if (loose?.[0] === 'the' && !opensClause(tokens, i + 2)) continue;
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
    const followed =
      strict !== undefined &&
      tokens[i - 1]?.lower === 'and' &&
      AFTER_ONLY.has(strict[1] ?? '') &&
      finiteIn(tokens, i, end) > 1;
    out.push({
      from: i,
      to: end,
      strict: strict !== undefined,
      forwardOnly: (joined && strict === undefined) || followed,
      reach: strict === undefined && i === from ? nextMain(tokens, end, to) : to,
      demands: false,
    });
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

/** "the moment they open their market": a subject with a verb follows. */
function opensClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  if (next?.kind !== 'word') return false;
  if (/^(?:he|she|it|they|we|you|there|that)$/.test(next.lower)) return true;
  const end = Math.min(tokens.length, at + 7);
  return (
    (next.capital || DETERMINERS.has(next.lower)) && finiteIn(tokens, at, end) + inflectedIn(tokens, at + 1, end) > 0
  );
}

function finiteIn(tokens: readonly Token[], from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (AUXILIARIES.has(tokens[i]?.lower ?? '')) count++;
  return count;
}

function inflectedIn(tokens: readonly Token[], from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (/(?:ed|s)$/.test(tokens[i]?.lower ?? '')) count++;
  return count;
}

/** Where a clause of its own begins behind the one that the condition opens: ", and …", "; …". */
function nextMain(tokens: readonly Token[], end: number, to: number): number {
  for (let i = end + 1; i < to; i++) {
    if (tokens[i]?.lower === ';') return i;
    if (
      tokens[i]?.lower === ',' &&
      /^(?:and|but)$/.test(tokens[i + 1]?.lower ?? '') &&
      finiteIn(tokens, i + 2, Math.min(to, i + 7)) > 0
    )
      return i;
  }
  return to;
}

/** What has to be done first, where only the order of things or its absence says so. */
function demandAt(tokens: readonly Token[], at: number, from: number, to: number): Condition | undefined {
  const word = tokens[at]?.lower;
  const demand = (start: number, end: number): Condition => ({
    from: start,
    to: end,
    strict: true,
    forwardOnly: false,
    reach: to,
    demands: true,
  });
  if (word === 'without' && !/ing$/.test(tokens[at + 1]?.lower ?? '')) {
    const opens = at === from;
    const end = phraseEnd(tokens, at + 1, to, opens);
    const [start, stop] = opens ? [end, to] : [clauseBefore(tokens, at, from), at];
    for (let i = start; i < stop; i++)
      if (
        /^(?:no|not|never|cannot|can't|won't|nobody|impossible|unthinkable|nothing|n't|couldn't|wouldn't)$/.test(
          tokens[i]?.lower ?? '',
        ) &&
        !(tokens[i]?.lower === 'not' && (i === at - 1 || /^(?:is|are|was|were|be)$/.test(tokens[i - 1]?.lower ?? '')))
      )
        return demand(at, end);
    return undefined;
  }
  if (word === 'before' && tokens[at - 1]?.lower !== 'not' && tokens[at - 1]?.lower !== 'as') {
    // "they must withdraw before there are talks"; "before talks can resume, they have to withdraw".
    const opens = at === from || tokens[at - 1]?.lower === 'that';
    if (opens) {
      const comma = phraseEnd(tokens, at + 1, to, false);
      return comma < to && demanded(tokens, comma, to) ? demand(comma, to) : undefined;
    }
    const start = clauseBefore(tokens, at, from);
    return demanded(tokens, start, at) && tokens[at + 1]?.kind !== 'number' ? demand(start, at) : undefined;
  }
  if (word === 'first' && (at === from || tokens[at - 1]?.lower === 'that' || tokens[at - 1]?.lower === 'but')) {
    for (let i = at + 1; i < to; i++)
      if (tokens[i]?.lower === 'then' && /^(?:[;,–—-]|and|only)$/.test(tokens[i - 1]?.lower ?? ''))
        return demand(at, i);
    return undefined;
  }
  if (word === 'conditions' || word === 'condition') {
    // "set three conditions for talks", not "conditions for workers".
    if (!/^(?:for|to|on)$/.test(tokens[at + 1]?.lower ?? '')) return undefined;
    for (let i = at - 1; i >= from && i >= at - 5; i--) if (SETS.test(tokens[i]?.lower ?? '')) return demand(i, at + 1);
    return undefined;
  }
  if (word === 'but') {
    // "could leave, but the others would have to go, too": yes, but.
    if (!isOpening(tokens, from, at)) return undefined;
    for (let i = at + 1; i < Math.min(to, at + 9); i++) {
      if (tokens[i]?.kind === 'mark') return undefined;
      if (
        /^(?:must|need|needs)$/.test(tokens[i]?.lower ?? '') ||
        (/^(?:has|have)$/.test(tokens[i]?.lower ?? '') && tokens[i + 1]?.lower === 'to')
      )
        return demand(at, to);
    }
  }
  return undefined;
}

const SETS =
  /^(?:set|sets|setting|laid|lay|lays|lists|listed|list|named|names|put|puts|putting|attached|attaches|imposed|imposes|outlined|formulated|spelled|spelt|states|stated|has|have|had|repeated|its|his|her|their|our|my|three|two|four|five|several|strict|tough|clear|new|own|certain)$/;

/** "is ready to", "open to", "could", "in principle": willing, and not more. */
function isOpening(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const word = tokens[i]?.lower ?? '';
    if (/^(?:open|ready|willing|prepared|could|glad|principle|happy)$/.test(word)) return true;
  }
  return false;
}

function demanded(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const word = tokens[i]?.lower ?? '';
    if (/^(?:must|needs|need|first)$/.test(word)) return true;
    if (/^(?:has|have|had)$/.test(word) && tokens[i + 1]?.lower === 'to') return true;
  }
  return false;
}

function clauseBefore(tokens: readonly Token[], at: number, from: number): number {
  for (let i = at - 1; i >= from; i--) {
    const token = tokens[i];
    if (token?.kind === 'mark' && /^[;:.?!—–]$/.test(token.lower)) return i + 1;
    if (/^(?:but|because|while|although|that)$/.test(token?.lower ?? '')) return i + 1;
  }
  return from;
}

/** The end of what a preposition leads: the next mark, or where it opens the sentence the next verb's subject. */
function phraseEnd(tokens: readonly Token[], at: number, to: number, opens: boolean): number {
  for (let i = at; i < to; i++) {
    const token = tokens[i];
    if (token?.kind === 'mark' && /^[,;:.?!—–]$/.test(token.lower)) return i;
    if (opens && i > at && /^(?:there|we|they|he|she|it|no|you)$/.test(token?.lower ?? '')) return i;
  }
  return to;
}
