import type { DossierIssue } from '@parley/dossier';
import { findCues } from '../cues.js';
import { NEGATORS } from '../data/function-words.js';
import { valenceOf } from '../data/verdicts.js';
import { directionAt } from '../direction/direction.js';
import { type Token, tokenize } from '../tokens.js';
import { withVerdicts } from '../verdicts.js';
import type { Anchor } from './anchor.js';
import { matchable, meaning } from './anchor-words.js';
import { type CompiledConcept, contraryConcept, sharedConceptSign } from './compiled-concepts.js';
import type { PropositionParts } from './proposition-parts.js';

/** The direction of words towards a proposition; see `Anchor`. */
export type TermDirection = Pick<Anchor, 'mode' | 'sign'>;

/**
 * The direction of a term. Where it shares its object with the proposition ("raise tariffs", "lower its tariffs") the two
 * are compared; words of obstruction or denial make it a contrary; any other term stands for the proposition as it is.
 */
export function termDirection(tokens: readonly Token[], parts: PropositionParts): TermDirection {
  const { given, mainSign, restated, assessment, praised, alone } = parts;
  const cues = findCues(tokens);
  if (restated.has(tokens.at(-1)?.stem ?? '')) return { mode: tokens.length === 1 ? 'relative' : 'fixed', sign: 1 };
  if (tokens.some((token) => NEGATORS.has(token.lower) || /^0%?$/.test(token.lower))) {
    const denied = tokens.find((token) => given.has(token.stem) && !NEGATORS.has(token.lower));
    return { mode: 'fixed', sign: -(given.get(denied?.stem ?? '') ?? 1) as 1 | -1 };
  }
  // "no harm", "a blessing": what is said well or badly of it, where the proposition itself does either.
  const valence = assessment ? valenceOf(tokens) : 0;
  if (valence !== 0) return { mode: 'fixed', sign: valence === praised ? 1 : -1 };
  if (tokens.some((token) => isOpposite(token, given))) return { mode: 'fixed', sign: -1 };
  const undone = tokens.length === 1 ? undoneBy(tokens[0], given) : undefined;
  if (undone !== undefined) return { mode: 'relative', sign: -undone as 1 | -1 };
  const telling = meaning(tokens);
  if (
    telling.length > 1 &&
    cues.some((cue) => cue.change && cue.to < tokens.length) &&
    telling.every((token) => given.has(token.stem))
  )
    return { mode: 'fixed', sign: 1 };
  const head = telling.at(-1);
  if (head && restated.has(head.stem)) return { mode: tokens.length === 1 ? 'relative' : 'fixed', sign: 1 };
  const concept = contraryConcept(tokens);
  if (concept) return { mode: 'fixed', sign: -1 };
  // "unfair", "blackmail": what judges speaks against what it is said of.
  const judged = withVerdicts(tokens, cues, 0, tokens.length).find(
    (cue) => cue.adjective && cue.attitude && !cue.verb && cue.sign === -1 && cue.to === tokens.length,
  );
  if (judged && telling.every((token) => !given.has(token.stem))) return { mode: 'fixed', sign: -mainSign as 1 | -1 };
  // "a shorter week" where the week should be cut.
  if (tokens.some((token) => LESS.has(token.lower)) && telling.some((token) => given.get(token.stem) === -1))
    return { mode: 'fixed', sign: 1 };
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') continue;
    const sign = given.get(token.stem);
    if (
      sign === undefined ||
      (!token.lower.endsWith('ing') && cues.some((cue) => cue.from === i && cue.verb && !cue.noun))
    )
      continue;
    // "harmful dyes": the adjective tells which, not what is to be done to them.
    const deeds = cues.filter((cue) => cue.change || !cue.adjective);
    const own = directionAt(tokens, deeds, i, i + 1);
    if (tokens.length === 1) return { mode: 'relative', sign };
    // "unilateral filling" where it is to be done together.
    if (sign === 1 && !alone && tokens.slice(0, i).some((token) => WAYWARD.has(token.lower)))
      return { mode: 'fixed', sign: -1 };
    if (own.governed) return { mode: 'fixed', sign: own.sign === sign ? 1 : -1 };
    // "territorial integrity", "tariff truce": what follows or precedes the shared word may turn it.
    const turned = cues.find((cue) => cue.noun && cue.from > i);
    if (turned) return { mode: 'fixed', sign: turned.sign * sign === 1 ? 1 : -1 };
    if (i < tokens.length - 1 && REDUCTIONS.has(head?.stem ?? '')) return { mode: 'fixed', sign: -sign as 1 | -1 };
    return { mode: 'relative', sign };
  }
  // "retaliatory tariffs" for countermeasures: a word that means what a word of the proposition means.
  for (const token of telling) {
    const sign = sharedConceptSign(token.stem, given);
    if (sign === undefined) continue;
    const at = tokens.indexOf(token);
    const own = directionAt(tokens, cues, at, at + 1);
    // "a production cap" where production should be limited; a retaliatory tariff is still retaliation.
    if (own.governed && (own.sign === sign || cues.some((cue) => cue.verb && cue.from < at)))
      return { mode: 'fixed', sign: own.sign === sign ? 1 : -1 };
    return { mode: 'relative', sign };
  }
  const restriction = cues.find((cue) => cue.noun && cue.sign === -1 && cue.to === tokens.length);
  if (restriction) {
    const restricted = [...given.entries()].find(([stem]) => RESTRICTIONS.has(stem));
    if (restricted) return { mode: 'relative', sign: restricted[1] };
    if ([...given.values()].every((sign) => sign === 1))
      return { mode: 'relative', sign: isEnding(tokens) && !isGivingUp(tokens, parts) ? 1 : -1 };
  }
  if (tokens.some((token) => token.kind === 'number')) {
    const measured = [...given.entries()].find(([stem]) => RESTRICTIONS.has(stem));
    if (measured) return { mode: 'relative', sign: measured[1] };
  }
  const noun = cues.find((cue) => cue.from === 0 && cue.to === tokens.length && cue.change);
  // "walk away" where there should be an agreement.
  const stand = cues.find((cue) => cue.from === 0 && cue.to === tokens.length && cue.attitude && cue.verb && !cue.noun);
  if (stand?.sign === -1 && tokens.at(-1)?.lower !== 'out') return { mode: 'fixed', sign: -mainSign as 1 | -1 };
  // "call off" where strikes should be called off, "walk out" where there should be one.
  if (tokens.length > 1 && noun?.verb) return { mode: 'fixed', sign: noun.sign === mainSign ? 1 : -1 };
  if (tokens.length > 1 && !(noun?.adjective ?? false))
    return cues.some((cue) => (cue.verb && cue.to < tokens.length) || (cue.noun && cue.attitude))
      ? { mode: 'fixed', sign: 1 }
      : { mode: 'relative', sign: REDUCTIONS.has(tokens.at(-1)?.stem ?? '') ? (-mainSign as 1 | -1) : mainSign };
  if (tokens.length === 1 && REDUCTIONS.has(tokens[0]?.stem ?? ''))
    return { mode: 'relative', sign: -mainSign as 1 | -1 };
  return { mode: 'relative', sign: noun && !assessment ? ((noun.sign * mainSign) as 1 | -1) : mainSign };
}

