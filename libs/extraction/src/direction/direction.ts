import type { Cue } from '../cues.js';
import { DEONTIC, MODALS } from '../data/function-words.js';
import type { Token } from '../tokens.js';
import type { DirectionListener, DirectionStep } from '../trace.js';
import { clauseStart } from './clause-start.js';
import { governorsOf, isBlamed, lessBehind, nounBehind } from './governors.js';
import { indispensableAt } from './indispensable.js';
import {
  isDecried,
  isNamed,
  isRhetorical,
  regretsAt,
  relativeVerdict,
  verdictAfter,
  verdictBefore,
} from './judgement.js';
import { bareNegation, isBidden, isNegated, refusesToExclude } from './negation.js';
import { passedOverAt } from './passed-over.js';
import { ofSubject, type Predicate, predicate } from './predicate.js';

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

/** A direction while it is read. */
class Reckoning {
  private sign: 1 | -1 = 1;
  governed = false;
  attitude = false;
  change = false;
  negatedRefusal = false;
  dropped = false;
  modal = false;
  deontic = false;

  constructor(private readonly hear: DirectionListener | undefined) {}

  turn(step: DirectionStep): void {
    this.sign = (this.sign * step.sign) as 1 | -1;
    this.hear?.(step);
  }

  /** Whatever was read before, this is the speaker's own word. */
  settle(sign: 1 | -1, from: number, to: number): void {
    this.turn({ rule: 'decried', from, to, sign: (this.sign * sign) as 1 | -1 });
  }

  done(): Direction {
    const { sign, governed, attitude, change, negatedRefusal, dropped, modal, deontic } = this;
    return { sign, governed, attitude: attitude || deontic, change, negatedRefusal, dropped, modal, deontic };
  }
}

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
  const reckoning = new Reckoning(hear);
  const clause = clauseStart(tokens, cues, from, start);
  const without = indispensableAt(tokens, from, clause, start, end);
  // "will not accept a deal without X": the refusal is of the deal that lacks it.
  const other = passedOverAt(tokens, from, clause);
  const left = Math.max(clause, (without ?? -1) + 1, other ?? 0);
  const governors = governorsOf(tokens, cues, from, to, left);
  readBefore(reckoning, tokens, cues, governors, from, left);
  // "talks instead of a strike", "would rather resign than give in".
  if (other !== undefined) {
    reckoning.governed = true;
    reckoning.attitude = true;
    reckoning.turn({ rule: 'negation', from: other - 1, to: other, sign: -1 });
  }
  // "without guarantees there will be no peace", "no deal without them": what may not be missing is wanted.
  if (without !== undefined) {
    reckoning.governed = true;
    reckoning.deontic = true;
    reckoning.turn({ rule: 'indispensable', from: without, to: without + 1, sign: 1 });
  }
  const head = nounBehind(tokens, cues, to);
  if (head) {
    reckoning.governed = true;
    reckoning.change = true;
    reckoning.turn({ rule: 'head', from: head.from, to: head.to, sign: head.sign });
  }
  const less = lessBehind(cues, to);
  if (less) {
    reckoning.governed = true;
    reckoning.change = true;
    reckoning.turn({ rule: 'head', from: less.from, to: less.to, sign: -1 });
  }
  const behind = head ? head.to : to;
  const right = ofSubject(tokens, predicate(tokens, cues, behind, end), behind, end);
  // What stands in a relative clause ("those who chose to build it") is somebody else's.
  const relative = /^(?:who|which|that)$/.test(tokens[clause - 1]?.lower ?? '');
  const judging = without === undefined && (!reckoning.attitude || relative || isNamed(tokens, governors));
  const verdict =
    judging && !right?.cue?.attitude && !(right?.cue && right.deontic)
      ? verdictAfter(tokens, cues, to, end, left, from)
      : undefined;
  if (verdict) judge(reckoning, verdict.sign);
  // "damaging strikes", "a fair and reasonable offer": with nothing said of what is to be done, the adjective tells.
  const judged =
    !reckoning.governed && !right?.cue && !right?.negated ? verdictBefore(tokens, cues, from, start) : undefined;
  if (judged) judge(reckoning, judged);
  for (const at of regretsAt(tokens, start, end)) reckoning.turn({ rule: 'regret', from: at, to: at + 1, sign: -1 });
  if (right && !verdict) readPredicate(reckoning, right);
  if (isRhetorical(tokens, start, from)) reckoning.turn({ rule: 'rhetorical', sign: -1 });
  // "will not give up its absurd demands": whoever is said to want it, the adjective is the speaker's.
  if (isDecried(tokens, cues, from, start)) {
    reckoning.governed = true;
    reckoning.attitude = true;
    reckoning.settle(-1, from - 1, from);
  } else if (relativeVerdict(tokens, to, end) === -1) {
    reckoning.governed = true;
    reckoning.attitude = true;
    reckoning.settle(-1, to, to + 1);
  }
  return reckoning.done();
}

