import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DEONTIC,
  DETERMINERS,
  FIRST_PERSON,
  MODALS,
  MONTHS_AND_DAYS,
  NEGATORS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import { predicateSign, verdictOf } from './data/verdicts.js';
import { verbForms } from './morphology.js';
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
const NEGATION_REACH = 8;
/** Verbs a negation is raised over: "does not believe that they want". */
const RAISING = new Set(
  'anticipate anticipates anticipated foresee foresees envisage envisages think thinks thought believe believes believed say says said show shows shown showed prove proved see sees seen saw feel expect expects suppose seem seems appear appears mean means sign evidence convinced clear sure that it he she they we you i is be to have has'.split(
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

  const clause = clauseStart(tokens, cues, from, start);
  const without = indispensableAt(tokens, from, clause, start, end);
  // "will not accept a deal without X": the refusal is of the deal that lacks it.
  const left = without === undefined ? clause : without + 1;
  const apply = (cue: Cue) => {
    const negated = isNegated(tokens, cue.from, left);
    if (cue.open) return;
    if (cue.attitude || cue.change) {
      governed = true;
      if (cue.attitude) attitude = true;
      if (cue.change) change = true;
      let own: number = cue.sign;
      // "Norland is blocking X": the word blames, and who blames wants what is blocked.
      if (!negated && isBlamed(tokens, cue, left)) {
        attitude = true;
        own = -own;
      }
      if (negated) {
        if (cue.attitude && cue.sign === -1 && cue.verb && !isBidden(tokens, cue.from, left)) negatedRefusal = true;
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
  const all = cues.filter((cue) => cue.to <= from && cue.from >= left && (cue.attitude || cue.change || cue.open));
  // "accused it of trumpeting lies on the talks": blame alone says nothing of what it is about.
  const deeds =
    all.some((cue) => !isBlame(cue) && !cue.open) ||
    cues.some((cue) => cue.change && cue.from >= from && cue.from <= to && (cue.to <= to || cue.from === to));
  const governors = deeds ? all : all.filter((cue) => !isBlame(cue));
  for (const cue of governors) {
    if (cue.adjective && !cue.verb && !cue.noun && isAttributive(tokens, cue)) continue;
    if ((isVerdict(cue) || standsBefore(tokens, cue)) && cue.to === from) continue;
    // "smaller countries want caps", "a shorter week": less of the very next thing.
    if (cue.adjective && cue.change && !cue.verb && !cue.noun && from - cue.to > 1) continue;
    if (isDetached(tokens, cue, from)) continue;
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
    const nil = token.lower.startsWith('zero-');
    if (
      (NEGATORS.has(token.lower) || notYet || nil) &&
      tokens[i + 1]?.lower !== 'only' &&
      tokens[i + 1]?.lower !== 'just'
    ) {
      sign = -sign as 1 | -1;
      governed = true;
      hear?.({ rule: 'negation', from: i, to: i + 1, sign: -1 });
      break;
    }
  }
  // "without guarantees there will be no peace", "no deal without them": what may not be missing is wanted.
  if (without !== undefined) {
    governed = true;
    deontic = true;
    hear?.({ rule: 'indispensable', from: without, to: without + 1, sign: 1 });
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
  // "produce less of it"
  if (cues.some((cue) => cue.from === to && cue.groups.some((group) => group.id === 'less'))) {
    governed = true;
    change = true;
    sign = -sign as 1 | -1;
  }
  // The predicate to the right.
  const right = ofSubject(tokens, predicate(tokens, cues, head ? head.to : to, end), head ? head.to : to, end);
  // What stands in a relative clause ("those who chose to build it") is somebody else's.
  const relative = /^(?:who|which|that)$/.test(tokens[clause - 1]?.lower ?? '');
  const judging = without === undefined && (!attitude || relative || isNamed(tokens, governors));
  const verdict = judging && !right?.cue?.attitude ? verdictAfter(tokens, cues, to, end, left, from) : undefined;
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
  if (right && !verdict) {
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

/** "the treaty should cap output": a verb that does something to its object tells nothing of what its subject is to be. */
function ofSubject(
  tokens: readonly Token[],
  found: Predicate | undefined,
  to: number,
  end: number,
): Predicate | undefined {
  const cue = found?.cue;
  if (!found || !cue || cue === VANISHING || !cue.change || cue.attitude || !cue.verb || cue.to >= end) return found;
  const next = tokens[cue.to];
  if (!next || !takesObject(tokens, cue) || ADVERBS.has(next.lower) || next.lower.endsWith('ly')) return found;
  if (
    /^(?:next|last|this|that|out|up|down|off|away|back|over|apart|ahead|in|home|right|straight|at|too|more|less|if|when|once|unless|because|as|soon|now)$/.test(
      next.lower,
    ) ||
    next.lower === 'to'
  )
    return found;
  if (MONTHS_AND_DAYS.has(next.lower)) return found;
  for (let i = to; i < cue.from; i++)
    if (
      /^(?:be|been|being|is|are|was|were|get|gets|got)$/.test(tokens[i]?.lower ?? '') &&
      !/ing$/.test(tokens[cue.from]?.lower ?? '')
    )
      return found;
  return { ...found, cue: undefined, negated: false };
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

/** "answer tariffs with countermeasures", "by the end of May, together with a truce": what stands there is not what the noun is of. */
function isDetached(tokens: readonly Token[], cue: Cue, from: number): boolean {
  if (!cue.noun || cue.verb || !cue.change) return false;
  if (/^(?:with|by|through|via|as|than)$/.test(tokens[cue.to]?.lower ?? '')) return true;
  for (let i = cue.to; i < from - 1; i++)
    if (tokens[i]?.lower === ',' && /^(?:together|along|with|as|in|by|including)$/.test(tokens[i + 1]?.lower ?? ''))
      return true;
  return false;
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
function isBlamed(tokens: readonly Token[], cue: Cue, left: number): boolean {
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

/** "not to reject it", "must not be dropped", "wrong to refuse": the refusal is warned against, not left open. */
function isBidden(tokens: readonly Token[], at: number, left: number): boolean {
  for (let i = at - 1; i >= left && i >= at - 5; i--) {
    const word = tokens[i]?.lower ?? '';
    if (word === 'to' && tokens[i - 1]?.lower === 'not') return true;
    if (/^(?:must|should|ought|mustn't|shouldn't|cannot|can't|dare)$/.test(word)) return true;
    if (/^(?:can|could)$/.test(word) && tokens[i + 1]?.lower === 'no') return true;
    if (
      !NEGATORS.has(word) &&
      !ADVERBS.has(word) &&
      word !== 'be' &&
      word !== 'to' &&
      word !== 'longer' &&
      !word.endsWith('ly')
    )
      return false;
  }
  return false;
}

/** "called the refusal of X “shameful”": what is judged is somebody's refusal, and the noun is no attitude of who judges. */
function isNamed(tokens: readonly Token[], governors: readonly Cue[]): boolean {
  const attitudes = governors.filter((cue) => cue.attitude && !(cue.verb && NAMES.has(tokens[cue.from]?.lower ?? '')));
  return (
    attitudes.length > 0 &&
    attitudes.every(
      (cue) =>
        cue.noun &&
        !cue.verb &&
        (tokens[cue.from - 1]?.lower === "'s" || DETERMINERS.has(tokens[cue.from - 1]?.lower ?? '')),
    )
  );
}

/** "Without X we cannot …", "no Y without X": a denial, or something bad, on the other side of "without". */
function indispensableAt(
  tokens: readonly Token[],
  from: number,
  left: number,
  start: number,
  end: number,
): number | undefined {
  for (let i = from - 1; i >= left && i >= from - NEGATION_REACH; i--) {
    if (tokens[i]?.lower === 'without') return isIndispensable(tokens, i, start, end) ? i : undefined;
    if (tokens[i]?.kind === 'mark') return undefined;
  }
  return undefined;
}

function isIndispensable(tokens: readonly Token[], at: number, start: number, end: number): boolean {
  const opens =
    at === start ||
    tokens[at - 1]?.lower === 'that' ||
    (tokens[at - 1]?.kind === 'mark' && tokens[at - 1]?.lower !== ',');
  for (let i = opens ? at + 1 : start; i < (opens ? end : at); i++) {
    const word = tokens[i]?.lower ?? '';
    if (NEGATORS.has(word) || verdictOf(word) === -1 || AMISS.has(word)) return true;
  }
  return false;
}

const AMISS = new Set(
  'impossible pointless fail fails failed failure collapse collapses collapsed doomed suffer suffers die dies end ends lose worse war hunger poverty chaos'.split(
    ' ',
  ),
);

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
  left: number,
  from: number,
): { readonly sign: 1 | -1 } | undefined {
  const told = predicateVerdict(tokens, to, end);
  if (told !== 0) return { sign: isTooLittle(tokens, to, end) && !OFFERS.has(tokens[to - 1]?.lower ?? '') ? 1 : told };
  const naming = cues.some((cue) => cue.from >= left && cue.to <= from && NAMES.has(tokens[cue.from]?.lower ?? ''));
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
    // "called caps on exports irresponsible": only what belongs to the noun stands between.
    if (
      (cue.to >= end || tokens[cue.to]?.kind === 'mark') &&
      cue.from - to <= 7 &&
      PREPOSITIONS.has(tokens[to]?.lower ?? '') &&
      !tokens
        .slice(to, cue.from)
        .some(
          (token, k) =>
            token.kind === 'mark' ||
            AUXILIARIES.has(token.lower) ||
            cues.some((other) => other.from === to + k && other.verb && !other.noun),
        )
    )
      copula = true;
    // "called fishing rights for the islands “a farce”".
    if (naming && tokens.slice(to, cue.from).every((token) => token.kind !== 'mark' && !AUXILIARIES.has(token.lower)))
      copula = true;
    if (copula && isTooLittle(tokens, cue.from, cue.to) && !OFFERS.has(tokens[to - 1]?.lower ?? ''))
      return { sign: negated ? -1 : 1 };
    if (copula) return { sign: negated ? (-cue.sign as 1 | -1) : cue.sign };
  }
  return undefined;
}

/** Verbs that give a thing a name: "called the closures a disgrace". */
const NAMES = new Set(
  [
    'call',
    'describe',
    'label',
    'brand',
    'term',
    'dismiss',
    'denounce',
    'deem',
    'find',
    'consider',
    'think',
    'dub',
    'see',
    'view',
    'regard',
    'hail',
    'condemn',
    'decry',
    'slam',
  ].flatMap(verbForms),
);
/** What is put to somebody: too little of it is a reason to say no, where too little of anything else asks for more. */
const OFFERS = new Set(
  'offer offers proposal proposals deal deals plan plans text draft drafts compromise bid terms package agreement treaty framework'.split(
    ' ',
  ),
);
function isTooLittle(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < Math.min(to, from + 8); i++) {
    const word = tokens[i]?.lower ?? '';
    const next = tokens[i + 1]?.lower ?? '';
    if (/^(?:insufficient|inadequate|paltry|meagre|meager)$/.test(word)) return true;
    if (word === 'too' && /^(?:low|little|weak|few|slow|small|timid|late)$/.test(next)) return true;
    if (/^(?:not|n't|isn't|nowhere|aren't)$/.test(word) && /^(?:enough|near|sufficient)$/.test(next)) return true;
    if (word === 'short' && next === 'of') return true;
    if (word === 'enough' && tokens[i - 1]?.lower === 'far') return true;
  }
  return false;
}

/** "has failed", "makes no sense", "would cost too much", "works": what a predicate without a word of attitude says of its subject. */
function predicateVerdict(tokens: readonly Token[], to: number, end: number): 1 | -1 | 0 {
  let negated = false;
  for (let i = skipComplement(tokens, to, end); i < Math.min(end, to + 12); i++) {
    const token = tokens[i];
    if (token?.kind !== 'word') return 0;
    if (NEGATORS.has(token.lower)) {
      negated = true;
      continue;
    }
    if (
      /^(?:designed|intended|meant|bound|set|likely|sure|certain|going|able)$/.test(token.lower) &&
      tokens[i + 1]?.lower === 'to'
    ) {
      i++;
      continue;
    }
    const sign = predicateSign(tokens, i, end);
    if (sign !== 0) return negated ? (-sign as 1 | -1) : sign;
    if (!AUXILIARIES.has(token.lower) && !ADVERBS.has(token.lower) && !token.lower.endsWith('ly')) return 0;
  }
  return 0;
}

/** Behind what belongs to the noun: "caps | on exports to the north | would …". */
function skipComplement(tokens: readonly Token[], to: number, end: number): number {
  if (!PREPOSITIONS.has(tokens[to]?.lower ?? '')) return to;
  for (let i = to + 1; i < Math.min(end, to + 7); i++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return to;
    if (AUXILIARIES.has(token.lower) || predicateSign(tokens, i, end) !== 0) return i;
  }
  return to;
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

/** "criticised it for blocking X": the deed behind "for" is what is judged. */
function isJudgedDeed(tokens: readonly Token[], cues: readonly Cue[], at: number, start: number): boolean {
  return (
    tokens[at]?.lower === 'for' &&
    cues.some(
      (cue) =>
        cue.from >= start &&
        cue.to <= at &&
        at - cue.to <= 7 &&
        cue.verb &&
        cue.attitude &&
        JUDGES.has(tokens[cue.from]?.lower ?? ''),
    )
  );
}
const JUDGES = new Set(
  [
    'criticise',
    'criticize',
    'condemn',
    'denounce',
    'slam',
    'blast',
    'praise',
    'applaud',
    'commend',
    'thank',
    'blame',
    'fault',
    'rebuke',
    'reproach',
    'censure',
    'attack',
    'hail',
    'chide',
    'castigate',
    'lambast',
    'lambaste',
    'berate',
    'upbraid',
    'scold',
    'congratulate',
    'berate',
  ].flatMap(verbForms),
);

/** "such a thing as", "such as": no clause begins. */
function isSuchAs(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'as') return false;
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) if (tokens[i]?.lower === 'such') return true;
  return false;
}

function clauseStart(tokens: readonly Token[], cues: readonly Cue[], from: number, start: number): number {
  for (let i = from - 1; i >= start; i--) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === 'mark' && /^[;:.?!()—–]$/.test(token.lower)) return i + 1;
    if (token.lower === ',' && !isEnumeration(tokens, cues, i, from)) return i + 1;
    if (BARRIERS.has(token.lower) && !isSuchAs(tokens, i)) return i + 1;
    // "suspended cooperation and barred inspectors": the first verb does nothing to the second's object.
    if (token.lower === 'and' && coordinatesVerb(tokens, cues, i)) return i + 1;
    // "the way to end the war is to …": what stands before the copula is the subject.
    if (/^(?:is|are|was|were)$/.test(token.lower) && (tokens[i + 1]?.lower === 'to' || tokens[i + 2]?.lower === 'to'))
      return i + 1;
    if (
      (token.lower === 'by' || token.lower === 'after' || token.lower === 'before' || token.lower === 'for') &&
      i + 1 !== from &&
      !cues.some((cue) => cue.from < i && cue.to === i + 1) &&
      /ing$/.test(tokens[i + 1]?.lower ?? '') &&
      !isJudgedDeed(tokens, cues, i, start)
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
    if (word === 'one' && tokens[i - 1]?.lower === 'no') continue;
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
      word !== 'going' &&
      word !== 'such' &&
      word !== 'an'
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