/** The direction of a term that the dossier gives an issue. */
export function dossierTermDirection(tokens: readonly Token[], parts: PropositionParts): TermDirection {
  // "cut to 32 hours": a term that gives the number gives what is wanted.
  const results = new Set(
    parts.main.flatMap((token, i) =>
      token.kind === 'number' && parts.main[i - 1]?.lower === 'to' ? [token.lower] : [],
    ),
  );
  if (tokens.some((token) => results.has(/^\d+/.exec(token.lower)?.[0] ?? ''))) return { mode: 'fixed', sign: 1 };
  return isContrast(tokens, parts) ? { mode: 'relative', sign: -1 } : termDirection(tokens, parts);
}

/** The words stand for what the proposition sets itself against. */
function isContrast(tokens: readonly Token[], { contrast, given }: PropositionParts): boolean {
  const telling = meaning(tokens);
  return (
    telling.length > 0 &&
    telling.some((token) => contrast.has(token.stem)) &&
    (telling.every((token) => !given.has(token.stem)) || contrast.has(telling.at(-1)?.stem ?? '')) &&
    findCues(tokens).length === 0
  );
}

/** The direction of a concept: that of the word by which the issue holds it. */
export function conceptDirection(
  concept: CompiledConcept,
  issue: DossierIssue,
  parts: PropositionParts,
): TermDirection {
  const { stems: phrases, sign } = concept;
  const { given } = parts;
  for (const phrase of phrases) {
    if (phrase.length !== 1) continue;
    const known = given.get(phrase[0] ?? '');
    if (known !== undefined) return { mode: 'relative', sign: known };
  }
  const texts = phrases.map((phrase) => phrase.join(' '));
  for (const term of issue.terms) {
    const tokens = tokenize(term);
    const joined = tokens
      .filter(matchable)
      .map((token) => token.stem)
      .join(' ');
    if (texts.some((text) => text === joined || ` ${joined} `.includes(` ${text} `))) {
      const direction = termDirection(tokens, parts);
      return { mode: tokens.length === 1 ? 'relative' : direction.mode, sign: direction.sign };
    }
  }
  return { mode: 'fixed', sign };
}

