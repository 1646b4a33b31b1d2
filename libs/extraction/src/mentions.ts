import type { ActorRegistry, Gender, NameEntry } from './actor-registry.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  MONTHS_AND_DAYS,
  PERSON_PRONOUNS,
  PLURAL_PRONOUNS,
  PREPOSITIONS,
  RELATIVES,
  THING_PRONOUNS,
} from './data/function-words.js';
import { FEMALE_NAMES, MALE_NAMES } from './data/given-names.js';
import {
  BODY_AGENTS,
  HEAD_TITLES,
  HONORIFICS,
  OFFICIAL_NOUNS,
  OFFICIALS_PLURAL,
  SPEAKERS_PLURAL,
  SPEAKERS_SINGULAR,
  SPOKESPERSONS,
} from './data/titles.js';
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
}

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
/** Capitalised words that begin a sentence and are no part of a name. */
const NOT_A_NAME = new Set(
  `the a an this that these those he she it they we i you his her its their our but and or so yet in on at of for from to by with as if when while after
  before since because although though however meanwhile asked speaking earlier later still now then there here what who why how both each all some most many few no not
  also just only even once according despite during under over between among against without within about one two three four five source background details recall read
  mr mrs ms dr sir yes well oh please any every such until unless whether where which whose western eastern northern southern`.split(
    /\s+/,
  ),
);

/** The mentions of a text, left to right, not overlapping. */
export function findMentions(
  tokens: readonly Token[],
  registry: ActorRegistry,
  day: string,
  sentenceStarts: ReadonlySet<number>,
  caseless: boolean,
): Mention[] {
  const mentions: Mention[] = [];
  let i = 0;
  while (i < tokens.length) {
    const found = mentionAt(tokens, i, registry, day, sentenceStarts, caseless);
    if (found) {
      mentions.push(isDateline(tokens, found, sentenceStarts) ? { ...found, modifier: true } : found);
      i = found.to;
    } else i++;
  }
  return mentions;
}

/** "WASHINGTON — …", "Kyiv: …": where the report was filed, not who acts. */
function isDateline(tokens: readonly Token[], mention: Mention, sentenceStarts: ReadonlySet<number>): boolean {
  if (mention.form !== 'body' || !sentenceStarts.has(mention.from)) return false;
  const next = tokens[mention.to];
  if (next?.kind !== 'mark') return false;
  return /^[-–—:(]$/.test(next.lower);
}

function mentionAt(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  day: string,
  sentenceStarts: ReadonlySet<number>,
  caseless: boolean,
): Mention | undefined {
  const token = tokens[i];
  if (token?.kind !== 'word') return numberGroup(tokens, i);
  const index = caseless ? registry.caselessNames : registry.names;
  const name = index.longest(tokens, i);
  if (name) return nameMention(tokens, name.from, name.to, name.value, registry, day, sentenceStarts, caseless);
  const pronoun = pronounMention(tokens, i, registry);
  if (pronoun) return pronoun;
  const group = numberGroup(tokens, i);
  if (group) return group;
  const title = titleMention(tokens, i, registry, day);
  if (title) return title;
  const generic = genericBody(tokens, i, registry, caseless);
  if (generic) return generic;
  const paper = documentMention(tokens, i);
  if (paper) return paper;
  const described = describedSpeaker(tokens, i, registry);
  if (described) return described;
  return caseless ? undefined : unknownName(tokens, i, registry, day, sentenceStarts);
}

const plain = { actors: [], person: false, plural: false, gender: undefined, modifier: false, key: '' } as const;

function pronounMention(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
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
  if (official > i) return { ...plain, from: i, to: official, form: 'pronoun', key: word };
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
    if (SPOKESPERSONS.has(word.lower) || (OFFICIAL_NOUNS.has(word.lower) && officialName(tokens, at + 1) > at + 1)) {
      const end = officialName(tokens, at + 1);
      return tokens[end]?.lower === ',' && tokens[at + 1]?.lower === ',' ? end + 1 : end;
    }
  }
  return i;
}

