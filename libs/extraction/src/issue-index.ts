import type { Dossier, DossierIssue } from '@parley/dossier';
import { type Cue, findCues } from './cues.js';
import { CONCEPTS, SYNONYM_GROUPS } from './data/concepts.js';
import { CONTENTLESS, DETERMINERS, NEGATORS, PREPOSITIONS } from './data/function-words.js';
import { valenceOf } from './data/verdicts.js';
import { directionAt } from './direction.js';
import { PhraseIndex } from './phrase-index.js';
import { type Token, tokenize } from './tokens.js';
import { withVerdicts } from './verdicts.js';

/** What points at an issue in a text. */
export interface Anchor {
  readonly issue: number;
  /** 0 to 1: how surely the words alone mean the issue. */
  readonly weight: number;
  /**
   * The direction of the words towards the proposition. `fixed` words stand for the proposition (+1) or its contrary (-1)
   * as they are; `relative` words take their direction from what is done to them, times `sign`.
   */
  readonly mode: 'fixed' | 'relative';
  readonly sign: 1 | -1;
  /** The words count only together with something done to them ("fighting" for a ceasefire). */
  readonly needsChange: boolean;
  readonly source: 'term' | 'concept' | 'proposition';
  readonly key: string;
  /** What it comes from, for explanations: the dossier's term, the name of the concept, the word of the proposition. */
  readonly origin: string;
}

export interface AnchorMatch extends Anchor {
  readonly from: number;
  readonly to: number;
  /** Other words stand between its own. */
  readonly gaps?: boolean;
}

export interface CompiledIssue {
  readonly id: string;
  /** Says what is rather than what ought to be ("X is negotiating in good faith"). */
  readonly assessment: boolean;
  /** Stems of the proposition that carry meaning. */
  readonly words: ReadonlySet<string>;
  /** Actors of whom the proposition says what they should do, with all who speak for them; empty where it names none. */
  readonly doers: ReadonlySet<string>;
  /** The proposition itself is an answer to what another does, so that "if they …" only says when. */
  readonly answers: boolean;
  /** Stems of a condition that the proposition itself states ("once the fighting stops"). */
  readonly ownCondition: ReadonlySet<string>;
}

export interface IssueIndex {
  readonly issues: readonly CompiledIssue[];
  /** Actors that are blocs: a group of others may speak under their name. */
  readonly blocs: ReadonlySet<string>;
  /** Every anchor in the tokens, by where it begins. */
  find(tokens: readonly Token[]): AnchorMatch[];
}

/** Words too common in talk about negotiations to name one issue by themselves. */
const GENERIC = new Set(
  `talks talk deal meeting plan agreement pause extension deadline support proposal offer meet negotiations negotiation dialogue discussion
  pact accord settlement peace war consensus territory land region border weapons arms aid ban purchases order money payment pay fund funding price cost fee
  market output production data system release return state member vote poll hours shift leave use state sale talks discussions step move action measures
  restriction control controls limits demand conditions energy water river price security trade attack attacks killing violence guns combat force forces operation text document points draft treaty framework initiative invitation visit protection assurance member entry response import imports assistance strike strikes`
    .split(/\s+/)
    .map((word) => tokenize(word)[0]?.stem ?? word),
);

/** Words of propositions that are in every text. */
const COMMON: ReadonlySet<string> = new Set(
  `per cent percent year years week weeks month months day days time times people thing things country countries nation nations
  state states world first last next two three four five six seven eight nine ten hundred thousand million billion most more less
  again back down away together within under above across along worth whole full all large small big good bad high low great real
  get gets got come comes came go goes give gives given take takes let lets make makes made keep keeps say see put set use used
  need needs want wants well fair fully longer place number least others end because since then now us you`.split(
    /\s+/,
  ),
);

/** How fast a word's weaker holders stop counting. */
const SHARE_POWER = 3;
/** Of a word that is common in talk about negotiations, where it is all of a term. */
const GENERIC_TERM_WEIGHT = 0.6;

