import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DEONTIC,
  DETERMINERS,
  MODALS,
  NEGATORS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import type { Token } from './tokens.js';
import type { DirectionListener } from './trace.js';
import { isVerdict } from './verdicts.js';

/** What the words around a stretch do to it. */
export interface Direction {
  /** +1 where it is wanted, done or kept, -1 where it is refused, ended or denied. */
  readonly sign: 1 | -1;
  /** Something governs it at all. */
  readonly governed: boolean;
  /** Somebody's attitude governs it ("wants", "is ready", "must"), rather than only something happening to it. */
  readonly attitude: boolean;
  /** Something is done to it ("lift", "extend"). */
  readonly change: boolean;
  /** A refusal or rejection under a negation ("did not rule out"). */
  readonly negatedRefusal: boolean;
  /** A demand under a negation ("no longer insists"). */
  readonly dropped: boolean;
  readonly modal: boolean;
  readonly deontic: boolean;
}

/** Clauses that what stands before them does not reach into. */
const BARRIERS = new Set([
  'because',
  'while',
  'although',
  'though',
  'whereas',
  'but',
  'since',
  'unless',
  'whether',
  'where',
  'when',
  'which',
  'who',
  'as',
  'if',
  'so',
  'until',
  'then',
]);
const REFUSALS = new Set('refuse refuses refused refusing decline declines declined declining'.split(' '));
/** Said of a text or an offer, these judge it: "the draft fails the poorest". */
const FALLS_SHORT = new Set('fails ignores betrays insults neglects overlooks lacks'.split(' '));
const NEGATION_REACH = 8;
/** Verbs a negation is raised over: "does not believe that they want". */
const RAISING = new Set(
  'think thinks thought believe believes believed say says said show shows shown showed prove proved see sees seen saw feel expect expects suppose seem seems appear appears mean means sign evidence convinced clear sure that it he she they we you i is be to have has'.split(
    ' ',
  ),
);

/**
 * Reads the direction given to tokens `from`..`to` by the cues and negations around them: everything to the left within the
 * clause, and the predicate to the right ("sanctions should be lifted", "troops are out of the question").
 */