function isNounNext(tokens: readonly Token[], i: number): boolean {
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

function numberGroup(tokens: readonly Token[], i: number): Mention | undefined {
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
  else if (count === 0 || both) return undefined;
  else if (/s$/.test(noun) && !/^(?:is|was|has|says)$/.test(noun)) return undefined;
  return { ...plain, from: i, to: at, form: 'group', plural: true, person: true, key: String(count) };
}

/** Whether a name only qualifies the noun behind it. */
function qualifies(tokens: readonly Token[], to: number): boolean {
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
function isContraction(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return next !== undefined && /^(?:not|been|going|a|ready|got|the|to|now|also|never|already)$/.test(next.lower);
}

function nameMention(
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

function adjacent(tokens: readonly Token[], a: number, b: number): boolean {
  const left = tokens[a];
  const right = tokens[b];
  return left !== undefined && right !== undefined && right.start - left.end <= 1;
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

/** A body by name or adjective, with the title, agents or named official that follows it. */
function bodyMention(
  tokens: readonly Token[],
  from: number,
  to: number,
  entry: NameEntry,
  registry: ActorRegistry,
  day: string,
  caseless: boolean,
): Mention | undefined {
  const body = entry.actors[0] ?? '';
  let at = to;
  const possessive = tokens[at]?.lower === "'s" && !isContraction(tokens, at);
  if (possessive) at++;
  const whole = (end: number, form: Mention['form'], rest: Partial<Mention>): Mention => ({
    ...plain,
    from,
    to: end,
    form,
    key: body,
    ...rest,
  });
  // "NHS Providers' Julian Hartley": a person of that body.
  const owner = possessive || (/^['’]$/.test(tokens[at]?.lower ?? '') && tokens[at + 1]?.capital === true);
  const personAt = possessive ? at : at + 1;
  const given = tokens[personAt]?.lower ?? '';
  if (
    owner &&
    !caseless &&
    (MALE_NAMES.has(given) || FEMALE_NAMES.has(given)) &&
    !registry.names.longest(tokens, personAt)
  ) {
    const end = officialName(tokens, personAt);
    if (end > personAt + 1)
      return whole(end, 'body', { actors: [body], person: true, key: nameKey(tokens, personAt, end) });
  }
  // "Russia's top diplomat", "French foreign minister": a title, perhaps after a word or two ("Finnish centre-right prime minister").
  for (let skip = 0; skip <= 2 && at + skip < tokens.length; skip++) {
    const here = tokens[at + skip];
    if (!here || here.kind === 'mark') break;
    if (
      skip > 0 &&
      (AUXILIARIES.has(here.lower) ||
        PREPOSITIONS.has(here.lower) ||
        CONJUNCTIONS.has(here.lower) ||
        tokens[at + skip - 1]?.lower === 'former')
    )
      break;
    const title = registry.titles.longest(tokens, at + skip);
    if (!title) {
      if (BODY_AGENTS.has(here.lower) || SPOKESPERSONS.has(here.lower) || OFFICIAL_NOUNS.has(here.lower)) break;
      if (/^(?:former|ex-\w+|vice|deputy|opposition)$/.test(here.lower)) break;
      continue;
    }
    const named = registry.names.longest(tokens, title.to);
    const namedPerson = named && registry.actors.get(named.value.actors[0] ?? '')?.person === true;
    if (namedPerson) return whole(title.to, 'body', { actors: [body], modifier: true });
    const official = officialName(tokens, title.to);
    if (official > title.to) {
      // A named official speaks for the body, a head of state or government not in the dossier for nobody.
      return HEAD_TITLES.has(title.value)
        ? whole(official, 'unknown', { person: true, key: nameKey(tokens, title.to, official) })
        : whole(official, 'body', { actors: [body], person: true, modifier: qualifies(tokens, official) });
    }
    const holders = registry.holders(title.value, day, body);
    if (holders.length === 1 && holders[0] !== undefined) {
      const holder = registry.actors.get(holders[0]);
      return whole(title.to, 'role', {
        actors: holders,
        person: true,
        gender: holder?.gender,
        modifier: qualifies(tokens, title.to),
        key: holders[0],
      });
    }
    if (SPOKESPERSONS.has(tokens[title.to - 1]?.lower ?? ''))
      return whole(title.to, 'body', { actors: [body], person: true, modifier: qualifies(tokens, title.to) });
    return whole(title.to, 'unknown', {
      person: true,
      modifier: qualifies(tokens, title.to),
      key: `${body} ${title.value}`,
    });
  }
  // "the Ukrainian delegation", "Iran's chief nuclear negotiators", "Chinese foreign ministry spokeswoman Mao Ning"
  for (let skip = 0; skip <= 4 && at + skip < tokens.length; skip++) {
    const here = tokens[at + skip];
    if (here?.kind !== 'word') break;
    if (SPOKESPERSONS.has(here.lower) || OFFICIAL_NOUNS.has(here.lower)) {
      const named = registry.names.longest(tokens, at + skip + 1);
      if (named && registry.actors.get(named.value.actors[0] ?? '')?.person)
        return whole(at + skip + 1, 'body', { actors: [body], modifier: true });
      const official = caseless ? at + skip + 1 : officialName(tokens, at + skip + 1);
      if (official > at + skip + 1 || SPOKESPERSONS.has(here.lower)) {
        const gender: Gender = here.lower === 'spokeswoman' ? 'f' : here.lower === 'spokesman' ? 'm' : undefined;
        return whole(official, 'body', {
          actors: [body],
          person: true,
          gender,
          modifier: qualifies(tokens, official),
          key: official > at + skip + 1 ? nameKey(tokens, at + skip + 1, official) : body,
        });
      }
      return whole(at + skip + 1, 'unknown', { person: true, key: `${body} ${here.lower}` });
    }
    if (BODY_AGENTS.has(here.lower)) {
      const next = tokens[at + skip + 1];
      if (next && (SPOKESPERSONS.has(next.lower) || OFFICIAL_NOUNS.has(next.lower) || BODY_AGENTS.has(next.lower)))
        continue;
      if (namesActor(tokens, at + skip + 1, registry))
        return whole(at + skip + 1, 'body', { actors: [body], modifier: true });
      const end = caseless ? at + skip + 1 : officialNames(tokens, at + skip + 1);
      return whole(end, 'body', {
        actors: [body],
        plural: here.lower.endsWith('s'),
        modifier: qualifies(tokens, end),
      });
    }
    if (
      AUXILIARIES.has(here.lower) ||
      PREPOSITIONS.has(here.lower) ||
      CONJUNCTIONS.has(here.lower) ||
      RELATIVES.has(here.lower)
    )
      break;
  }
  if (entry.form === 'adjective') {
    return { ...plain, from, to, form: 'body', actors: [body], modifier: true, key: body };
  }
  return whole(to, 'body', {
    actors: entry.actors,
    modifier: possessive || qualifies(tokens, to) || isCompound(tokens, to),
  });
}

/** "Kyiv talks", "US-led": a body's name before a noun it qualifies. */
function isCompound(tokens: readonly Token[], to: number): boolean {
  const next = tokens[to];
  return next !== undefined && next.kind === 'word' && !next.capital && COMPOUND_HEADS.has(next.lower);
}
const COMPOUND_HEADS = new Set(
  `talks war summit membership troops forces soldiers sanctions tariffs plan proposal deal conflict crisis allies capitals nations countries states aid
  weapons oil gas economy border territory law ambassador headquarters region markets exports imports policy citizens companies farmers goods assets
  regulators rules envoy lawmakers senator congress source sources media newspaper tv people voters public dollar army navy military police court judges members member`.split(
    /\s+/,
  ),
);

/** The end of a personal name that begins at `at`, or `at` where none does. */
function officialName(tokens: readonly Token[], at: number): number {
  let end = at;
  if (tokens[end]?.lower === ',') {
    // "the Russian deputy foreign minister, Sergey Ryabkov": an apposition counts where a comma closes it soon.
    let close = end + 1;
    while (close < end + 5 && tokens[close]?.capital) close++;
    if (close > end + 1 && close - end <= 5 && /^[,.]$/.test(tokens[close]?.lower ?? '')) return close;
    return at;
  }
  while (
    end < at + 4 &&
    tokens[end]?.capital &&
    tokens[end]?.kind === 'word' &&
    !MONTHS_AND_DAYS.has(tokens[end]?.lower ?? '')
  )
    end++;
  return end;
}

function nameKey(tokens: readonly Token[], from: number, to: number): string {
  return tokens[to - 1]?.lower ?? tokens[from]?.lower ?? '';
}

/** "the prime minister", "the head of the United Nations", "a spokesman for the bloc". */
function titleMention(tokens: readonly Token[], i: number, registry: ActorRegistry, day: string): Mention | undefined {
  const title = registry.titles.longest(tokens, i);
  if (!title) return undefined;
  const before = tokens[i - 1];
  const after = tokens[title.to];
  if (after && (after.lower === 'of' || after.lower === 'for' || after.lower === 'at')) {
    let at = title.to + 1;
    if (tokens[at]?.lower === 'the') at++;
    const body = registry.names.longest(tokens, at);
    const id = body?.value.actors[0] ?? '';
    const actor = registry.actors.get(id);
    if (body && actor && !actor.person && (body.value.form === 'full' || body.value.form === 'seat')) {
      const named = registry.names.longest(tokens, body.to);
      if (named && registry.actors.get(named.value.actors[0] ?? '')?.person && adjacent(tokens, body.to - 1, body.to)) {
        return { ...plain, from: i, to: body.to, form: 'body', actors: [id], modifier: true, key: id };
      }
      const holders = registry.holders(title.value, day, id);
      const holder = holders.length === 1 ? holders[0] : undefined;
      if (holder !== undefined) {
        return {
          ...plain,
          from: i,
          to: body.to,
          form: 'role',
          actors: [holder],
          person: true,
          gender: registry.actors.get(holder)?.gender,
          key: holder,
        };
      }
      const speaks =
        SPOKESPERSONS.has(title.value) || (actor.kind !== 'government' && !/deputy|former/.test(before?.lower ?? ''));
      return {
        ...plain,
        from: i,
        to: body.to,
        form: speaks ? 'body' : 'unknown',
        actors: speaks ? [id] : [],
        person: true,
        key: id,
      };
    }
  }
  const definite =
    before && (before.lower === 'the' || before.lower === 'his' || before.lower === 'her' || before.lower === 'their');
  const capital = tokens[i]?.capital === true;
  // "Secretary of State Marco Rubio": the name that follows says who.
  if (after?.capital && adjacent(tokens, title.to - 1, title.to)) {
    if (registry.names.longest(tokens, title.to)) return undefined;
    const end = officialName(tokens, title.to);
    if (end > title.to && capital)
      return { ...plain, from: i, to: end, form: 'unknown', person: true, key: nameKey(tokens, title.to, end) };
    return undefined;
  }
  if (!definite || after?.lower === "'s" || before?.lower !== 'the') {
    return definite && before?.lower === 'the'
      ? { ...plain, from: i, to: title.to, form: 'title', person: true, modifier: true, key: title.value }
      : undefined;
  }
  return {
    ...plain,
    from: i,
    to: title.to,
    form: 'title',
    person: true,
    key: title.value,
    modifier: qualifies(tokens, title.to),
  };
}

/** What a body may be called once it has been named, with the kinds of actor each can mean. */
const GENERIC_BODIES: Readonly<Record<string, string>> = {
  group: 'organisation bloc',
  union: 'organisation bloc',
  company: 'organisation bloc',
  firm: 'organisation bloc',
  party: 'organisation bloc',
  movement: 'organisation bloc',
  association: 'organisation bloc',
  organisation: 'organisation bloc',
  organization: 'organisation bloc',
  agency: 'organisation bloc',
  bloc: 'bloc',
  alliance: 'bloc organisation',
  federation: 'organisation bloc',
  government: 'government',
  country: 'government',
  administration: 'government',
  kingdom: 'government',
  ministry: 'government',
  regime: 'government',
  republic: 'government',
  militants: 'organisation',
  chipmaker: 'organisation bloc',
  carmaker: 'organisation bloc',
  airline: 'organisation bloc',
  studio: 'organisation bloc',
  studios: 'organisation bloc',
  employers: 'organisation bloc',
  department: 'government organisation',
  committee: 'organisation bloc',
  coalition: 'bloc organisation',
  charity: 'organisation',
  body: 'organisation bloc',
  secretariat: 'organisation bloc',
  league: 'organisation bloc',
  commission: 'bloc organisation',
  council: 'bloc organisation',
};

/** "the group", "the union's chair", "a government spokesperson": a body named before, or who speaks for it. */
function genericBody(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  caseless: boolean,
): Mention | undefined {
  const word = tokens[i]?.lower ?? '';
  if (!Object.hasOwn(GENERIC_BODIES, word) || (tokens[i]?.capital && !caseless)) return undefined;
  const determiner = tokens[i - 1]?.lower ?? '';
  if (!/^(?:the|a|an|its|their)$/.test(determiner)) return undefined;
  const agent = agentOf(tokens, i + 1);
  const definite = determiner === 'the' || determiner === 'its' || determiner === 'their';
  const key = GENERIC_BODIES[word] ?? '';
  if (agent > i + 1 && (definite || SPOKESPERSONS.has(tokens[agent - 1]?.lower ?? ''))) {
    // "the union's chair, X": X speaks, where X is an actor.
    if (namesActor(tokens, agent, registry))
      return { ...plain, from: i, to: agent, form: 'generic', modifier: true, key };
    const end = officialNames(tokens, agent);
    return { ...plain, from: i, to: end, form: 'generic', modifier: qualifies(tokens, end), key };
  }
  if (determiner !== 'the') return undefined;
  const next = tokens[i + 1];
  if (next?.lower === 'of' || (next?.kind === 'word' && isNounNext(tokens, i + 1) && !/(?:ed|s)$/.test(next.lower)))
    return undefined;
  return { ...plain, from: i, to: i + 1, form: 'generic', modifier: qualifies(tokens, i + 1), key };
}

/** The end of "'s chief negotiator", "leaders", "'s committee" behind a body, or `at`. */
function agentOf(tokens: readonly Token[], at: number): number {
  let i = at;
  if (tokens[i]?.lower === "'s") i++;
  for (let skip = 0; skip <= 2; skip++) {
    const word = tokens[i + skip]?.lower ?? '';
    if (isAgent(word)) {
      let end = i + skip + 1;
      while (end < i + skip + 4 && isAgent(tokens[end]?.lower ?? '')) end++;
      return end;
    }
    if (tokens[i + skip]?.kind !== 'word' || AUXILIARIES.has(word) || PREPOSITIONS.has(word) || CONJUNCTIONS.has(word))
      return at;
    if (/ed$/.test(word) || RELATIVES.has(word) || word === 'former') return at;
  }
  return at;
}

const isAgent = (word: string): boolean =>
  SPOKESPERSONS.has(word) || OFFICIAL_NOUNS.has(word) || OFFICIALS_PLURAL.has(word) || COLLECTIVE_AGENTS.test(word);
const COLLECTIVE_AGENTS = /^(?:committee|council|leadership|delegation)$/;

/** A person of the dossier is named right here, perhaps behind a comma. */
function namesActor(tokens: readonly Token[], at: number, registry: ActorRegistry): boolean {
  const found = registry.names.longest(tokens, tokens[at]?.lower === ',' ? at + 1 : at);
  return found !== undefined && registry.actors.get(found.value.actors[0] ?? '')?.person === true;
}

/** The end of the name or names of officials that begin at `at`: "chairs, Melissa Ryan and Ross Nieuwoudt,". */
function officialNames(tokens: readonly Token[], at: number): number {
  let end = at;
  if (tokens[end]?.lower === ',' && tokens[end + 1]?.capital) end++;
  let close = end;
  while (close < end + 9 && (tokens[close]?.capital || (tokens[close]?.lower === 'and' && close > end))) close++;
  if (close === end) return at;
  if (end === at) return close;
  return /^[,.]$/.test(tokens[close]?.lower ?? '') ? close : at;
}

/** People whom no name but their trade tells apart: "a prominent lawmaker", "campaigners", "two officials". */
function describedSpeaker(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
  const first = tokens[i]?.lower ?? '';
  if (SPEAKERS_PLURAL.has(first)) return speaker(tokens, i, i + 1, true);
  if (!/^(?:a|an|the|one|two|three|some|many|several|another|other|both|his|her|their|its)$/.test(first))
    return undefined;
  for (let at = i + 1; at <= i + 4; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word') return undefined;
    const word = token.lower;
    if (SPEAKERS_PLURAL.has(word) || SPEAKERS_SINGULAR.has(word)) {
      // A spokesperson "for" a body the dossier knows is that body's.
      if (titleMention(tokens, at, registry, '')?.actors.length) return undefined;
      if (tokens[at + 1]?.capital && registry.names.longest(tokens, at + 1)) return undefined;
      return speaker(tokens, i, officialName(tokens, at + 1), SPEAKERS_PLURAL.has(word));
    }
    if (
      AUXILIARIES.has(word) ||
      PREPOSITIONS.has(word) ||
      CONJUNCTIONS.has(word) ||
      RELATIVES.has(word) ||
      PERSON_PRONOUNS.has(word) ||
      registry.names.longest(tokens, at) ||
      Object.hasOwn(GENERIC_BODIES, word)
    )
      return undefined;
  }
  return undefined;
}

function speaker(tokens: readonly Token[], from: number, to: number, plural: boolean): Mention {
  return {
    ...plain,
    from,
    to,
    form: 'unknown',
    person: true,
    plural,
    modifier: qualifies(tokens, to),
    key: tokens[to - 1]?.lower ?? '',
  };
}

const DOCUMENTS = new Set([
  'statement',
  'declaration',
  'communique',
  'letter',
  'text',
  'readout',
  'memorandum',
  'joint-statement',
  'message',
  'resolution',
]);

/** "the (joint) statement": speaks for those who put it out. */
function documentMention(tokens: readonly Token[], i: number): Mention | undefined {
  if (!DOCUMENTS.has(tokens[i]?.lower ?? '')) return undefined;
  let from = i;
  while (from > i - 3 && /^(?:joint|final|written|open|common|german|same)$/.test(tokens[from - 1]?.lower ?? ''))
    from--;
  const determiner = tokens[from - 1]?.lower ?? '';
  if (determiner !== 'the' && determiner !== 'a' && determiner !== 'their') return undefined;
  return { ...plain, from: i, to: i + 1, form: 'document', modifier: qualifies(tokens, i + 1), key: determiner };
}

/** A run of capitalised words that no actor is called by. */
function unknownName(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  _day: string,
  sentenceStarts: ReadonlySet<number>,
): Mention | undefined {
  const first = tokens[i];
  const surname = PERSON_PRONOUNS.has(first?.lower ?? '') && tokens[i + 1]?.capital === true;
  if (!first?.capital || (NOT_A_NAME.has(first.lower) && !surname) || MONTHS_AND_DAYS.has(first.lower))
    return undefined;
  let to = i + 1;
  while (to < tokens.length && to < i + 5) {
    const next = tokens[to];
    if (next?.kind !== 'word' || !adjacent(tokens, to - 1, to)) break;
    const particle = PARTICLES.has(next.lower) && tokens[to + 1]?.capital === true;
    if (!particle && !next.capital) break;
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
  if (words === 1 && (sentenceStarts.has(i) || !isLikelyName(first)) && !given) return undefined;
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
    person: words > 1 || given,
    gender,
    modifier: qualifies(tokens, to),
    key,
  };
}

const PARTICLES = new Set([
  'von',
  'van',
  'de',
  'del',
  'der',
  'den',
  'da',
  'di',
  'dos',
  'du',
  'la',
  'le',
  'bin',
  'al',
  'el',
  'ben',
]);

function isLikelyName(token: Token): boolean {
  return !token.allCapitals && token.lower.length > 2;
}

function homeBody(
  tokens: readonly Token[],
  at: number,
  registry: ActorRegistry,
): { readonly id: string; readonly to: number } | undefined {
  if (!/^(?:of|from|at|for)$/.test(tokens[at]?.lower ?? '')) return undefined;
  const found = registry.names.longest(tokens, tokens[at + 1]?.lower === 'the' ? at + 2 : at + 1);
  const id = found?.value.actors[0];
  if (
    !found ||
    id === undefined ||
    found.value.form === 'adjective' ||
    !/^(?:organisation|bloc)$/.test(registry.actors.get(id)?.kind ?? '')
  )
    return undefined;
  return { id, to: found.to };
}

function appositionBody(tokens: readonly Token[], from: number, registry: ActorRegistry): string | undefined {
  let official = false;
  let body: string | undefined;
  for (let i = from; i < from + 14 && i < tokens.length; i++) {
    const token = tokens[i];
    if (
      !token ||
      token.lower === ',' ||
      token.lower === '.' ||
      RELATIVES.has(token.lower) ||
      AUXILIARIES.has(token.lower)
    )
      break;
    if (
      i === from &&
      !/^(?:a|an|the|chief|deputy|spokes\w+|head|for|its|minister|foreign)$/.test(token.lower) &&
      !token.capital &&
      !OFFICIAL_NOUNS.has(token.lower)
    )
      break;
    const title = registry.titles.longest(tokens, i);
    if (title && HEAD_TITLES.has(title.value)) return undefined;
    if (/^(?:former|ex|opposition|analyst|expert|professor|researcher|lawmaker|mp|fellow)$/.test(token.lower))
      return undefined;
    if (OFFICIAL_NOUNS.has(token.lower) || SPOKESPERSONS.has(token.lower) || token.lower === 'for') official = true;
    const found = registry.names.longest(tokens, i);
    const id = found?.value.actors[0];
    if (id !== undefined && body === undefined && !registry.actors.get(id)?.person) body = id;
  }
  return official ? body : undefined;
}
