import type { Gender } from './actor-registry.js';
import { ADVERBS, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS } from './data/function-words.js';
import type { Token } from './tokens.js';

/** Somebody or something named, described or stood for in the text: tokens `from` up to (not including) `to`. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  /** Ids of actors; empty for names the registry lacks and for what is not resolved yet. */
  readonly actors: readonly string[];
  /** title: "the prime minister", group: "the two leaders", both settled by coreference. */
  readonly form: 'name' | 'body' | 'role' | 'unknown' | 'pronoun' | 'title' | 'group' | 'document' | 'generic';
  readonly person: boolean;
  readonly plural: boolean;
  readonly gender: Gender;
  /** Only qualifies what follows ("the Ukraine war", "Trump's envoy"): never a speaker. */
  readonly modifier: boolean;
  /** For titles: what is asked for. For groups: how many, where the text says. For names: what tells two of them apart. */
  readonly key: string;
  /** "Trump's administration", "the premier's office": the body that whoever is named or meant acts for. */
  readonly behalf?: boolean;
}

/** Capitalised words that begin a sentence and are no part of a name. */
export const NOT_A_NAME = new Set(
  `the a an this that these those he she it they we i you his her its their our but and or so yet in on at of for from to by with as if when while after
  before since because although though however meanwhile asked speaking earlier later still now then there here what who why how both each all some most many few no not
  also just only even once according despite during under over between among against without within about one two three four five source background details recall read
  mr mrs ms dr sir yes well oh please any every such until unless whether where which whose western eastern northern southern`.split(
    /\s+/,
  ),
);

export const plain = { actors: [], person: false, plural: false, gender: undefined, modifier: false, key: '' } as const;

export function isNounNext(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i];
  return (
    next !== undefined &&
    next.kind === 'word' &&
    !PREPOSITIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    !ADVERBS.has(next.lower) &&
    !CONJUNCTIONS.has(next.lower)
  );
}

/** Whether a name only qualifies the noun behind it. */
export function qualifies(tokens: readonly Token[], to: number): boolean {
  const next = tokens[to];
  if (!next) return false;
  if (
    next.lower === "'s" ||
    (next.kind === 'mark' && (next.lower === "'" || next.lower === '’') && tokens[to + 1]?.kind === 'word')
  )
    return !isContraction(tokens, to);
  return false;
}

/** "Kyiv's ready": an 's that is a verb. */
export function isContraction(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return next !== undefined && /^(?:not|been|going|a|ready|got|the|to|now|also|never|already)$/.test(next.lower);
}

export function adjacent(tokens: readonly Token[], a: number, b: number): boolean {
  const left = tokens[a];
  const right = tokens[b];
  return left !== undefined && right !== undefined && right.start - left.end <= 1;
}
