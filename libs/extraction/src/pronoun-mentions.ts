import { type ActorRegistry, type Gender } from './actor-registry.js';
import {
  AUXILIARIES,
  CLAUSE_OPENERS,
  CONJUNCTIONS,
  PERSON_PRONOUNS,
  PLURAL_PRONOUNS,
  THING_PRONOUNS,
} from './data/function-words.js';
import { OFFICES, OFFICIAL_NOUNS, OFFICIALS_PLURAL, SPOKESPERSONS } from './data/titles.js';
import { adjacent, isNounNext, type Mention, plain, qualifies } from './mention.js';
import { ownedOffice } from './offices.js';
import { namesActor, officialName, officialNames } from './officials.js';
import type { Token } from './tokens.js';

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  both: 2,
  pair: 2,
  trio: 3,
};

const GROUP_NOUNS = new Set(
  'leaders presidents sides men women parties governments countries nations ministers signatories negotiators delegations premiers allies powers states authors capitals diplomats officials mediators pair trio politicians unions companies neighbours neighbors rivals'.split(
    ' ',
  ),
);

export function pronounMention(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
  const word = tokens[i]?.lower ?? '';
  const next = tokens[i + 1];
  // "He Yadong", "She Jun": a surname, where a capitalised word follows at once.
  if (
    tokens[i]?.capital &&
    next?.capital &&
    !next.allCapitals &&
    next.kind === 'word' &&
    adjacent(tokens, i, i + 1) &&
    next.lower.length > 1 &&
    !next.lower.startsWith("i'")
  )
    return undefined;
  if (PERSON_PRONOUNS.has(word)) {
    const gender: Gender = word.startsWith('s') || word.startsWith('her') ? 'f' : 'm';
    const owned = word === 'his' || word === 'her' ? ownedOffice(tokens, i + 1, registry) : undefined;
    if (owned)
      return {
        ...plain,
        from: i,
        to: owned.to,
        form: 'pronoun',
        person: true,
        gender,
        modifier: qualifies(tokens, owned.to),
        key: word,
        behalf: true,
      };
    return {
      ...plain,
      from: i,
      to: i + 1,
      form: 'pronoun',
      person: true,
      gender,
      modifier: word === 'his' || (word === 'her' && isNounNext(tokens, i + 1)),
      key: word,
    };
  }
  const official = word === 'its' || word === 'their' ? ownOfficial(tokens, i, registry) : i;
  if (official > i)
    return {
      ...plain,
      from: i,
      to: official,
      form: 'pronoun',
      modifier: qualifies(tokens, official),
      key: word,
    };
  if (PLURAL_PRONOUNS.has(word))
    return { ...plain, from: i, to: i + 1, form: 'pronoun', plural: true, modifier: word === 'their', key: word };
  if (THING_PRONOUNS.has(word))
    return { ...plain, from: i, to: i + 1, form: 'pronoun', modifier: word === 'its', key: word };
  return undefined;
}

/** "its foreign ministry spokesman, Oren Marmorstein": the end of an official of a body named before, or `i`. */
function ownOfficial(tokens: readonly Token[], i: number, registry: ActorRegistry): number {
  for (let at = i + 1; at <= i + 4; at++) {
    const word = tokens[at];
    if (word?.kind !== 'word') return i;
    if (OFFICIALS_PLURAL.has(word.lower))
      return namesActor(tokens, at + 1, registry) ? i : officialNames(tokens, at + 1);
    if (OFFICES.has(word.lower) && !/^(?:team|office)$/.test(word.lower)) {
      const owned = ownedOffice(tokens, at, registry);
      return owned && !owned.spokesperson ? owned.to : i;
    }
    if (SPOKESPERSONS.has(word.lower) || (OFFICIAL_NOUNS.has(word.lower) && officialName(tokens, at + 1) > at + 1)) {
      const end = officialName(tokens, at + 1);
      return tokens[end]?.lower === ',' && tokens[at + 1]?.lower === ',' ? end + 1 : end;
    }
  }
  return i;
}

export function numberGroup(tokens: readonly Token[], i: number): Mention | undefined {
  let at = i;
  const definite = /^(?:the|both|these|all)$/.test(tokens[at]?.lower ?? '');
  if (!definite) return undefined;
  const both = tokens[at]?.lower === 'both';
  at++;
  let count = both ? 2 : 0;
  const number = tokens[at]?.lower ?? '';
  if (Object.hasOwn(NUMBER_WORDS, number)) {
    count = NUMBER_WORDS[number] ?? 0;
    at++;
  }
  let noun = tokens[at]?.lower ?? '';
  if (noun === 'european' || noun === 'world' || noun === 'warring' || noun === 'western') noun = '';
  if (
    GROUP_NOUNS.has(noun) &&
    (count > 0 ||
      /^(?:signatories|leaders|authors|presidents|sides|allies|men|parties|pair|trio|ministers|unions|mediators)$/.test(
        noun,
      ))
  )
    at++;
  else if (count === 0 || (both && !isBothAlone(tokens, i))) return undefined;
  else if (/s$/.test(noun) && !/^(?:is|was|has|says)$/.test(noun)) return undefined;
  return { ...plain, from: i, to: at, form: 'group', plural: true, person: true, key: String(count) };
}

/** "Both hold that", "both have": behind a clause's start, and a verb follows; not "both sides" or "A and B both". */
function isBothAlone(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before && before.kind !== 'mark' && !CONJUNCTIONS.has(before.lower) && !CLAUSE_OPENERS.has(before.lower))
    return false;
  const next = tokens[at + 1]?.lower ?? '';
  return (
    AUXILIARIES.has(next) ||
    (/^(?:also|now|later|then)$/.test(next) ? true : VERBS_OF_HOLDING.has(next) || /[^e]ed$/.test(next))
  );
}

/** Verbs that "both" may stand before as a subject, in the present and past. */
const VERBS_OF_HOLDING = new Set(
  'say said want hold held back oppose reject support agree favour favor insist call seek demand think believe see saw told accept refuse hope welcome argue met spoke made gave'.split(
    ' ',
  ),
);
