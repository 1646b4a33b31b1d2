import { type ActorRegistry, type Gender, type NameEntry } from './actor-registry.js';
import { appositionBody, bodyMention, homeBody } from './body-mentions.js';
import { ADVERBS, MONTHS_AND_DAYS, PERSON_PRONOUNS } from './data/function-words.js';
import { FEMALE_NAMES, MALE_NAMES, NAME_PARTICLES } from './data/given-names.js';
import { HONORIFICS, OFFICIAL_NOUNS } from './data/titles.js';
import { adjacent, type Mention, NOT_A_NAME, plain, qualifies } from './mention.js';
import { officeBehindSurname, ownedOffice } from './offices.js';
import type { Token } from './tokens.js';

export function nameMention(
  tokens: readonly Token[],
  from: number,
  to: number,
  entry: NameEntry,
  registry: ActorRegistry,
  day: string,
  sentenceStarts: ReadonlySet<number>,
  caseless: boolean,
): Mention | undefined {
  const first = entry.actors[0] ?? '';
  const actor = registry.actors.get(first);
  const person = actor?.person ?? false;
  if (person) {
    if (entry.form === 'surname' && !caseless && isGivenNameOf(tokens, from, first, registry)) {
      return {
        ...plain,
        from: from - 1,
        to,
        actors: entry.actors,
        form: 'name',
        person: true,
        gender: actor?.gender,
        modifier: qualifies(tokens, to),
        key: first,
      };
    }
    if (entry.form === 'surname' && !caseless && isOtherPerson(tokens, from, sentenceStarts, registry)) {
      return { ...plain, from, to, form: 'unknown', person: true, key: 'unknown' };
    }
    // A surname that goes on as another's name: "Trump Jr", "Li Ka-shing".
    const next = tokens[to];
    if (
      entry.form === 'surname' &&
      next &&
      /^(?:jr|tower|organization|organisation|administration)$/.test(next.lower)
    ) {
      return { ...plain, from, to, form: 'unknown', modifier: true, key: 'unknown' };
    }
    if (
      entry.form === 'surname' &&
      to - from === 1 &&
      next?.capital &&
      !next.allCapitals &&
      next.kind === 'word' &&
      adjacent(tokens, to - 1, to) &&
      !caseless &&
      !registry.names.longest(tokens, to) &&
      (tokens[from]?.lower.length ?? 0) < 4
    ) {
      return { ...plain, from, to: to + 1, form: 'unknown', person: true, key: `${tokens[from]?.lower} ${next.lower}` };
    }
    const office = behalfOf(tokens, from, to, registry, caseless);
    if (office) return { ...office, from, actors: entry.actors, form: 'name', key: first };
    return {
      from,
      to,
      actors: entry.actors,
      form: 'name',
      person: true,
      plural: false,
      gender: actor?.gender,
      modifier: qualifies(tokens, to),
      key: first,
    };
  }
  return bodyMention(tokens, from, to, entry, registry, day, caseless);
}

/** "Trump's administration", "Trump's spokesman", "the Trump government": what a person acts through, and for which body. */
function behalfOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  registry: ActorRegistry,
  caseless: boolean,
): Pick<Mention, 'to' | 'person' | 'plural' | 'gender' | 'modifier' | 'behalf'> | undefined {
  const rest = { plural: false, gender: undefined, behalf: true };
  if (tokens[to]?.lower === "'s") {
    const owned = caseless ? undefined : ownedOffice(tokens, to + 1, registry);
    return owned && { ...rest, to: owned.to, person: owned.spokesperson, modifier: qualifies(tokens, owned.to) };
  }
  if (tokens[from - 1]?.lower !== 'the' || !officeBehindSurname(tokens, to)) return undefined;
  return { ...rest, to: to + 1, person: false, modifier: qualifies(tokens, to + 1) };
}

/** "Volodymyr" before "Zelenskiy": a given name that begins like the one the dossier has. */
function isGivenNameOf(tokens: readonly Token[], from: number, actor: string, registry: ActorRegistry): boolean {
  const before = tokens[from - 1];
  if (!before?.capital || before.kind !== 'word' || !adjacent(tokens, from - 1, from)) return false;
  const known = MALE_NAMES.has(before.lower) || FEMALE_NAMES.has(before.lower);
  const initials = registry.initials.get(actor);
  return known && initials?.has(before.lower.slice(0, 1)) === true;
}