interface Raw {
  readonly issue: number;
  readonly stems: readonly string[];
  readonly weight: number;
  readonly mode: Anchor['mode'];
  readonly sign: 1 | -1;
  readonly needsChange: boolean;
  readonly source: Anchor['source'];
  readonly origin: string;
  readonly loose: boolean;
  /** Holds a verb, so that its words may change places. */
  readonly reversible?: boolean;
}

const meaning = (tokens: readonly Token[]): Token[] =>
  tokens.filter((token) => token.kind !== 'mark' && !CONTENTLESS.has(token.lower) && token.lower !== "'s");
/** Tokens as anchors are matched on: without articles and possessives, so that "withdraw from the Donbas" is found. */
const matchable = (token: Token): boolean =>
  (!DETERMINERS.has(token.lower) || token.lower === 'no') && token.lower !== "'s";

/** What anchors are matched on, each with its place among the tokens: "30%" and "30 per cent" are the same. */
function matchableOf(tokens: readonly Token[]): { readonly kept: Token[]; readonly places: number[] } {
  const kept: Token[] = [];
  const places: number[] = [];
  tokens.forEach((token, i) => {
    if (!matchable(token)) return;
    if (token.lower === 'per' && /^cents?$/.test(tokens[i + 1]?.lower ?? '')) return;
    const share = /^cents?$/.test(token.lower) && tokens[i - 1]?.lower === 'per';
    if (token.kind === 'number' && token.lower.endsWith('%')) {
      const number = token.lower.slice(0, -1);
      kept.push({ ...token, lower: number, stem: number }, { ...token, lower: 'percent', stem: 'percent' });
      places.push(i, i);
      return;
    }
    kept.push(share ? { ...token, lower: 'percent', stem: 'percent' } : token);
    places.push(i);
  });
  return { kept, places };
}
const stemsOf = (tokens: readonly Token[]): string[] => matchableOf(tokens).kept.map((token) => token.stem);

/** The stem that stands for all of its synonyms. */
const CANONICAL: ReadonlyMap<string, string> = (() => {
  const map = new Map<string, string>();
  for (const group of SYNONYM_GROUPS) {
    const stems = group.map((word) => tokenize(word)[0]?.stem ?? word);
    for (const each of stems) if (!map.has(each)) map.set(each, stems[0] ?? each);
  }
  return map;
})();
const canonical = (stem: string): string => CANONICAL.get(stem) ?? stem;

const COMPILED_CONCEPTS = CONCEPTS.map((concept) => ({
  ...concept,
  stems: concept.phrases.map((phrase) => stemsOf(tokenize(phrase))),
}));

