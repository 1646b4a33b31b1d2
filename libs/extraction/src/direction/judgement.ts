import type { Cue } from '../cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  MODALS,
  NEGATORS,
  PREPOSITIONS,
} from '../data/function-words.js';
import { predicateSign } from '../data/verdicts.js';
import { verbForms } from '../morphology.js';
import type { Token } from '../tokens.js';
import { isVerdict } from '../verdicts.js';

/** Verbs that give a thing a name: "called the closures a disgrace". */
const NAMES = new Set(
  [
    'call',
    'describe',
    'label',
    'brand',
    'term',
    'dismiss',
    'denounce',
    'deem',
    'find',
    'consider',
    'think',
    'dub',
    'see',
    'view',
    'regard',
    'hail',
    'condemn',
    'decry',
    'slam',
  ].flatMap(verbForms),
);

/** What is put to somebody: too little of it is a reason to say no, where too little of anything else asks for more. */
const OFFERS = new Set(
  'offer offers proposal proposals deal deals plan plans text draft drafts compromise bid terms package agreement treaty framework'.split(
    ' ',
  ),
);

/** "countries that retaliate … are making a mistake": a verdict later in the sentence, behind a copula. */
export function verdictAfter(
  tokens: readonly Token[],
  cues: readonly Cue[],
  to: number,
  end: number,
  left: number,
  from: number,
): { readonly sign: 1 | -1 } | undefined {
  const told = predicateVerdict(tokens, to, end);
  if (told !== 0) return { sign: isTooLittle(tokens, to, end) && !OFFERS.has(tokens[to - 1]?.lower ?? '') ? 1 : told };
  const naming = cues.some((cue) => cue.from >= left && cue.to <= from && NAMES.has(tokens[cue.from]?.lower ?? ''));
  for (const cue of cues) {
    if (cue.from < to || cue.from >= Math.min(end, to + 18) || !cue.adjective || !cue.attitude) continue;
    const behind = tokens[cue.to];
    if (
      behind &&
      behind.kind === 'word' &&
      !PREPOSITIONS.has(behind.lower) &&
      !CONJUNCTIONS.has(behind.lower) &&
      behind.lower !== 'to' &&
      behind.lower !== 'that'
    )
      continue;
    let copula = false;
    let negated = false;
    for (let i = cue.from - 1; i >= to && i >= cue.from - 5; i--) {
      const word = tokens[i]?.lower ?? '';
      if (
        /^(?:is|are|was|were|be|been|being|making|make|made|makes|seem|seems|seemed|remain|remains|remained|look|looks|looked|represent|represents|represented|constitute|constitutes|mean|means|meant|become|becomes|became|as|'s)$/.test(
          word,
        )
      )
        copula = true;
      if (word === 'to' && /^(?:amount|amounts|amounted|tantamount)$/.test(tokens[i - 1]?.lower ?? '')) copula = true;
      if (NEGATORS.has(word)) negated = true;
    }
    for (let i = to; i < cue.from; i++)
      if (/^[;.?!]$/.test(tokens[i]?.lower ?? '') || /^(?:but|because|while|although)$/.test(tokens[i]?.lower ?? ''))
        copula = false;
    // "called the closures a disgrace", "finds the text unacceptable".
    if (
      cue.from - to <= 3 &&
      tokens
        .slice(to, cue.from)
        .every(
          (token, k) =>
            DETERMINERS.has(token.lower) ||
            token.lower === 'as' ||
            token.lower.endsWith('ly') ||
            (k === 0 &&
              tokens[cue.to]?.kind !== 'word' &&
              /[a-z]s$/.test(token.lower) &&
              !AUXILIARIES.has(token.lower)),
        )
    )
      copula = true;
    // "called caps on exports irresponsible": only what belongs to the noun stands between.
    if (
      (cue.to >= end || tokens[cue.to]?.kind === 'mark') &&
      cue.from - to <= 7 &&
      PREPOSITIONS.has(tokens[to]?.lower ?? '') &&
      !tokens
        .slice(to, cue.from)
        .some(
          (token, k) =>
            token.kind === 'mark' ||
            AUXILIARIES.has(token.lower) ||
            cues.some((other) => other.from === to + k && other.verb && !other.noun),
        )
    )
      copula = true;
    // "called fishing rights for the islands “a farce”".
    if (naming && tokens.slice(to, cue.from).every((token) => token.kind !== 'mark' && !AUXILIARIES.has(token.lower)))
      copula = true;
    if (copula && isTooLittle(tokens, cue.from, cue.to) && !OFFERS.has(tokens[to - 1]?.lower ?? ''))
      return { sign: negated ? -1 : 1 };
    if (copula) return { sign: negated ? (-cue.sign as 1 | -1) : cue.sign };
  }
  return undefined;
}