export function directionAt(
  tokens: readonly Token[],
  cues: readonly Cue[],
  from: number,
  to: number,
  start = 0,
  end = tokens.length,
  hear?: DirectionListener,
): Direction {
  let sign: 1 | -1 = 1;
  let governed = false;
  let attitude = false;
  let change = false;
  let negatedRefusal = false;
  let dropped = false;
  let modal = false;
  let deontic = false;

  const left = clauseStart(tokens, cues, from, start);
  const apply = (cue: Cue) => {
    const negated = isNegated(tokens, cue.from, left);
    if (cue.open) return;
    if (cue.attitude || cue.change) {
      governed = true;
      if (cue.attitude) attitude = true;
      if (cue.change) change = true;
      let own: number = cue.sign;
      if (negated) {
        if (cue.attitude && cue.sign === -1 && cue.verb) negatedRefusal = true;
        if (cue.attitude && cue.sign === 1 && negated === 'longer') dropped = true;
        own = -own;
      }
      sign = (sign * own) as 1 | -1;
      hear?.({ rule: 'cue', from: cue.from, to: cue.to, sign: own as 1 | -1, negated: negated !== false });
    }
  };

  // "refused to rule out": neither yes nor no.
  for (const cue of cues)
    if (
      cue.from >= left &&
      cue.to <= from &&
      /^(?:rule|ruling|exclude|excluding)$/.test(tokens[cue.from]?.lower ?? '') &&
      cues.some(
        (other) => other.to <= cue.from && other.to >= cue.from - 5 && REFUSALS.has(tokens[other.from]?.lower ?? ''),
      )
    )
      negatedRefusal = true;
  const governors = cues.filter(
    (cue) => cue.to <= from && cue.from >= left && (cue.attitude || cue.change || cue.open),
  );
  for (const cue of governors) {
    if (cue.adjective && !cue.verb && !cue.noun && isAttributive(tokens, cue)) continue;
    if (isVerdict(cue) && cue.to === from) continue;
    if (isDescription(tokens, cue, governors)) continue;
    if (
      isModifier(tokens, cue) ||
      isMeasure(tokens, cue) ||
      isManner(tokens, cue, from) ||
      isCoordinatedAway(tokens, cue, governors)
    )
      continue;
    apply(cue);
  }
  // A negation that no cue took up: "no ceasefire", "there will be no talks", "not the venue".
  for (let i = from - 1; i >= left && i >= from - NEGATION_REACH; i--) {
    const token = tokens[i];
    if (!token) break;
    if (cues.some((cue) => cue.from <= i && i < cue.to)) {
      if (cues.some((cue) => cue.from <= i && i < cue.to && (cue.attitude || cue.change))) break;
      continue;
    }
    if (MODALS.has(token.lower)) modal = true;
    if (DEONTIC.has(token.lower)) deontic = true;
    const notYet = tokens[i + 1]?.lower === 'to' && /^(?:yet|fail|fails|failed|failing)$/.test(token.lower);
    // "without guarantees there will be no peace", "no deal without them": what may not be missing is wanted.
    if (token.lower === 'without' && isIndispensable(tokens, i, start, end)) {
      governed = true;
      deontic = true;
      hear?.({ rule: 'indispensable', from: i, to: i + 1, sign: 1 });
      break;
    }
    if ((NEGATORS.has(token.lower) || notYet) && tokens[i + 1]?.lower !== 'only' && tokens[i + 1]?.lower !== 'just') {
      sign = -sign as 1 | -1;
      governed = true;
      hear?.({ rule: 'negation', from: i, to: i + 1, sign: -1 });
      break;
    }
  }
  for (let i = left; i < from; i++) {
    const word = tokens[i]?.lower ?? '';
    if (MODALS.has(word)) modal = true;
    if (DEONTIC.has(word)) deontic = true;
  }

  // "tariff cuts", "truce extension": the noun behind it is what is done to it.
  const head = cues.find(
    (cue) =>
      cue.from === to &&
      (cue.noun || cue.verb) &&
      cue.change &&
      /^[a-z-]+$/.test(tokens[cue.from]?.lower ?? '') &&
      isNounHere(tokens, cue),
  );
  if (head) {
    governed = true;
    change = true;
    sign = (sign * head.sign) as 1 | -1;
    hear?.({ rule: 'head', from: head.from, to: head.to, sign: head.sign });
  }
  // The predicate to the right.
  const right = predicate(tokens, cues, head ? head.to : to, end) ?? undefined;
  const verdict = !attitude && !right?.cue ? verdictAfter(tokens, cues, to, end) : undefined;
  if (verdict) {
    governed = true;
    attitude = true;
    sign = (sign * verdict.sign) as 1 | -1;
    hear?.({ rule: 'verdict', sign: verdict.sign });
  }
  // "damaging strikes", "a fair and reasonable offer": with nothing said of what is to be done, the adjective tells.
  const judged = !governed && !right?.cue && !right?.negated ? verdictBefore(tokens, cues, from, start) : undefined;
  if (judged) {
    governed = true;
    attitude = true;
    sign = (sign * judged) as 1 | -1;
    hear?.({ rule: 'verdict', sign: judged });
  }
  for (let i = start; i < end; i++)
    if (/^(?:unfortunately|regrettably|sadly|alarmingly)$/.test(tokens[i]?.lower ?? '')) {
      sign = -sign as 1 | -1;
      hear?.({ rule: 'regret', from: i, to: i + 1, sign: -1 });
    }
  if (right) {
    if (right.modal) modal = true;
    if (right.deontic) deontic = true;
    if (right.cue && (right.cue.attitude || right.cue.change)) {
      governed = true;
      if (right.cue.attitude) attitude = true;
      if (right.cue.change) change = true;
      const own = (right.cue.sign * (right.negated ? -1 : 1)) as 1 | -1;
      sign = (sign * own) as 1 | -1;
      hear?.({ rule: 'predicate', from: right.cue.from, to: right.cue.to, sign: own, negated: right.negated });
      if (right.negated && right.cue.sign === -1 && right.cue.attitude && right.cue.verb) negatedRefusal = true;
    } else if (right.negated && !right.conditions) {
      governed = true;
      sign = -sign as 1 | -1;
      hear?.({ rule: 'negation', sign: -1 });
    }
  }
  // "will not give up its absurd demands": whoever is said to want it, the adjective is the speaker's.
  if (isDecried(tokens, cues, from, start)) {
    governed = true;
    attitude = true;
    hear?.({ rule: 'decried', from: from - 1, to: from, sign: -sign as 1 | -1 });
    sign = -1;
  }
  if (isRhetorical(tokens, start, from)) {
    sign = -sign as 1 | -1;
    hear?.({ rule: 'rhetorical', sign: -1 });
  }
  return { sign, governed, attitude: attitude || deontic, change, negatedRefusal, dropped, modal, deontic };
}