/** Compiles a dossier's issues into what to look for in text. */
export function compileIssues(dossier: Dossier): IssueIndex {
  const actorStems = new Set(
    dossier.actors.flatMap((actor) =>
      [actor.name, ...actor.aliases].flatMap((name) => tokenize(name).map((token) => token.stem)),
    ),
  );
  const families = familiesOf(dossier);
  const issues = dossier.issues.map((issue) => compileIssue(issue, doersOf(issue, dossier, families)));
  const raws: Raw[] = [];
  dossier.issues.forEach((issue, at) => {
    raws.push(...anchorsOf(issue, at, actorStems));
  });

  const best = new Map<string, Raw>();
  for (const raw of raws) {
    const key = `${raw.issue}|${raw.stems.join(' ')}`;
    const known = best.get(key);
    if (!known || raw.weight > known.weight) best.set(key, raw);
  }
  // A word that several issues have points at each of them less, and least at the one that has it weakest.
  const holders = new Map<string, number[]>();
  for (const raw of best.values()) {
    const key = raw.stems.join(' ');
    const known = holders.get(key);
    if (known) known.push(raw.weight);
    else holders.set(key, [raw.weight]);
  }
  const index = new PhraseIndex<Anchor>((token) => token.stem);
  const loose: Map<string, { stems: readonly string[]; anchor: Anchor }[]> = new Map();
  for (const [, raw] of best) {
    const key = raw.stems.join(' ');
    const shared = (holders.get(key) ?? [raw.weight]).reduce(
      (sum, weight) => sum + Math.min(1, weight / raw.weight) ** SHARE_POWER,
      0,
    );
    const anchor: Anchor = {
      issue: raw.issue,
      weight: raw.weight / Math.sqrt(shared),
      mode: raw.mode,
      sign: raw.sign,
      needsChange: raw.needsChange,
      source: raw.source,
      key,
      origin: raw.origin,
    };
    index.add(raw.stems, anchor);
    if (raw.loose && raw.stems.length > 1) {
      const first = [...new Set(raw.stems.filter((stem) => !CONTENTLESS.has(stem)).map(canonical))];
      if (first.length < 2) continue;
      // A verb and its object may change places ("troops be sent"), the words of a compound may not.
      const leads = raw.reversible ? new Set(first) : new Set(first.slice(0, 1));
      for (const lead of leads) {
        const entry = { stems: first, anchor: { ...anchor, weight: anchor.weight * 0.8 } };
        const known = loose.get(lead);
        if (known) known.push(entry);
        else loose.set(lead, [entry]);
      }
    }
  }
  index.seal();
  const blocs = new Set(dossier.actors.filter((actor) => actor.kind === 'bloc').map((actor) => actor.id));
  return { issues, blocs, find: (tokens) => findAnchors(tokens, index, loose) };
}

/** Each actor with the body it speaks for and everybody who speaks for that. */
export function familiesOf(dossier: Dossier): ReadonlyMap<string, ReadonlySet<string>> {
  const headOf = new Map<string, string>();
  for (const actor of dossier.actors) {
    let id = actor.id;
    for (let steps = 0; steps < 5; steps++) {
      const next = dossier.actors.find((other) => other.id === id)?.roles[0]?.of;
      if (next === undefined) break;
      id = next;
    }
    headOf.set(actor.id, id);
  }
  const members = new Map<string, Set<string>>();
  for (const [id, head] of headOf) {
    const known = members.get(head);
    if (known) known.add(id);
    else members.set(head, new Set([id]));
  }
  return new Map(
    dossier.actors.map((actor) => [actor.id, members.get(headOf.get(actor.id) ?? actor.id) ?? new Set([actor.id])]),
  );
}

/** The family of the one actor that stands before the proposition's "should". */
function doersOf(
  issue: DossierIssue,
  dossier: Dossier,
  families: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const before = / (?:should|must|ought) /.exec(issue.proposition);
  if (!before) return new Set();
  const subject = ` ${issue.proposition.slice(0, before.index).replace(/\([^)]*\)/g, ' ')} `;
  const named = dossier.actors.filter(
    (actor) => actor.kind !== 'person' && [actor.name, ...actor.aliases].some((name) => subject.includes(` ${name} `)),
  );
  const only = named.length === 1 ? named[0] : undefined;
  // "Russian assets should be used": in the passive the subject does nothing.
  if (
    !only ||
    / (?:should|must|ought to) (?:not )?(?:receive|get|obtain|have|be|gain|see|regain)\b/.test(issue.proposition) ||
    / (?:should|must) (?:not )?be \w+(?:ed|en|t)\b/.test(issue.proposition)
  )
    return new Set();
  return families.get(only.id) ?? new Set();
}

