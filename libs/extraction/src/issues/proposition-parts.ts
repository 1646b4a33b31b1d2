import type { DossierIssue } from '@parley/dossier';
import { type Cue, findCues } from '../cues.js';
import { CONTENTLESS, PREPOSITIONS } from '../data/function-words.js';
import { valenceOf } from '../data/verdicts.js';
import { directionAt } from '../direction/direction.js';
import { type Token, tokenize } from '../tokens.js';
import { meaning } from './anchor-words.js';
import { compileIssue } from './compiled-issue.js';

/** What a proposition is made of, for the anchors of its issue. */
export interface PropositionParts {
  readonly tokens: readonly Token[];
  /** Those that are proposed: without brackets and contrasts. */
  readonly main: readonly Token[];
  readonly mainCues: readonly Cue[];
  /** The direction the proposition gives each of its words, by stem. */
  readonly given: ReadonlyMap<string, 1 | -1>;
  /** The direction it gives its object. */
  readonly mainSign: 1 | -1;
  /** Words in brackets that say its main thing over again ("(a ceasefire or truce)"). */
  readonly restated: ReadonlySet<string>;
  /** What it sets itself against. */
  readonly contrast: ReadonlySet<string>;
  /** Stems of a condition that it states itself. */
  readonly ownCondition: ReadonlySet<string>;
  /** It says what is rather than what ought to be. */
  readonly assessment: boolean;
  /** Whether it speaks well of what it is about. */
  readonly praised: 1 | -1;
  /** It wants something done without the others. */
  readonly alone: boolean;
}

export function partsOf(issue: DossierIssue, actorStems: ReadonlySet<string>): PropositionParts {
  const proposition = tokenize(issue.proposition);
  const main = core(proposition);
  // "answer tariffs with countermeasures": a noun does nothing to what is not said of it.
  const mainCues = findCues(main).filter(
    (cue) => cue.verb || !cue.noun || cue.adjective || !/^(?:with|by|through)$/.test(main[cue.to]?.lower ?? ''),
  );
  const given = givenDirections(main, mainCues, actorStems);
  const { ownCondition, assessment } = compileIssue(issue);
  return {
    tokens: proposition,
    main,
    mainCues,
    given,
    mainSign: objectSign(main, mainCues, given, actorStems),
    restated: new Set([...inBrackets(proposition)].filter((word) => !given.has(word) && !actorStems.has(word))),
    contrast: contrastOf(proposition, actorStems),
    ownCondition,
    assessment,
    praised: valenceOf(main) === -1 ? -1 : 1,
    alone: /\b(?:without|alone|unilateral)/.test(issue.proposition),
  };
}

function givenDirections(
  main: readonly Token[],
  mainCues: readonly Cue[],
  actorStems: ReadonlySet<string>,
): ReadonlyMap<string, 1 | -1> {
  const given = new Map<string, 1 | -1>();
  main.forEach((token, i) => {
    if (token.kind === 'mark' || CONTENTLESS.has(token.lower) || given.has(token.stem)) return;
    given.set(token.stem, directionAt(main, mainCues, i, i + 1).sign);
  });
  // "Night flights should be banned": what is in front of the noun goes with it.
  const should = main.findIndex((token) => /^(?:should|must|ought|shall)$/.test(token.lower));
  for (let i = should - 2; i >= 0; i--) {
    const token = main[i];
    const next = main[i + 1];
    if (!token || !next || token.kind === 'mark' || next.kind === 'mark' || (token.capital && i > 0)) continue;
    if (CONTENTLESS.has(token.lower) || CONTENTLESS.has(next.lower) || actorStems.has(token.stem)) continue;
    if (mainCues.some((cue) => cue.from <= i && i < cue.to)) continue;
    given.set(token.stem, given.get(next.stem) ?? 1);
  }
  // "Tiers and temporary work should end": what the verb does to the last of them it does to all.
  const ought = main.findIndex((token) => /^(?:should|must|ought|shall)$/.test(token.lower));
  const subject = meaning(main.slice(0, Math.max(0, ought)));
  const lastSubject = subject.at(-1);
  if (lastSubject && main.slice(0, ought).some((token) => token.lower === 'and' || token.lower === 'or'))
    for (const { stem } of subject) if (!actorStems.has(stem)) given.set(stem, given.get(lastSubject.stem) ?? 1);
  return given;
}

/** The part of a proposition that is proposed: without brackets, "rather than …", and what comes before or after it. */
function core(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) continue;
    if (token.lower === '(') depth++;
    else if (token.lower === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      if (
        /^(?:rather|instead|without|once|after|if|when|before|unless|until|to)$/.test(token.lower) &&
        i > 3 &&
        (token.lower !== 'to' || out.some((earlier) => earlier.lower === 'to'))
      )
        break;
      out.push(token);
    }
  }
  return out;
}

