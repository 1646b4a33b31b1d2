import { CONCEPTS, type Concept, SYNONYM_GROUPS } from '../data/concepts.js';
import { type Token, tokenize } from '../tokens.js';
import { matchable, stemsOf } from './anchor-words.js';
import { GENERIC } from './common-words.js';

/** The stem that stands for all of its synonyms. */
const CANONICAL: ReadonlyMap<string, string> = (() => {
  const map = new Map<string, string>();
  for (const group of SYNONYM_GROUPS) {
    const stems = group.map((word) => tokenize(word)[0]?.stem ?? word);
    for (const each of stems) if (!map.has(each)) map.set(each, stems[0] ?? each);
  }
  return map;
})();
export const canonical = (stem: string): string => CANONICAL.get(stem) ?? stem;

export interface CompiledConcept extends Concept {
  /** Of each phrase. */
  readonly stems: readonly (readonly string[])[];
}

/** The concepts with the stems of their phrases. */
export const COMPILED_CONCEPTS: readonly CompiledConcept[] = CONCEPTS.map((concept) => ({
  ...concept,
  stems: concept.phrases.map((phrase) => stemsOf(tokenize(phrase))),
}));

/** Notes the concepts whose phrases stand in these stems, each with how surely it is meant. */
export function noteConcepts(stems: readonly string[], strength: number, into: Map<number, number>): void {
  const text = ` ${stems.join(' ')} `;
  COMPILED_CONCEPTS.forEach((concept, at) => {
    let found = 0;
    for (const phrase of concept.stems) {
      if (phrase.length === 0) continue;
      const joined = phrase.join(' ');
      if (joined === text.trim()) found = Math.max(found, strength);
      else if (text.includes(` ${joined} `))
        found = Math.max(found, strength * (phrase.length > 1 ? 0.9 : GENERIC.has(joined) ? 0.4 : 0.8));
    }
    if (found > (into.get(at) ?? 0)) into.set(at, found);
  });
}

/** The direction given to a word that means what this one means. */
export function sharedConceptSign(stem: string, given: ReadonlyMap<string, 1 | -1>): 1 | -1 | undefined {
  for (const concept of COMPILED_CONCEPTS) {
    if (!concept.stems.some((phrase) => phrase.length === 1 && phrase[0] === stem)) continue;
    for (const phrase of concept.stems) {
      const sign = phrase.length === 1 ? given.get(phrase[0] ?? '') : undefined;
      if (sign !== undefined) return sign;
    }
  }
  return undefined;
}

/** The words speak of what most propositions are against: bad faith, or staying out. */
export function contraryConcept(tokens: readonly Token[]): boolean {
  const text = tokens
    .filter(matchable)
    .map((token) => token.stem)
    .join(' ');
  return COMPILED_CONCEPTS.some(
    (concept) =>
      (concept.id === 'bad faith' || concept.id === 'neutrality') &&
      concept.stems.some((phrase) => phrase.join(' ') === text || text.includes(phrase.join(' '))),
  );
}
