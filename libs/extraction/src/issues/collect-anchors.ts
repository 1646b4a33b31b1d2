import type { DossierIssue } from '@parley/dossier';
import { findCues } from '../cues.js';
import { NEGATORS } from '../data/function-words.js';
import { type Token, tokenize } from '../tokens.js';
import type { Anchor } from './anchor.js';
import { matchable, meaning, stemsOf } from './anchor-words.js';
import { COMMON, GENERIC } from './common-words.js';
import { COMPILED_CONCEPTS, noteConcepts } from './compiled-concepts.js';
import { type PropositionParts, partsOf } from './proposition-parts.js';
import { conceptDirection, dossierTermDirection } from './term-direction.js';

/** What would point at an issue if the dossier had no other. */
export interface IssuePointer extends Omit<Anchor, 'issue' | 'key' | 'alone'> {
  readonly stems: readonly string[];
  /** The word itself, where it is a single one. */
  readonly word?: string;
  /** Its words may stand apart. */
  readonly loose: boolean;
  /** Holds a verb, so that its words may change places. */
  readonly reversible: boolean;
}

/** Of a word that is common in talk about negotiations, where it is all of a term. */
const GENERIC_TERM_WEIGHT = 0.6;
const MOST_WORDS = 8;

/** All that points at an issue by itself: its terms, the words of its proposition, and the concepts that these hold. */
export function pointersTo(issue: DossierIssue, actorStems: ReadonlySet<string>): IssuePointer[] {
  const parts = partsOf(issue, actorStems);
  return [
    ...termPointers(issue, parts, actorStems),
    ...propositionPointers(parts, actorStems),
    ...conceptPointers(issue, parts),
  ].filter(({ stems }) => stems.length > 0 && stems.length <= MOST_WORDS);
}

function termPointers(
  issue: DossierIssue,
  parts: PropositionParts,
  actorStems: ReadonlySet<string>,
): readonly IssuePointer[] {
  return issue.terms.map((term) => {
    const tokens = tokenize(term);
    const stems = stemsOf(tokens);
    return {
      stems,
      ...(stems.length === 1 ? { word: wordOf(tokens) } : {}),
      weight: termWeight(stems, tokens, actorStems),
      ...dossierTermDirection(tokens, parts),
      needsChange: false,
      source: 'term',
      origin: term,
      loose: !tokens.some((token) => NEGATORS.has(token.lower)),
      reversible: findCues(tokens).some((cue) => cue.verb && cue.from === 0),
    };
  });
}

function termWeight(stems: readonly string[], tokens: readonly Token[], actorStems: ReadonlySet<string>): number {
  const telling = meaning(tokens).filter((token) => !actorStems.has(token.stem));
  if (telling.length === 0) return stems.length > 1 ? 0.8 : 0.45;
  const generic = telling.every((token) => GENERIC.has(token.stem));
  if (telling.length > 1 || stems.length > 1) return generic && telling.length === 1 ? 0.8 : 1;
  return generic ? GENERIC_TERM_WEIGHT : 0.9;
}

function propositionPointers(parts: PropositionParts, actorStems: ReadonlySet<string>): readonly IssuePointer[] {
  return meaning(parts.tokens)
    .filter((token) => !actorStems.has(token.stem) && !parts.ownCondition.has(token.stem))
    .map((token) => {
      const sign = parts.given.get(token.stem);
      const cue = parts.mainCues.some((found) => parts.main[found.from]?.stem === token.stem);
      const common = cue || COMMON.has(token.lower) || token.kind === 'number';
      return {
        stems: [token.stem],
        word: token.lower,
        weight: common ? 0.15 : GENERIC.has(token.stem) ? 0.25 : 0.4,
        mode: sign === undefined || cue ? 'fixed' : 'relative',
        sign: sign === undefined || cue ? 1 : sign,
        needsChange: false,
        source: 'proposition',
        origin: token.lower,
        loose: false,
        reversible: false,
      };
    });
}

/** The last word, which is what a phrase of one stem comes to. */
function wordOf(tokens: readonly Token[]): string {
  return tokens.filter(matchable).at(-1)?.lower ?? '';
}

function conceptPointers(issue: DossierIssue, parts: PropositionParts): readonly IssuePointer[] {
  const held = new Map<number, number>();
  for (const term of issue.terms) noteConcepts(stemsOf(tokenize(term)), 0.8, held);
  noteConcepts(stemsOf(parts.main), 0.55, held);
  noteConcepts(stemsOf(tokenize(issue.label)), 0.55, held);
  const out: IssuePointer[] = [];
  for (const [at, strength] of held) {
    const concept = COMPILED_CONCEPTS[at];
    if (!concept) continue;
    const direction = conceptDirection(concept, issue, parts);
    const common = { needsChange: false, source: 'concept', loose: false, reversible: false } as const;
    concept.stems.forEach((stems, k) => {
      const generic = stems.length === 1 && GENERIC.has(stems[0] ?? '');
      const weight = strength * (generic ? 0.55 : stems.length > 1 ? 1 : 0.85);
      out.push({
        ...common,
        ...direction,
        stems,
        ...(stems.length === 1 ? { word: wordOf(tokenize(concept.phrases[k] ?? '')) } : {}),
        weight,
        origin: concept.id,
      });
    });
    if (concept.id !== 'ceasefire') continue;
    // Fighting is spoken of everywhere; that it should stop is what a ceasefire is.
    const fighting = COMPILED_CONCEPTS.find((other) => other.id === 'fighting');
    for (const stems of fighting?.stems ?? [])
      out.push({
        ...common,
        stems,
        weight: 0.7,
        mode: 'relative',
        sign: -1,
        needsChange: true,
        origin: fighting?.id ?? '',
      });
  }
  return out;
}