function judge(reckoning: Reckoning, sign: 1 | -1): void {
  reckoning.governed = true;
  reckoning.attitude = true;
  reckoning.turn({ rule: 'verdict', sign });
}

/** What stands to the left in the clause: cues, a denial that none of them took up, modals. */
function readBefore(
  reckoning: Reckoning,
  tokens: readonly Token[],
  cues: readonly Cue[],
  governors: readonly Cue[],
  from: number,
  left: number,
): void {
  if (refusesToExclude(tokens, cues, from, left)) reckoning.negatedRefusal = true;
  for (const cue of governors) if (!cue.open) readGovernor(reckoning, tokens, cue, left);
  const denied = bareNegation(tokens, cues, from, left);
  if (denied !== undefined) {
    reckoning.governed = true;
    reckoning.turn({ rule: 'negation', from: denied, to: denied + 1, sign: -1 });
  }
  for (let i = left; i < from; i++) {
    const word = tokens[i]?.lower ?? '';
    if (MODALS.has(word)) reckoning.modal = true;
    if (DEONTIC.has(word)) reckoning.deontic = true;
  }
}

function readGovernor(reckoning: Reckoning, tokens: readonly Token[], cue: Cue, left: number): void {
  if (!cue.attitude && !cue.change) return;
  const negated = isNegated(tokens, cue.from, left);
  reckoning.governed = true;
  if (cue.attitude) reckoning.attitude = true;
  if (cue.change) reckoning.change = true;
  let sign: number = cue.sign;
  // "Norland is blocking X": the word blames, and who blames wants what is blocked.
  if (!negated && isBlamed(tokens, cue, left)) {
    reckoning.attitude = true;
    sign = -sign;
  }
  if (negated) {
    if (cue.attitude && cue.sign === -1 && cue.verb && !isBidden(tokens, cue.from, left))
      reckoning.negatedRefusal = true;
    if (cue.attitude && cue.sign === 1 && negated === 'longer') reckoning.dropped = true;
    sign = -sign;
  }
  reckoning.turn({ rule: 'cue', from: cue.from, to: cue.to, sign: sign as 1 | -1, negated: negated !== false });
}

/** "sanctions should be lifted", "troops are out of the question". */
function readPredicate(reckoning: Reckoning, { cue, negated, modal, deontic, conditions }: Predicate): void {
  if (modal) reckoning.modal = true;
  if (deontic) reckoning.deontic = true;
  if (cue && (cue.attitude || cue.change)) {
    reckoning.governed = true;
    if (cue.attitude) reckoning.attitude = true;
    if (cue.change) reckoning.change = true;
    const sign = (cue.sign * (negated ? -1 : 1)) as 1 | -1;
    reckoning.turn({ rule: 'predicate', from: cue.from, to: cue.to, sign, negated });
    if (negated && cue.sign === -1 && cue.attitude && cue.verb) reckoning.negatedRefusal = true;
  } else if (negated && !conditions) {
    reckoning.governed = true;
    reckoning.turn({ rule: 'negation', sign: -1 });
  }
}