/** "Melania Trump" where only Donald Trump is known: a capitalised word before the surname that is no title. */
function isOtherPerson(
  tokens: readonly Token[],
  from: number,
  sentenceStarts: ReadonlySet<number>,
  registry: ActorRegistry,
): boolean {
  const before = tokens[from - 1];
  if (!before?.capital || before.kind !== 'word' || before.allCapitals || !adjacent(tokens, from - 1, from))
    return false;
  if (
    HONORIFICS.has(before.lower) ||
    OFFICIAL_NOUNS.has(before.lower) ||
    MONTHS_AND_DAYS.has(before.lower) ||
    NOT_A_NAME.has(before.lower)
  )
    return false;
  if (MALE_NAMES.has(before.lower) || FEMALE_NAMES.has(before.lower)) return true;
  if (sentenceStarts.has(from - 1))
    return (
      !ADVERBS.has(before.lower) &&
      !/(?:ly|ing|ed|day)$/.test(before.lower) &&
      !registry.names.longest(tokens, from - 1) &&
      !registry.titles.longest(tokens, from - 1)
    );
  return (
    !registry.names.longest(tokens, from - 1) &&
    !/(?:ian|ish|ese|an|state|defen[cs]e|treasury|commerce|affairs|house)$/.test(before.lower)
  );
}

/** A run of capitalised words that no actor is called by. */
export function unknownName(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  _day: string,
  sentenceStarts: ReadonlySet<number>,
  named: ReadonlySet<string>,
): Mention | undefined {
  const first = tokens[i];
  const surname = PERSON_PRONOUNS.has(first?.lower ?? '') && tokens[i + 1]?.capital === true;
  if (!first?.capital || (NOT_A_NAME.has(first.lower) && !surname) || MONTHS_AND_DAYS.has(first.lower))
    return undefined;
  let to = i + 1;
  while (to < tokens.length && to < i + 5) {
    const next = tokens[to];
    if (next?.kind !== 'word' || !adjacent(tokens, to - 1, to)) break;
    const particle = NAME_PARTICLES.has(next.lower) && tokens[to + 1]?.capital === true;
    if (!particle && !next.capital && !/^(?:al|el|ar|as|ben|bin)-\p{L}/u.test(next.lower)) break;
    if (registry.names.longest(tokens, to)) break;
    to++;
  }
  const words = to - i;
  const next = tokens[to];
  if (words === 1 && next?.capital && adjacent(tokens, i, to)) {
    // A given name before a surname the registry has is read together with it.
    const surname = registry.names.longest(tokens, to);
    const id = surname?.value.actors[0];
    if (surname?.value.form === 'surname' && id !== undefined && isGivenNameOf(tokens, to, id, registry))
      return undefined;
  }
  const spelt = words > 1 ? registry.transliterated(first.lower, tokens[to - 1]?.lower ?? '') : undefined;
  if (spelt !== undefined) {
    return {
      ...plain,
      from: i,
      to,
      actors: [spelt],
      form: 'name',
      person: true,
      gender: registry.actors.get(spelt)?.gender,
      modifier: qualifies(tokens, to),
      key: tokens[to - 1]?.lower ?? spelt,
    };
  }
  const given = MALE_NAMES.has(first.lower) || FEMALE_NAMES.has(first.lower);
  const again = words === 1 && named.has(first.lower) && !first.allCapitals;
  if (words === 1 && (sentenceStarts.has(i) || !isLikelyName(first)) && !given && !again) return undefined;
  const gender: Gender = FEMALE_NAMES.has(first.lower) ? 'f' : MALE_NAMES.has(first.lower) ? 'm' : undefined;
  const key = tokens[to - 1]?.lower ?? '';
  // "Mao Ning, a spokeswoman for the Chinese foreign ministry,": the body of a named official.
  const body = words > 1 && tokens[to]?.lower === ',' ? appositionBody(tokens, to + 1, registry) : undefined;
  if (body !== undefined) return { ...plain, from: i, to, form: 'body', actors: [body], person: true, gender, key };
  // "Rory Deighton of the NHS Confederation": a body named with somebody is who they speak for.
  const home = words > 1 && words < 4 && !first.allCapitals ? homeBody(tokens, to, registry) : undefined;
  if (home) return { ...plain, from: i, to: home.to, form: 'body', actors: [home.id], person: true, gender, key };
  return {
    ...plain,
    from: i,
    to,
    form: 'unknown',
    person: words > 1 || given || again,
    gender,
    modifier: qualifies(tokens, to),
    key,
  };
}

function isLikelyName(token: Token): boolean {
  return !token.allCapitals && token.lower.length > 2;
}
