import type { ActorRegistry } from './actor-registry.js';
import { GENERIC_BODIES } from './body-mentions.js';
import { AUXILIARIES, CONJUNCTIONS, PERSON_PRONOUNS, PREPOSITIONS, RELATIVES } from './data/function-words.js';
import { SPEAKERS_PLURAL, SPEAKERS_SINGULAR, SPOKESPERSONS } from './data/titles.js';
import { adjacent, type Mention, plain, qualifies } from './mention.js';
import { ownedOffice } from './offices.js';
import { nameKey, officialName } from './officials.js';
import type { Token } from './tokens.js';

/** "the prime minister", "the head of the United Nations", "a spokesman for the bloc". */
export function titleMention(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  day: string,
): Mention | undefined {
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
  // "the president of the United States" in a dossier without them: nobody it knows.
  if (after?.lower === 'of') {
    const at = tokens[title.to + 1]?.lower === 'the' ? title.to + 2 : title.to + 1;
    if (tokens[at]?.capital && tokens[at]?.kind === 'word' && !registry.names.longest(tokens, at))
      return {
        ...plain,
        from: i,
        to: officialName(tokens, at),
        form: 'unknown',
        person: true,
        key: `${title.value} ${tokens[at]?.lower ?? ''}`,
      };
  }
  const definite = before !== undefined && /^(?:the|its)$/.test(before.lower);
  const capital = tokens[i]?.capital === true;
  // "Secretary of State Marco Rubio": the name that follows says who.
  if (after?.capital && adjacent(tokens, title.to - 1, title.to)) {
    if (registry.names.longest(tokens, title.to)) return undefined;
    const end = officialName(tokens, title.to);
    if (end > title.to && capital)
      return { ...plain, from: i, to: end, form: 'unknown', person: true, key: nameKey(tokens, title.to, end) };
    return undefined;
  }
  const owned = after?.lower === "'s" ? ownedOffice(tokens, title.to + 1, registry) : undefined;
  if (definite && owned) {
    return {
      ...plain,
      from: i,
      to: owned.to,
      form: 'title',
      person: true,
      modifier: qualifies(tokens, owned.to),
      key: title.value,
      behalf: true,
    };
  }
  if (!definite || after?.lower === "'s") {
    return definite
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

/** People whom no name but their trade tells apart: "a prominent lawmaker", "campaigners", "two officials". */
export function describedSpeaker(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
  const first = tokens[i]?.lower ?? '';
  if (SPEAKERS_PLURAL.has(first)) return speaker(tokens, i, i + 1, true);
  if (!/^(?:a|an|the|one|two|three|some|many|several|another|other|both|his|her|their|its)$/.test(first))
    return undefined;
  for (let at = i + 1; at <= i + 4; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word') return undefined;
    const word = token.lower;
    if (SPEAKERS_PLURAL.has(word) || SPEAKERS_SINGULAR.has(word)) {
      // "the executive chair": a title of the dossier.
      if ((registry.titles.longest(tokens, at)?.to ?? 0) > at + 1) return undefined;
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

/** "a statement by Norland", "the letter from Tom Vale": it speaks for its author, where the dossier has them. */
function authorOf(tokens: readonly Token[], at: number, registry: ActorRegistry): Mention | undefined {
  if (!/^(?:by|from|of)$/.test(tokens[at + 1]?.lower ?? '')) return undefined;
  const found = registry.names.longest(tokens, tokens[at + 2]?.lower === 'the' ? at + 3 : at + 2);
  const id = found?.value.actors[0];
  if (!found || id === undefined || found.value.actors.length > 1 || found.value.form === 'adjective') return undefined;
  const next = tokens[found.to];
  if (next?.lower === "'s" || /^['’]$/.test(next?.lower ?? '')) return undefined;
  const person = registry.actors.get(id)?.person === true;
  return {
    ...plain,
    from: at,
    to: found.to,
    form: person ? 'name' : 'body',
    actors: [id],
    person,
    gender: registry.actors.get(id)?.gender,
    key: id,
  };
}

/** "the (joint) statement": speaks for those who put it out. */
export function documentMention(tokens: readonly Token[], i: number, registry: ActorRegistry): Mention | undefined {
  if (!DOCUMENTS.has(tokens[i]?.lower ?? '')) return undefined;
  let from = i;
  while (from > i - 3 && /^(?:joint|final|written|open|common|german|same)$/.test(tokens[from - 1]?.lower ?? ''))
    from--;
  const determiner = tokens[from - 1]?.lower ?? '';
  const authored = /^(?:the|a|an|one|this)$/.test(determiner) ? authorOf(tokens, i, registry) : undefined;
  if (authored) return { ...authored, from: i };
  if (determiner !== 'the' && determiner !== 'a' && determiner !== 'their') return undefined;
  return { ...plain, from: i, to: i + 1, form: 'document', modifier: qualifies(tokens, i + 1), key: determiner };
}
