import type { Cue } from '../cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  FIRST_PERSON,
  MODALS,
  NEGATORS,
  PREPOSITIONS,
  RELATIVES,
} from '../data/function-words.js';
import { verbForms } from '../morphology.js';
import type { Token } from '../tokens.js';
import { isVerdict } from '../verdicts.js';

/**
 * The cues to the left of tokens `from`..`to` that govern them: without those that only describe, measure or qualify, and
 * without blame that is of no deed.
 */
export function governorsOf(
  tokens: readonly Token[],
  cues: readonly Cue[],
  from: number,
  to: number,
  left: number,
): readonly Cue[] {
  const all = cues.filter((cue) => cue.to <= from && cue.from >= left && (cue.attitude || cue.change || cue.open));
  // "accused it of trumpeting lies on the talks": blame alone says nothing of what it is about.
  const deeds =
    all.some((cue) => !isBlame(cue) && !cue.open) ||
    cues.some((cue) => cue.change && cue.from >= from && cue.from <= to && (cue.to <= to || cue.from === to));
  const possible = deeds ? all : all.filter((cue) => !isBlame(cue));
  return possible.filter((cue) => {
    if (cue.adjective && !cue.verb && !cue.noun && isAttributive(tokens, cue)) return false;
    if ((isVerdict(cue) || standsBefore(tokens, cue) || judgesNext(tokens, cue)) && cue.to === from) return false;
    if (isOfCompound(tokens, cue, from)) return false;
    // "smaller countries want caps", "a shorter week": less of the very next thing.
    if (cue.adjective && cue.change && !cue.verb && !cue.noun && from - cue.to > 1) return false;
    return (
      !isOfItself(tokens, cue) &&
      !isDetached(tokens, cue, from) &&
      !isDescription(tokens, cue, possible) &&
      !isModifier(tokens, cue) &&
      !isMeasure(tokens, cue) &&
      !isManner(tokens, cue, from) &&
      !isCoordinatedAway(tokens, cue, possible)
    );
  });
}

/** "tariff cuts", "truce extension": the noun behind is what is done to it. */
export function nounBehind(tokens: readonly Token[], cues: readonly Cue[], to: number): Cue | undefined {
  return cues.find(
    (cue) =>
      cue.from === to &&
      (cue.noun || cue.verb) &&
      cue.change &&
      /^[a-z-]+$/.test(tokens[cue.from]?.lower ?? '') &&
      isNounHere(tokens, cue),
  );
}

/** "produce less of it". */
export function lessBehind(cues: readonly Cue[], to: number): Cue | undefined {
  return cues.find((cue) => cue.from === to && cue.groups.some((group) => group.id === 'less'));
}

/** "accuse", "blame": what these govern is held against somebody. */
export const isBlame = (cue: Cue): boolean => cue.groups.some((group) => group.id === 'blame');

/** Verbs that tell of standing in the way, and blame whoever is said to do it. */
const OBSTRUCTS = new Set(
  `block obstruct sabotage derail undermine thwart hamper hinder impede jeopardise jeopardize torpedo scupper drag violate breach
  stall prevent delay frustrate flout`
    .split(/\s+/)
    .flatMap(verbForms),
);

/** Somebody else, named in front of the verb, does it, and nothing says only that they may, must or will. */
export function isBlamed(tokens: readonly Token[], cue: Cue, left: number): boolean {
  if (!cue.verb || cue.sign !== -1 || !OBSTRUCTS.has(tokens[cue.from]?.lower ?? '')) return false;
  for (let i = cue.from - 1; i >= left; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return false;
    if (MODALS.has(token.lower) && !/^(?:has|have|had)$/.test(token.lower)) return false;
    if (AUXILIARIES.has(token.lower) || ADVERBS.has(token.lower) || token.lower.endsWith('ly')) continue;
    return (
      (token.capital && !FIRST_PERSON.has(token.lower)) || /^(?:they|you|who|government|side|sides)$/.test(token.lower)
    );
  }
  return false;
}

/** "harmful dyes": an adjective right in front of its noun; "against dyes" is none. */
function standsBefore(tokens: readonly Token[], cue: Cue): boolean {
  return (
    cue.adjective &&
    cue.attitude &&
    !cue.verb &&
    !cue.noun &&
    cue.to - cue.from === 1 &&
    tokens[cue.from]?.lower !== 'against'
  );
}

/** "harmful fishing subsidies": an adjective before a compound says nothing of what is to be done. */
function isOfCompound(tokens: readonly Token[], cue: Cue, from: number): boolean {
  if (!cue.adjective || !cue.attitude || cue.verb || cue.noun || cue.to - cue.from > 1) return false;
  if (
    from - cue.to > 2 ||
    /^(?:against|ready|willing|keen|eager|good|right|wrong|better|best)$/.test(tokens[cue.from]?.lower ?? '')
  )
    return false;
  for (let i = cue.to; i < from; i++) {
    const word = tokens[i];
    if (
      word?.kind !== 'word' ||
      word.lower === 'to' ||
      word.lower === 'that' ||
      PREPOSITIONS.has(word.lower) ||
      DETERMINERS.has(word.lower) ||
      AUXILIARIES.has(word.lower) ||
      CONJUNCTIONS.has(word.lower) ||
      /(?:ed|ly)$/.test(word.lower)
    )
      return false;
  }
  const before = tokens[cue.from - 1]?.lower ?? '';
  return !AUXILIARIES.has(before) && !before.endsWith('ly') && before !== 'not';
}

/** "damaging strikes": a participle that judges its noun does nothing to it. */
function judgesNext(tokens: readonly Token[], cue: Cue): boolean {
  return (
    cue.adjective && cue.attitude && cue.verb && cue.to - cue.from === 1 && /ing$/.test(tokens[cue.from]?.lower ?? '')
  );
}