/** The judgement in the adjectives in front of a noun: the first from the right that judges. */
export function verdictBefore(
  tokens: readonly Token[],
  cues: readonly Cue[],
  from: number,
  start: number,
): 1 | -1 | undefined {
  for (let i = from - 1; i >= start && i >= from - 5; i--) {
    const token = tokens[i];
    if (token?.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) return undefined;
    if (AUXILIARIES.has(token.lower) || NEGATORS.has(token.lower)) return undefined;
    const cue = cues.find((found) => found.to === i + 1);
    if (cue?.adjective && cue.attitude && !cue.verb && !cue.noun) return cue.sign;
    if (cue?.verb) return undefined;
  }
  return undefined;
}

function isTooLittle(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < Math.min(to, from + 8); i++) {
    const word = tokens[i]?.lower ?? '';
    const next = tokens[i + 1]?.lower ?? '';
    if (/^(?:insufficient|inadequate|paltry|meagre|meager)$/.test(word)) return true;
    if (word === 'too' && /^(?:low|little|weak|few|slow|small|timid|late)$/.test(next)) return true;
    if (/^(?:not|n't|isn't|nowhere|aren't)$/.test(word) && /^(?:enough|near|sufficient)$/.test(next)) return true;
    if (word === 'short' && next === 'of') return true;
    if (word === 'enough' && tokens[i - 1]?.lower === 'far') return true;
  }
  return false;
}

/** "has failed", "makes no sense", "would cost too much", "works": what a predicate without a word of attitude says of its subject. */
function predicateVerdict(tokens: readonly Token[], to: number, end: number): 1 | -1 | 0 {
  let negated = false;
  for (let i = skipHead(tokens, skipComplement(tokens, to, end), end); i < Math.min(end, to + 12); i++) {
    const token = tokens[i];
    if (token?.kind !== 'word') return 0;
    if (NEGATORS.has(token.lower)) {
      negated = true;
      continue;
    }
    if (
      /^(?:designed|intended|meant|bound|set|likely|sure|certain|going|able)$/.test(token.lower) &&
      tokens[i + 1]?.lower === 'to'
    ) {
      i++;
      continue;
    }
    // "flood damage": behind a noun in the singular a verb's bare form is no verb.
    if (i === to && NOUNS_TOO.has(token.lower) && !/s$/.test(tokens[i - 1]?.lower ?? '')) return 0;
    const sign = predicateSign(tokens, i, end);
    if (sign !== 0) return negated ? (-sign as 1 | -1) : sign;
    // "would only give them time": whoever says so thinks little of it.
    if (token.lower === 'only' && MODALS.has(tokens[i - 1]?.lower ?? '') && belittles(tokens, i + 1, end)) return -1;
    if (!AUXILIARIES.has(token.lower) && !ADVERBS.has(token.lower) && !token.lower.endsWith('ly')) return 0;
  }
  return 0;
}

/** "only" before a verb of its own, and not "only if", "only be possible after". */
function belittles(tokens: readonly Token[], at: number, end: number): boolean {
  const verb = tokens[at];
  if (
    verb?.kind !== 'word' ||
    PREPOSITIONS.has(verb.lower) ||
    /^(?:be|work|happen|succeed|last|apply)$/.test(verb.lower)
  )
    return false;
  for (let i = at; i < end; i++)
    if (/^(?:if|when|once|unless|provided|after|until)$/.test(tokens[i]?.lower ?? '')) return false;
  return true;
}

/** Verbs that judge their subject whose bare form is a noun as well. */
const NOUNS_TOO = new Set(
  'damage harm hurt risk burden reward breach waste benefit work help boost fuel divide hit doom ruin wreck lack insult neglect cost spark invite poison'.split(
    ' ',
  ),
);

/** "caps on timber | exports made no sense": the noun that the words go with, in the plural, before its predicate. */
function skipHead(tokens: readonly Token[], at: number, end: number): number {
  const word = tokens[at]?.lower ?? '';
  if (!/[a-z]s$/.test(word) || AUXILIARIES.has(word) || ADVERBS.has(word) || PREPOSITIONS.has(word)) return at;
  const next = tokens[at + 1];
  if (!next || predicateSign(tokens, at, end) !== 0) return at;
  return AUXILIARIES.has(next.lower) || predicateSign(tokens, at + 1, end) !== 0 ? at + 1 : at;
}

/** Behind what belongs to the noun: "caps | on exports to the north | would …". */
function skipComplement(tokens: readonly Token[], to: number, end: number): number {
  if (!PREPOSITIONS.has(tokens[to]?.lower ?? '')) return to;
  for (let i = to + 1; i < Math.min(end, to + 7); i++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return to;
    if (AUXILIARIES.has(token.lower)) return i;
    // "a fund for flood damage": in its bare form the word is a noun there.
    if (i > to + 1 && !NOUNS_TOO.has(token.lower) && predicateSign(tokens, i, end) !== 0) return i;
  }
  return to;
}

export function isDecried(tokens: readonly Token[], cues: readonly Cue[], from: number, start: number): boolean {
  for (let i = from - 1; i >= start && i >= from - 3; i--) {
    const token = tokens[i];
    if (token?.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) return false;
    const cue = cues.find((found) => found.to === i + 1);
    if (
      cue &&
      cue.to - cue.from === 1 &&
      (isVerdict(cue) || (cue.adjective && cue.attitude && /ing$/.test(token.lower)))
    )
      return cue.sign === -1;
    if (cue?.verb) return false;
  }
  return false;
}

/** "How can it be right to go on with …": a question that denies. */
export function isRhetorical(tokens: readonly Token[], start: number, from: number): boolean {
  for (let i = Math.max(start, from - 12); i < from - 1; i++) {
    const next = tokens[i + 1]?.lower ?? '';
    if (tokens[i]?.lower === 'how' && /^(?:can|could|dare)$/.test(next)) return true;
    if (tokens[i]?.lower === 'why' && /^(?:should|would|on)$/.test(next)) return true;
  }
  return false;
}

/** "called the refusal of X “shameful”": what is judged is somebody's refusal, and the noun is no attitude of who judges. */
export function isNamed(tokens: readonly Token[], governors: readonly Cue[]): boolean {
  const attitudes = governors.filter((cue) => cue.attitude && !(cue.verb && NAMES.has(tokens[cue.from]?.lower ?? '')));
  return (
    attitudes.length > 0 &&
    attitudes.every(
      (cue) =>
        cue.noun &&
        !cue.verb &&
        (tokens[cue.from - 1]?.lower === "'s" || DETERMINERS.has(tokens[cue.from - 1]?.lower ?? '')),
    )
  );
}

/** "unfortunately, X": the places of what turns a whole sentence. */
export function regretsAt(tokens: readonly Token[], start: number, end: number): readonly number[] {
  const out: number[] = [];
  for (let i = start; i < end; i++)
    if (/^(?:unfortunately|regrettably|sadly|alarmingly)$/.test(tokens[i]?.lower ?? '')) out.push(i);
  return out;
}

/** "mandates that will spell the end of it": whoever is said to want them, what the relative clause says is the speaker's. */
export function relativeVerdict(tokens: readonly Token[], to: number, end: number): 1 | -1 | 0 {
  return /^(?:that|which)$/.test(tokens[to]?.lower ?? '') ? predicateVerdict(tokens, to + 1, end) : 0;
}