/** What the proposition sets itself against ("rather than voluntary", "without checks"). */
function contrastOf(proposition: readonly Token[], actorStems: ReadonlySet<string>): ReadonlySet<string> {
  const out = new Set<string>();
  let inside = false;
  proposition.forEach((token, i) => {
    if (/^(?:rather|instead)$/.test(token.lower) && /^(?:than|of)$/.test(proposition[i + 1]?.lower ?? ''))
      inside = true;
    else if (token.lower === 'without' && !/ing$/.test(proposition[i + 1]?.lower ?? '')) inside = true;
    else if (token.kind === 'mark' || (inside && /^(?:of|in|on|at|for)$/.test(token.lower))) inside = false;
    else if (inside && !CONTENTLESS.has(token.lower) && !actorStems.has(token.stem)) out.add(token.stem);
  });
  return out;
}

/** Stems that stand in brackets, unless these hold a contrast ("(rather than keep them)"). */
function inBrackets(proposition: readonly Token[]): ReadonlySet<string> {
  const out = new Set<string>();
  let depth = 0;
  let contrast = false;
  for (const [i, token] of proposition.entries()) {
    if (token.lower === '(') {
      depth++;
      contrast = false;
    } else if (token.lower === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) {
      if (/^(?:rather|instead|not|without)$/.test(token.lower)) contrast = true;
      if (token.lower === 'with' && proposition[i + 1]?.lower === 'or') contrast = true;
      if (!contrast && !CONTENTLESS.has(token.lower)) out.add(token.stem);
    }
  }
  return out;
}

const isStandstill = (token: Token) => /^(?:ceasefires?|cease-fire|truces?|armistice)$/.test(token.lower);

function isPassive(main: readonly Token[], ought: number, verb: Cue): boolean {
  return (
    !/ing$/.test(main[verb.from]?.lower ?? '') &&
    main.slice(ought, verb.from).some((token) => token.lower === 'be') &&
    main
      .slice(ought + 1, verb.from)
      .every((token) => token.lower === 'be' || token.lower === 'not' || token.lower.endsWith('ly'))
  );
}

/** The direction the proposition gives its object: the first thing named behind its verb, or else in front of it. */
function objectSign(
  main: readonly Token[],
  cues: readonly Cue[],
  given: ReadonlyMap<string, 1 | -1>,
  actorStems: ReadonlySet<string>,
): 1 | -1 {
  // What stands before "should" only describes ("assets frozen abroad should be used").
  const ought = main.findIndex((token) => /^(?:should|must|ought|shall)$/.test(token.lower));
  const told = ought < 0 ? cues : cues.filter((cue) => cue.from > ought);
  const verb = told.find((cue) => cue.change && cue.verb) ?? told.find((cue) => cue.attitude && cue.verb);
  const noun = (token: Token, i: number) => {
    if (token.kind === 'mark' || CONTENTLESS.has(token.lower) || actorStems.has(token.stem)) return false;
    const cue = cues.find((found) => found.from <= i && i < found.to);
    if (
      cue &&
      !cue.noun &&
      /ing$/.test(token.lower) &&
      cue.to - cue.from === 1 &&
      i === 0 + cue.from &&
      (/^(?:should|must|ought)$/.test(main[i + 1]?.lower ?? '') ||
        (i < ought && /^(?:in|of|at|on|for|from|by)$/.test(main[i + 1]?.lower ?? '')))
    )
      return true;
    // "the loss of territory", "controls on minerals": what is lost or controlled is the object.
    return !cue || (cue.noun && (isStandstill(token) || !/^(?:of|on|in|to)$/.test(main[cue.to]?.lower ?? '')));
  };
  // "should be limited by the contract": what a verb in the passive is done to stands in front.
  const passive = verb !== undefined && ought >= 0 && main[verb.from - 1] !== undefined && isPassive(main, ought, verb);
  const after = verb && !passive ? main.findIndex((token, i) => i >= verb.to && noun(token, i)) : -1;
  let at = after >= 0 ? after : main.findIndex(noun);
  // "the tariff truce": the last noun in a row is the thing meant.
  while (
    at >= 0 &&
    main[at + 1]?.kind === 'word' &&
    noun(main[at + 1] as Token, at + 1) &&
    !PREPOSITIONS.has(main[at + 1]?.lower ?? '')
  )
    at++;
  // "actors' faces": whose it is is not what is meant.
  if (at >= 0 && /^(?:'s|'|’)$/.test(main[at + 1]?.lower ?? '')) {
    const owned = main.findIndex((token, i) => i > at + 1 && noun(token, i));
    if (owned >= 0 && (ought < 0 || owned < ought || at > ought)) at = owned;
  }
  return given.get(main[at]?.stem ?? '') ?? 1;
}
