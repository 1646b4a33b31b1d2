import { type ActorRegistry, type Gender, type NameEntry } from './actor-registry.js';
import {
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  IRREGULAR_PASTS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import { FEMALE_NAMES, MALE_NAMES } from './data/given-names.js';
import { BODY_AGENTS, HEAD_TITLES, OFFICIAL_NOUNS, OFFICIALS_PLURAL, SPOKESPERSONS } from './data/titles.js';
import { isContraction, isNounNext, type Mention, plain, qualifies } from './mention.js';
import { nameKey, namesActor, officialName, officialNames } from './officials.js';
import type { Token } from './tokens.js';

const QUANTIFIERS = new Set(
  'most many some few several more fewer ordinary young older all numerous countless half majority'.split(' '),
);
const CROWDS = new Set(
  'hundreds thousands tens millions half most many some majority minority third thirds quarter quarters percent cent'.split(
    ' ',
  ),
);

/** Whether the plural at `at` counts people: behind "most", or behind "thousands of". */
function isCrowd(tokens: readonly Token[], at: number): boolean {
  if (!/(?:s|ese)$/.test(tokens[at]?.lower ?? '')) return false;
  const before = tokens[at - 1]?.lower ?? '';
  return before === 'of' ? CROWDS.has(tokens[at - 2]?.lower ?? '') : QUANTIFIERS.has(before);
}

/** A body by name or adjective, with the title, agents or named official that follows it. */
export function bodyMention(
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
  // "the studios' alliance": an apostrophe alone.
  else if (
    /s$/.test(tokens[to - 1]?.lower ?? '') &&
    /^['’]$/.test(tokens[to]?.lower ?? '') &&
    BODY_AGENTS.has(tokens[to + 1]?.lower ?? '')
  )
    at++;
  const whole = (end: number, form: Mention['form'], rest: Partial<Mention>): Mention => ({
    ...plain,
    from,
    to: end,
    form,
    key: body,
    ...rest,
  });
  // "Most Russians", "millions of Ukrainians": people, not the state they live in.
  if (to === from + 1 && isCrowd(tokens, from)) return whole(to, 'unknown', { key: tokens[from]?.lower ?? '' });
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
        DETERMINERS.has(here.lower) ||
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
    // "Norland's foreign minister, Anna Y,": the person named, where the dossier has them.
    if (namesActor(tokens, title.to, registry)) return whole(title.to, 'body', { actors: [body], modifier: true });
    const official = officialName(tokens, title.to);
    if (official > title.to) {
      // A named official speaks for the body, a head of state or government not in the dossier for nobody.
      return HEAD_TITLES.has(title.value)
        ? whole(official, 'unknown', { person: true, key: nameKey(tokens, title.to, official) })
        : whole(official, 'body', {
            actors: [body],
            person: true,
            modifier: qualifies(tokens, official),
            key: nameKey(tokens, title.to, official),
          });
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
    // "deputy foreign minister": the office is still to come.
    if (here.lower === 'deputy' && leadsToOffice(tokens, at + skip + 1)) continue;
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
      DETERMINERS.has(here.lower) ||
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

/** Whether "foreign minister" or the like begins at `at`. */
function leadsToOffice(tokens: readonly Token[], at: number): boolean {
  for (let i = at; i <= at + 2; i++) {
    const token = tokens[i];
    if (token?.kind !== 'word') return false;
    if (OFFICIAL_NOUNS.has(token.lower)) return true;
    if (token.capital || PREPOSITIONS.has(token.lower) || AUXILIARIES.has(token.lower)) return false;
  }
  return false;
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

/** What a body may be called once it has been named, with the kinds of actor each can mean. */
export const GENERIC_BODIES: Readonly<Record<string, string>> = {
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
  presidency: 'government',
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
export function genericBody(
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
  if (
    next?.lower === 'of' ||
    (next?.kind === 'word' &&
      isNounNext(tokens, i + 1) &&
      !/(?:ed|s)$/.test(next.lower) &&
      !IRREGULAR_PASTS.has(next.lower))
  )
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

export function homeBody(
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

export function appositionBody(tokens: readonly Token[], from: number, registry: ActorRegistry): string | undefined {
  let official = false;
  let body: string | undefined;
  for (let i = from; i < from + 14 && i < tokens.length; i++) {
    const token = tokens[i];
    if (
      !token ||
      token.lower === ',' ||
      token.lower === '.' ||
      RELATIVES.has(token.lower) ||
      (AUXILIARIES.has(token.lower) && token.lower !== "'s")
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
    // "the ambassador to Norland" is of another country.
    const posted =
      official &&
      /^(?:to|in)$/.test(tokens[i - 1]?.lower === 'the' ? (tokens[i - 2]?.lower ?? '') : (tokens[i - 1]?.lower ?? ''));
    if (id !== undefined && body === undefined && !posted && !registry.actors.get(id)?.person) body = id;
  }
  return official ? body : undefined;
}
