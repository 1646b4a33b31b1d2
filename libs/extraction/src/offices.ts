import type { ActorRegistry } from './actor-registry.js';
import { AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, RELATIVES } from './data/function-words.js';
import { OFFICES, OFFICES_WITH_PEOPLE, SPOKESPERSONS } from './data/titles.js';
import { type Mention, plain, qualifies } from './mention.js';
import { namesActor, officialName } from './officials.js';
import type { Token } from './tokens.js';

/** An office named behind whoever has it: its tokens end before `to`, those of its name's holder included. */
interface OwnedOffice {
  readonly to: number;
  /** One person who speaks for it. */
  readonly spokesperson: boolean;
}

/** "administration", "foreign ministry", "spokesman Otto Reed" behind "Trump's", "his" or "the premier's" that end before `at`. */
export function ownedOffice(tokens: readonly Token[], at: number, registry: ActorRegistry): OwnedOffice | undefined {
  for (let i = at; i <= at + 3; i++) {
    const token = tokens[i];
    if (token?.kind !== 'word') return undefined;
    const word = token.lower;
    if (SPOKESPERSONS.has(word)) {
      return namesActor(tokens, i + 1, registry) ? undefined : { to: officialName(tokens, i + 1), spokesperson: true };
    }
    if (OFFICES.has(word)) {
      const next = tokens[i + 1]?.lower ?? '';
      if (OFFICES.has(next) || SPOKESPERSONS.has(next)) continue;
      return isHead(tokens, i) ? { to: i + 1, spokesperson: false } : undefined;
    }
    if (
      i === at + 3 ||
      AUXILIARIES.has(word) ||
      PREPOSITIONS.has(word) ||
      CONJUNCTIONS.has(word) ||
      RELATIVES.has(word) ||
      registry.names.longest(tokens, i)
    )
      return undefined;
  }
  return undefined;
}

/** Not "the government offer": no other noun follows. */
function isHead(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return (
    next?.lower !== 'of' &&
    !/^(?:offer|offers|proposal|proposals|plan|plans|policy|building|website|sources?|minister|secretary)$/.test(
      next?.lower ?? '',
    )
  );
}

/** "The Vale government": the office right behind a surname, at `at`. */
export function officeBehindSurname(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:government|administration|cabinet|presidency|white|campaign)$/.test(tokens[at]?.lower ?? '') &&
    isHead(tokens, at)
  );
}

/**
 * "the government in Norhaven", "officials from Norland", "the foreign ministry in Norhaven": a body by where it sits or whose
 * it is, behind the office.
 */
export function placedOffice(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
  const word = tokens[i]?.lower ?? '';
  const plural = OFFICES_WITH_PEOPLE.has(word);
  const organ = ORGANS.has(word);
  if (!plural && !organ && !OFFICES.has(word)) return undefined;
  const preposition = tokens[i + 1]?.lower ?? '';
  if (!/^(?:in|of|from)$/.test(preposition)) return undefined;
  if (!plural && !DETERMINERS.has(determinerBefore(tokens, i))) return undefined;
  const found = registry.names.longest(tokens, tokens[i + 2]?.lower === 'the' ? i + 3 : i + 2);
  const id = found?.value.actors[0] ?? '';
  const actor = registry.actors.get(id);
  if (!found || !actor || actor.person || found.value.form === 'adjective' || found.value.actors.length > 1)
    return undefined;
  // Those who travel may be anywhere: "ministers in Brussels".
  if (preposition === 'in' && (!/^(?:government|bloc)$/.test(actor.kind) || TRAVELLERS.has(word))) return undefined;
  if (tokens[found.to]?.lower === "'s") return undefined;
  if (organ && (preposition !== 'of' || !/^(?:organisation|bloc)$/.test(actor.kind))) return undefined;
  return {
    ...plain,
    from: i,
    to: found.to,
    form: 'body',
    actors: [id],
    plural,
    modifier: qualifies(tokens, found.to),
    key: id,
  };
}

/** What an organisation decides by. */
const ORGANS = new Set('board committee membership members'.split(' '));

const TRAVELLERS = new Set(
  'team delegation delegates negotiators diplomats ministers envoys representatives leaders'.split(' '),
);

/** The determiner before the words that lead up to an office ("the foreign ministry"), or "". */
function determinerBefore(tokens: readonly Token[], at: number): string {
  for (let i = at - 1; i >= at - 3; i--) {
    const word = tokens[i]?.lower ?? '';
    if (DETERMINERS.has(word)) return word;
    if (tokens[i]?.kind !== 'word' || AUXILIARIES.has(word) || PREPOSITIONS.has(word) || CONJUNCTIONS.has(word))
      return '';
  }
  return '';
}