const LESS: ReadonlySet<string> = new Set('shorter lower fewer smaller less reduced lighter cheaper'.split(' '));

/** "indirect talks" for talking directly, "non-binding" for binding. */
function isOpposite(token: Token, given: ReadonlyMap<string, 1 | -1>): boolean {
  const rest = /^(?:in|un|non-?|im|ir|dis)([a-z]{5,})/.exec(token.lower)?.[1];
  if (rest === undefined || given.has(token.stem)) return false;
  return [...given.keys()].some(
    (stem) => stem.length >= 5 && (rest.startsWith(stem) || stem.startsWith(rest.slice(0, 6))),
  );
}

/** "denuclearisation" where nuclear weapons are to be given up: the direction of what is undone. */
function undoneBy(token: Token | undefined, given: ReadonlyMap<string, 1 | -1>): 1 | -1 | undefined {
  const rest = /^de-?([a-z]{5,})(?:isation|ization|ising|izing)$/.exec(token?.lower ?? '')?.[1];
  if (rest === undefined) return undefined;
  for (const [stem, sign] of given) if (stem.length >= 5 && rest.startsWith(stem.slice(0, 6))) return sign;
  return undefined;
}

/** How a thing is done against somebody's will. */
const WAYWARD = new Set(
  'unilateral illegal unlawful arbitrary forced unauthorised unauthorized one-sided hasty'.split(' '),
);

/** Nouns that are themselves the taking away of something, beside those of the cue frames. */
const REDUCTIONS: ReadonlySet<string> = new Set(
  'layoff layoffs redundancy redundancies dismissal dismissals cutback cutbacks austerity deportation deportations eviction evictions cull drawdown downsizing sackings lay-offs furlough furloughs closure closures closing closings shutdown detention detained imprisonment imprisoned jailed captivity'
    .split(' ')
    .map((word) => tokenize(word)[0]?.stem ?? word),
);

const RESTRICTIONS = new Set(
  [
    'tariff',
    'duti',
    'levi',
    'sanction',
    'control',
    'curb',
    'restrict',
    'ban',
    'embargo',
    'blockad',
    'limit',
    'cap',
  ].map((word) => word),
);

/** A truce or withdrawal ends something; it is no restriction on what the proposition wants. */
function isEnding(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)?.stem ?? '';
  return !RESTRICTIONS.has(last);
}

const GIVING_UP = new Set(
  [
    'phase-out',
    'phaseout',
    'shutdown',
    'closure',
    'closing',
    'cancellation',
    'abolition',
    'repeal',
    'abandonment',
    'dismantling',
    'termination',
    'expulsion',
    'curfew',
  ].map((word) => tokenize(word)[0]?.stem ?? word),
);
const LEAVING = new Set(
  ['withdrawal', 'pullout', 'pull-out', 'retreat', 'pullback'].map((word) => tokenize(word)[0]?.stem ?? word),
);
const STAYING = new Set(
  ['stay', 'renew', 'send', 'station', 'keep', 'extend', 'remain', 'deploy', 'stand', 'sent', 'kept'].map(
    (word) => tokenize(word)[0]?.stem ?? word,
  ),
);

/** "shutdown" where reactors should stay open, "withdrawal" where a mandate should be renewed: what is wanted would be over. */
function isGivingUp(tokens: readonly Token[], { main }: PropositionParts): boolean {
  const last = tokens.at(-1)?.stem ?? '';
  return GIVING_UP.has(last) || (LEAVING.has(last) && main.some((token) => STAYING.has(token.stem)));
}