function compileIssue(issue: DossierIssue, doers: ReadonlySet<string> = new Set()): CompiledIssue {
  const tokens = tokenize(issue.proposition);
  const words = new Set(meaning(tokens).map((token) => token.stem));
  const assessment = !tokens.some((token) =>
    /^(?:should|must|ought|shall|may|can|could|need|needs|would|will|entitled|deserve|deserves|right|owed)$/.test(
      token.lower,
    ),
  );
  const own = new Set<string>();
  let inside = false;
  for (const token of tokens) {
    if (/^(?:once|after|if|when)$/.test(token.lower)) inside = true;
    else if (token.kind === 'mark') inside = false;
    else if (inside && !CONTENTLESS.has(token.lower)) own.add(token.stem);
  }
  return {
    id: issue.id,
    assessment,
    words,
    doers,
    answers: /\b(?:answer|respond|retaliate|counter|hit back|react)\b/.test(issue.proposition),
    ownCondition: own,
  };
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

function anchorsOf(issue: DossierIssue, at: number, actorStems: ReadonlySet<string>): Raw[] {
  const out: Raw[] = [];
  const proposition = tokenize(issue.proposition);
  const main = core(proposition);
  // "answer tariffs with countermeasures": a noun does nothing to what is not said of it.
  const mainCues = findCues(main).filter(
    (cue) => cue.verb || !cue.noun || cue.adjective || !/^(?:with|by|through)$/.test(main[cue.to]?.lower ?? ''),
  );
  /** The direction the proposition gives each of its words. */
  const given = new Map<string, 1 | -1>();
  main.forEach((token, i) => {
    if (token.kind === 'mark' || CONTENTLESS.has(token.lower) || given.has(token.stem)) return;
    given.set(token.stem, directionAt(main, mainCues, i, i + 1).sign);
  });
  // "Tiers and temporary work should end": what the verb does to the last of them it does to all.
  const ought = main.findIndex((token) => /^(?:should|must|ought|shall)$/.test(token.lower));
  const subject = meaning(main.slice(0, Math.max(0, ought)));
  const lastSubject = subject.at(-1);
  if (lastSubject && main.slice(0, ought).some((token) => token.lower === 'and' || token.lower === 'or'))
    for (const { stem } of subject) if (!actorStems.has(stem)) given.set(stem, given.get(lastSubject.stem) ?? 1);
  const { ownCondition: own, assessment } = compileIssue(issue);
  const told: ToldAs = {
    assessment,
    praised: valenceOf(main) === -1 ? -1 : 1,
    alone: /\b(?:without|alone|unilateral)/.test(issue.proposition),
  };
  const mainSign = objectSign(main, mainCues, given, actorStems);
  // Words the proposition gives in brackets say its main thing over again ("(a ceasefire or truce)").
  const restated = new Set([...inBrackets(proposition)].filter((word) => !given.has(word) && !actorStems.has(word)));
  const contrast = contrastOf(proposition, actorStems);
  const bracketed = new Set(meaning(proposition).map((token) => token.stem));
  const push = (stems: readonly string[], raw: Omit<Raw, 'issue' | 'stems'>) => {
    if (stems.length > 0 && stems.length <= 8) out.push({ issue: at, stems, ...raw });
  };

  const weightOf = (stems: readonly string[], tokens: readonly Token[]): number => {
    const telling = meaning(tokens).filter((token) => !actorStems.has(token.stem));
    if (telling.length === 0) return stems.length > 1 ? 0.8 : 0.45;
    const generic = telling.every((token) => GENERIC.has(token.stem));
    if (telling.length > 1 || stems.length > 1) return generic && telling.length === 1 ? 0.8 : 1;
    return generic ? GENERIC_TERM_WEIGHT : 0.9;
  };

  // "cut to 32 hours": a term that gives the number gives what is wanted.
  const results = new Set(
    main.flatMap((token, i) => (token.kind === 'number' && main[i - 1]?.lower === 'to' ? [token.lower] : [])),
  );
  const termConcepts = new Map<number, number>();
  for (const term of issue.terms) {
    const tokens = tokenize(term);
    const stems = stemsOf(tokens);
    const direction = tokens.some((token) => results.has(/^\d+/.exec(token.lower)?.[0] ?? ''))
      ? ({ mode: 'fixed', sign: 1 } as const)
      : isContrast(tokens, contrast, given)
        ? ({ mode: 'relative', sign: -1 } as const)
        : termDirection(tokens, given, mainSign, restated, told);
    push(stems, {
      weight: weightOf(stems, tokens),
      ...direction,
      needsChange: false,
      source: 'term',
      origin: term,
      loose: !tokens.some((token) => NEGATORS.has(token.lower)),
      reversible: findCues(tokens).some((cue) => cue.verb && cue.from === 0),
    });
    noteConcepts(stems, 0.8, termConcepts);
  }
  const propositionStems = stemsOf(main);
  noteConcepts(propositionStems, 0.55, termConcepts);
  noteConcepts(stemsOf(tokenize(issue.label)), 0.55, termConcepts);

  for (const token of meaning(proposition)) {
    if (actorStems.has(token.stem) || !bracketed.has(token.stem) || own.has(token.stem)) continue;
    const sign = given.get(token.stem);
    const cue = mainCues.some((found) => main[found.from]?.stem === token.stem);
    push([token.stem], {
      weight: cue || COMMON.has(token.lower) || token.kind === 'number' ? 0.15 : GENERIC.has(token.stem) ? 0.25 : 0.4,
      mode: sign === undefined || cue ? 'fixed' : 'relative',
      sign: sign === undefined || cue ? 1 : sign,
      needsChange: false,
      source: 'proposition',
      origin: token.lower,
      loose: false,
    });
  }

  for (const [conceptAt, strength] of termConcepts) {
    const concept = COMPILED_CONCEPTS[conceptAt];
    if (!concept) continue;
    // The concept's direction is that of the word by which the issue holds it.
    const direction = conceptDirection(concept.stems, concept.sign, given, issue, mainSign, restated, told);
    concept.stems.forEach((stems) => {
      const generic = stems.length === 1 && GENERIC.has(stems[0] ?? '');
      push(stems, {
        weight: strength * (generic ? 0.55 : stems.length > 1 ? 1 : 0.85),
        ...direction,
        needsChange: false,
        source: 'concept',
        origin: concept.id,
        loose: false,
      });
    });
    if (concept.id === 'ceasefire') {
      const fighting = COMPILED_CONCEPTS.find((other) => other.id === 'fighting');
      for (const stems of fighting?.stems ?? []) {
        push(stems, {
          weight: 0.7,
          mode: 'relative',
          sign: -1,
          needsChange: true,
          source: 'concept',
          origin: fighting?.id ?? '',
          loose: false,
        });
      }
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

function isContrast(
  tokens: readonly Token[],
  contrast: ReadonlySet<string>,
  given: ReadonlyMap<string, 1 | -1>,
): boolean {
  const telling = meaning(tokens);
  return (
    telling.length > 0 &&
    telling.some((token) => contrast.has(token.stem)) &&
    (telling.every((token) => !given.has(token.stem)) || contrast.has(telling.at(-1)?.stem ?? '')) &&
    findCues(tokens).length === 0
  );
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
      /^(?:should|must|ought)$/.test(main[i + 1]?.lower ?? '')
    )
      return true;
    // "the loss of territory", "controls on minerals": what is lost or controlled is the object.
    return !cue || (cue.noun && !/^(?:of|on|in|to)$/.test(main[cue.to]?.lower ?? ''));
  };
  const after = verb ? main.findIndex((token, i) => i >= verb.to && noun(token, i)) : -1;
  let at = after >= 0 ? after : main.findIndex(noun);
  // "the tariff truce": the last noun in a row is the thing meant.
  while (
    at >= 0 &&
    main[at + 1]?.kind === 'word' &&
    noun(main[at + 1] as Token, at + 1) &&
    !PREPOSITIONS.has(main[at + 1]?.lower ?? '')
  )
    at++;
  return given.get(main[at]?.stem ?? '') ?? 1;
}

function noteConcepts(stems: readonly string[], strength: number, into: Map<number, number>): void {
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

/**
 * The direction of a term. Where it shares its object with the proposition ("raise tariffs", "lower its tariffs") the two
 * are compared; words of obstruction or denial make it a contrary; any other term stands for the proposition as it is.
 */
/** How a proposition is put. */
interface ToldAs {
  /** It says what is rather than what ought to be. */
  readonly assessment: boolean;
  /** Whether it speaks well of what it is about. */
  readonly praised: 1 | -1;
  /** It wants something done without the others. */
  readonly alone: boolean;
}

function termDirection(
  tokens: readonly Token[],
  given: ReadonlyMap<string, 1 | -1>,
  mainSign: 1 | -1,
  restated: ReadonlySet<string>,
  { assessment, praised, alone }: ToldAs,
): { mode: 'fixed' | 'relative'; sign: 1 | -1 } {
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
    if ([...given.values()].every((sign) => sign === 1)) return { mode: 'relative', sign: isEnding(tokens) ? 1 : -1 };
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

function sharedConceptSign(stem: string, given: ReadonlyMap<string, 1 | -1>): 1 | -1 | undefined {
  for (const concept of COMPILED_CONCEPTS) {
    if (!concept.stems.some((phrase) => phrase.length === 1 && phrase[0] === stem)) continue;
    for (const phrase of concept.stems) {
      const sign = phrase.length === 1 ? given.get(phrase[0] ?? '') : undefined;
      if (sign !== undefined) return sign;
    }
  }
  return undefined;
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

function contraryConcept(tokens: readonly Token[]): boolean {
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

function conceptDirection(
  phrases: readonly (readonly string[])[],
  sign: 1 | -1,
  given: ReadonlyMap<string, 1 | -1>,
  issue: DossierIssue,
  mainSign: 1 | -1,
  restated: ReadonlySet<string>,
  told: ToldAs,
): { mode: 'fixed' | 'relative'; sign: 1 | -1 } {
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
      const direction = termDirection(tokens, given, mainSign, restated, told);
      return { mode: tokens.length === 1 ? 'relative' : direction.mode, sign: direction.sign };
    }
  }
  return { mode: 'fixed', sign };
}

const LOOSE_WINDOW = 7;

/** "they plan to", "we want to offer": a generic noun's word that is a verb here names nothing. */
function isVerbUse(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !GENERIC.has(token.stem) || /(?:ing)$/.test(token.lower)) return false;
  return tokens[at + 1]?.lower === 'to' && !/s$/.test(tokens[at - 1]?.lower ?? 's');
}

function findAnchors(
  tokens: readonly Token[],
  index: PhraseIndex<Anchor>,
  loose: ReadonlyMap<string, readonly { stems: readonly string[]; anchor: Anchor }[]>,
): AnchorMatch[] {
  const { kept, places } = matchableOf(tokens);
  const out: AnchorMatch[] = [];
  for (let k = 0; k < kept.length; k++) {
    for (const match of index.all(kept, k)) {
      if (match.to - match.from === 1 && isVerbUse(kept, k)) continue;
      out.push({ ...match.value, from: places[match.from] ?? 0, to: (places[match.to - 1] ?? 0) + 1 });
    }
    const lead = canonical(kept[k]?.stem ?? '');
    const entries = loose.get(lead);
    if (!entries) continue;
    for (const { stems, anchor } of entries) {
      let last = k;
      let all = true;
      for (const stem of stems) {
        if (stem === lead) continue;
        let at = -1;
        for (let j = k + 1; j < kept.length && j <= k + LOOSE_WINDOW; j++) {
          const token = kept[j];
          if (!token || (token.kind === 'mark' && /[.;:?!]/.test(token.lower))) break;
          if (canonical(token.stem) === stem) {
            at = j;
            break;
          }
        }
        if (at < 0) {
          all = false;
          break;
        }
        last = Math.max(last, at);
      }
      if (all && last - k >= stems.length - 1)
        out.push({
          ...anchor,
          from: places[k] ?? 0,
          to: (places[last] ?? 0) + 1,
          ...(last - k > stems.length - 1 ? { gaps: true } : {}),
        });
    }
  }
  return out;
}

/** The cues of a proposition or term, for explaining a direction. */
export type { Cue };