/** What ends something, and is not the end of what is named behind it: "the truce on the table", "a ceasefire in the north". */
const STANDSTILLS = new Set('ceasefire ceasefires cease-fire truce truces armistice'.split(' '));

/**
 * A noun that does nothing to what follows: "a truce on the table", "a pause must be the first step to …" (its own predicate
 * follows).
 */
function isOfItself(tokens: readonly Token[], cue: Cue): boolean {
  if (!cue.noun || !cue.change) return false;
  const word = tokens[cue.to - 1]?.lower ?? '';
  const next = tokens[cue.to]?.lower ?? '';
  if (STANDSTILLS.has(word)) return true;
  return !cue.verb && (AUXILIARIES.has(next) || MODALS.has(next)) && next !== "'s";
}

/** "answer tariffs with countermeasures", "by the end of May, together with a truce": what stands there is not what the noun is of. */
function isDetached(tokens: readonly Token[], cue: Cue, from: number): boolean {
  if (!cue.noun || cue.verb || !cue.change) return false;
  if (/^(?:with|by|through|via|as|than)$/.test(tokens[cue.to]?.lower ?? '')) return true;
  for (let i = cue.to; i < from - 1; i++)
    if (tokens[i]?.lower === ',' && /^(?:together|along|with|as|in|by|including)$/.test(tokens[i + 1]?.lower ?? ''))
      return true;
  return false;
}

/** "a strong ceasefire", "the right deal": an adjective inside the noun phrase says nothing of a stance. */
function isAttributive(tokens: readonly Token[], cue: Cue): boolean {
  const before = tokens[cue.from - 1]?.lower ?? '';
  const next = tokens[cue.to];
  if (!DETERMINERS.has(before) || cue.to - cue.from !== 1) return false;
  return (
    next !== undefined &&
    next.kind === 'word' &&
    !PREPOSITIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    next.lower !== 'that' &&
    next.lower !== 'to'
  );
}

/** "should end with a ceasefire": how it ends, not what. */
function isManner(tokens: readonly Token[], cue: Cue, from: number): boolean {
  return (
    cue.change &&
    cue.verb &&
    cue.sign === -1 &&
    cue.to < from &&
    (/^(?:with|without|through|by|via)$/.test(tokens[cue.to]?.lower ?? '') ||
      tokens.slice(cue.to, from).some((token) => token.lower === 'through' || token.lower === 'via'))
  );
}

/** "tariffs of 145%": the number measures the noun, it is not what the noun is about. */
function isMeasure(tokens: readonly Token[], cue: Cue): boolean {
  return cue.noun && !cue.verb && tokens[cue.to]?.lower === 'of' && tokens[cue.to + 1]?.kind === 'number';
}

/** "lower or lift its tariffs" counts once; "sanctions or tariffs" are two things, neither done to the other. */
function isCoordinatedAway(tokens: readonly Token[], cue: Cue, governors: readonly Cue[]): boolean {
  let i = cue.to;
  if (tokens[i]?.lower === ',') i++;
  if (!/^(?:or|and)$/.test(tokens[i]?.lower ?? '')) return false;
  if (cue.noun && !cue.verb) return true;
  i++;
  while (ADVERBS.has(tokens[i]?.lower ?? '') || (tokens[i]?.lower ?? '').endsWith('ly')) i++;
  return governors.some((other) => other.from === i && other.verb && (other.attitude || other.change));
}

/** "leave contested parts", "the proposed ban": a participle in front of its noun only describes it. */
function isDescription(tokens: readonly Token[], cue: Cue, governors: readonly Cue[]): boolean {
  if (!cue.verb || cue.to - cue.from > 1 || !(tokens[cue.from]?.lower ?? '').endsWith('ed')) return false;
  const before = tokens[cue.from - 1]?.lower ?? '';
  const next = tokens[cue.to];
  if (
    next?.kind !== 'word' ||
    PREPOSITIONS.has(next.lower) ||
    DETERMINERS.has(next.lower) ||
    next.lower === 'to' ||
    next.lower === 'that'
  )
    return false;
  return (
    DETERMINERS.has(before) ||
    PREPOSITIONS.has(before) ||
    before === "'s" ||
    governors.some((other) => other.to === cue.from && other.verb)
  );
}

/** "the tariff truce", "export control rules": a noun that only qualifies the next one governs nothing. */
function isModifier(tokens: readonly Token[], cue: Cue): boolean {
  if (!cue.noun || cue.verb || tokens[cue.to - 1]?.lower === 'to') return false;
  const next = tokens[cue.to];
  if (next?.kind !== 'word') return false;
  return (
    !PREPOSITIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    !CONJUNCTIONS.has(next.lower) &&
    !DETERMINERS.has(next.lower) &&
    !ADVERBS.has(next.lower) &&
    !RELATIVES.has(next.lower) &&
    !MODALS.has(next.lower) &&
    next.lower !== "'s" &&
    !NEGATORS.has(next.lower) &&
    !next.lower.endsWith('ly') &&
    !next.capital &&
    !/(?:ing|ed)$/.test(next.lower)
  );
}

/** A noun where a verb could stand: not behind a name, and with no object of its own. */
function isNounHere(tokens: readonly Token[], cue: Cue): boolean {
  const next = tokens[cue.to];
  if (cue.noun && !cue.verb) return true;
  if (!cue.noun) return false;
  return (
    next === undefined ||
    next.kind === 'mark' ||
    PREPOSITIONS.has(next.lower) ||
    AUXILIARIES.has(next.lower) ||
    CONJUNCTIONS.has(next.lower)
  );
}