/** "Without X we cannot …", "no Y without X": a denial on the other side of "without". */
function isIndispensable(tokens: readonly Token[], at: number, start: number, end: number): boolean {
  const opens = at === start || (tokens[at - 1]?.kind === 'mark' && tokens[at - 1]?.lower !== ',');
  for (let i = opens ? at + 1 : start; i < (opens ? end : at); i++) {
    const word = tokens[i]?.lower ?? '';
    if (NEGATORS.has(word) || word === 'impossible' || word === 'pointless') return true;
  }
  return false;
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

/** "countries that retaliate … are making a mistake": a verdict later in the sentence, behind a copula. */
function verdictAfter(
  tokens: readonly Token[],
  cues: readonly Cue[],
  to: number,
  end: number,
): { readonly sign: 1 | -1 } | undefined {
  for (let i = to; i < Math.min(end - 1, to + 3); i++) {
    const word = tokens[i]?.lower ?? '';
    if (FALLS_SHORT.has(word) && tokens[i + 1]?.kind === 'word') return { sign: -1 };
    if (!ADVERBS.has(word) && !word.endsWith('ly')) break;
  }
  for (const cue of cues) {
    if (cue.from < to || cue.from >= Math.min(end, to + 18) || !cue.adjective || !cue.attitude) continue;
    const behind = tokens[cue.to];
    if (
      behind &&
      behind.kind === 'word' &&
      !PREPOSITIONS.has(behind.lower) &&
      !CONJUNCTIONS.has(behind.lower) &&
      behind.lower !== 'to' &&
      behind.lower !== 'that'
    )
      continue;
    let copula = false;
    let negated = false;
    for (let i = cue.from - 1; i >= to && i >= cue.from - 4; i--) {
      const word = tokens[i]?.lower ?? '';
      if (/^(?:is|are|was|were|be|making|make|made|seems|remains|looks)$/.test(word)) copula = true;
      if (NEGATORS.has(word)) negated = true;
    }
    for (let i = to; i < cue.from; i++)
      if (/^[;.?!]$/.test(tokens[i]?.lower ?? '') || /^(?:but|because|while|although)$/.test(tokens[i]?.lower ?? ''))
        copula = false;
    // "called the closures a disgrace", "finds the text unacceptable".
    if (
      cue.from - to <= 3 &&
      tokens
        .slice(to, cue.from)
        .every((token) => DETERMINERS.has(token.lower) || token.lower === 'as' || token.lower.endsWith('ly'))
    )
      copula = true;
    if (copula) return { sign: negated ? (-cue.sign as 1 | -1) : cue.sign };
  }
  return undefined;
}

/** "How can it be right to go on with …": a question that denies. */
function isRhetorical(tokens: readonly Token[], start: number, from: number): boolean {
  for (let i = Math.max(start, from - 12); i < from - 1; i++) {
    const next = tokens[i + 1]?.lower ?? '';
    if (tokens[i]?.lower === 'how' && /^(?:can|could|dare)$/.test(next)) return true;
    if (tokens[i]?.lower === 'why' && /^(?:should|would|on)$/.test(next)) return true;
  }
  return false;
}

function isDecried(tokens: readonly Token[], cues: readonly Cue[], from: number, start: number): boolean {
  for (let i = from - 1; i >= start && i >= from - 3; i--) {
    const token = tokens[i];
    if (token?.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) return false;
    const cue = cues.find((found) => found.to === i + 1);
    if (cue && isVerdict(cue) && cue.to - cue.from === 1) return cue.sign === -1;
    if (cue?.verb) return false;
  }
  return false;
}

/** The judgement in the adjectives in front of a noun: the first from the right that judges. */
function verdictBefore(
  tokens: readonly Token[],
  cues: readonly Cue[],
  from: number,
  start: number,
): 1 | -1 | undefined {
  for (let i = from - 1; i >= start && i >= from - 5; i--) {
    const token = tokens[i];
    if (token?.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) return undefined;
    if (AUXILIARIES.has(token.lower) || NEGATORS.has(token.lower)) return undefined;
    const cue = cues.find((found) => found.to === i + 1);
    if (cue?.adjective && cue.attitude && !cue.verb && !cue.noun) return cue.sign;
    if (cue?.verb) return undefined;
  }
  return undefined;
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
    (/^(?:with|through|by|via)$/.test(tokens[cue.to]?.lower ?? '') ||
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
  if (!cue.noun || cue.verb) return false;
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

function coordinatesVerb(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  const next = cues.find((cue) => cue.from === at + 1);
  // "should close its plant and cut jobs": a second verb with an object of its own.
  if (next?.verb && next.change && takesObject(tokens, next) && hasObjectBefore(tokens, cues, at)) return true;
  if (!next?.verb || next.noun) return false;
  // "lower and lift" share an object; "suspended talks and" has one already.
  const shared = cues.some(
    (cue) => cue.to === at && cue.verb && !cues.some((other) => other.to === cue.from && other.verb),
  );
  return !shared && /(?:ed|es|s|ing)$/.test(tokens[at + 1]?.lower ?? '');
}

function takesObject(tokens: readonly Token[], cue: Cue): boolean {
  const next = tokens[cue.to];
  return (
    next?.kind === 'word' &&
    !PREPOSITIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    !CONJUNCTIONS.has(next.lower)
  );
}

/** "should close its plant and": a modal, a verb and what it is done to. */
function hasObjectBefore(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  for (let i = at - 1; i >= 1 && i >= at - 8; i--) {
    if (tokens[i]?.kind !== 'word') return false;
    if (!MODALS.has(tokens[i - 1]?.lower ?? '') && tokens[i - 1]?.lower !== 'to') continue;
    const verb = cues.find((cue) => cue.from === i && cue.verb);
    return verb !== undefined && verb.to < at;
  }
  return false;
}

function clauseStart(tokens: readonly Token[], cues: readonly Cue[], from: number, start: number): number {
  for (let i = from - 1; i >= start; i--) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === 'mark' && /^[;:.?!()—–]$/.test(token.lower)) return i + 1;
    if (token.lower === ',' && !isEnumeration(tokens, cues, i, from)) return i + 1;
    if (BARRIERS.has(token.lower)) return i + 1;
    // "suspended cooperation and barred inspectors": the first verb does nothing to the second's object.
    if (token.lower === 'and' && coordinatesVerb(tokens, cues, i)) return i + 1;
    // "the way to end the war is to …": what stands before the copula is the subject.
    if (/^(?:is|are|was|were)$/.test(token.lower) && (tokens[i + 1]?.lower === 'to' || tokens[i + 2]?.lower === 'to'))
      return i + 1;
    if (
      (token.lower === 'by' || token.lower === 'after' || token.lower === 'before' || token.lower === 'for') &&
      /ing$/.test(tokens[i + 1]?.lower ?? '')
    )
      return i + 1;
  }
  return start;
}

/** A comma in a list or around an aside short enough that the verb before it still governs. */
function isEnumeration(tokens: readonly Token[], cues: readonly Cue[], comma: number, from: number): boolean {
  if (from - comma > 6) return false;
  if (
    cues.some(
      (cue) => cue.from > comma && cue.to <= from && cue.verb && !cue.noun && /s$/.test(tokens[cue.from]?.lower ?? ''),
    )
  )
    return false;
  for (let i = comma + 1; i < from; i++) {
    const word = tokens[i]?.lower ?? '';
    if (AUXILIARIES.has(word) || /^(?:he|she|it|they|we|i|you|but|and|which|who)$/.test(word)) return false;
  }
  const next = tokens[comma + 1]?.lower ?? '';
  return !PREPOSITIONS.has(next) && !/^(?:said|says|adding|saying)$/.test(next);
}

function isNegated(tokens: readonly Token[], at: number, left: number): false | 'plain' | 'longer' {
  for (let i = at - 1; i >= left && i >= at - 8; i--) {
    const word = tokens[i]?.lower ?? '';
    if (word === 'longer' && tokens[i - 1]?.lower === 'no') return 'longer';
    if (NEGATORS.has(word)) {
      const next = tokens[i + 1]?.lower ?? '';
      return next === 'only' || next === 'just' ? false : 'plain';
    }
    if (word === 'stopped' && tokens[at]?.lower.endsWith('ing')) return 'longer';
    if (word === 'yet' && tokens[i + 1]?.lower === 'to') return 'plain';
    if (RAISING.has(word)) continue;
    if (word === 'failed' || word === 'fails' || word === 'fail' || word === 'failing') return 'plain';
    if (tokens[i]?.kind === 'mark') return false;
    // Negation reaches over auxiliaries, adverbs and "to", and over "plan", "want", "going" which take an infinitive.
    if (
      !AUXILIARIES.has(word) &&
      !ADVERBS.has(word) &&
      !word.endsWith('ly') &&
      word !== 'to' &&
      word !== 'be' &&
      word !== 'a' &&
      word !== 'any' &&
      word !== 'the' &&
      word !== 'in' &&
      word !== 'going'
    )
      return false;
  }
  return false;
}

/** "emissions must come down", "the tax has to go": what ought to be less or gone. */
function vanishes(tokens: readonly Token[], at: number, end: number): boolean {
  const ought = tokens[at]?.lower ?? '';
  let i = at + 1;
  if (/^(?:has|have|needs|need)$/.test(ought)) {
    if (tokens[i]?.lower !== 'to') return false;
    i++;
  } else if (!/^(?:must|should)$/.test(ought)) return false;
  while (i < end && (ADVERBS.has(tokens[i]?.lower ?? '') || tokens[i]?.lower.endsWith('ly'))) i++;
  const verb = tokens[i]?.lower ?? '';
  const next = tokens[i + 1];
  if (/^(?:come|go)$/.test(verb) && next?.lower === 'down') return true;
  if (verb === 'go') return next === undefined || i + 1 >= end || next.kind === 'mark';
  return /^(?:fall|shrink|decline|disappear|vanish|decrease)$/.test(verb);
}

const VANISHING: Cue = {
  from: 0,
  to: 0,
  groups: [],
  sign: -1,
  reports: false,
  attitude: false,
  change: true,
  open: false,
  verb: true,
  noun: false,
  adjective: false,
};

interface Predicate {
  readonly cue: Cue | undefined;
  readonly negated: boolean;
  readonly modal: boolean;
  readonly deontic: boolean;
  /** What is denied is only that it depends on something ("cannot be subject to conditions"). */
  readonly conditions?: boolean;
}

function finiteLater(tokens: readonly Token[], from: number, end: number): boolean {
  for (let i = from; i < Math.min(end, from + 8); i++) {
    const token = tokens[i];
    if (!token || (token.kind === 'mark' && token.lower !== ',')) return false;
    if (AUXILIARIES.has(token.lower) || MODALS.has(token.lower)) return true;
  }
  return false;
}

/** The predicate that follows a noun: auxiliaries, a negation, and the cue they lead to. */
function predicate(tokens: readonly Token[], cues: readonly Cue[], to: number, end: number): Predicate | undefined {
  let i = to;
  // "a ceasefire in Gaza must", "sanctions on Russia should"
  let skipped = 0;
  while (i < end && skipped < 5) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return undefined;
    if (AUXILIARIES.has(token.lower) || MODALS.has(token.lower)) break;
    const cue = cues.find((found) => found.from === i);
    if (cue?.verb && !cue.noun && cue.change && skipped === 0 && !/ing$/.test(token.lower)) {
      // "assets frozen in the West should be used": a participle that only describes.
      const describes =
        /(?:ed|en|wn|pt|lt)$/.test(token.lower) &&
        PREPOSITIONS.has(tokens[cue.to]?.lower ?? '') &&
        finiteLater(tokens, cue.to, end);
      if (!describes) return { cue, negated: false, modal: false, deontic: false };
      i = cue.to;
      skipped = 1;
      continue;
    }
    if (skipped === 0 && !PREPOSITIONS.has(token.lower)) return undefined;
    if (/^(?:and|but|or|that|which|who|because|if|while|when)$/.test(token.lower)) return undefined;
    skipped++;
    i++;
  }
  if (i >= end || skipped >= 5) return undefined;
  if (vanishes(tokens, i, end)) return { cue: VANISHING, negated: false, modal: true, deontic: true };
  let negated = false;
  let modal = false;
  let deontic = false;
  for (let steps = 0; i < end && steps < 8; steps++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') break;
    const cue = cues.find((found) => found.from === i && !found.reports) ?? cues.find((found) => found.from === i);
    // "an end to it was close": an adjective that is spelt like a verb.
    const spelt = /^(?:close|open|clear|free|secure)$/.test(token.lower);
    if (cue && !spelt && (cue.attitude || cue.change)) return { cue, negated, modal, deontic };
    if (/^(?:subject|conditional|dependent|tied|linked)$/.test(token.lower))
      return { cue: undefined, negated, modal, deontic, conditions: true };
    if (NEGATORS.has(token.lower)) negated = !negated;
    if (MODALS.has(token.lower)) modal = true;
    if (DEONTIC.has(token.lower)) deontic = true;
    else if (
      !AUXILIARIES.has(token.lower) &&
      !ADVERBS.has(token.lower) &&
      !token.lower.endsWith('ly') &&
      !/^(?:a|an|the|to|be|not|never|completely|in|of|by|way|means|at|so|too|least)$/.test(token.lower)
    )
      break;
    i++;
  }
  return { cue: undefined, negated, modal, deontic };
}
