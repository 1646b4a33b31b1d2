import type { Candidate, CandidateStatement, WeighedStatement } from './choose.js';
import type { Signals } from './confidence.js';
import type { Holding } from './holding.js';
import type { AnchorMatch } from './issues/anchor.js';
import type { Reading } from './stance.js';

/*
 * What the stages tell a listener on the way to a statement. Nobody listens unless an explanation is asked for, and then
 * nothing is decided otherwise: a stage says what it did, and is never asked. Token indexes are those of the content as it was
 * read (`Trace.reading` is told what they are in the document).
 */

/** What turned or kept the direction of the words that name an issue. */
export interface DirectionStep {
  /**
   * cue: a word of the cue frames governs them; negation: a denial that no cue took up; indispensable: "no deal without them";
   * head: the noun behind them says what is done to them; predicate: the verb behind them; verdict: a judgement before or
   * behind them; decried: a scornful adjective right before them; regret: "unfortunately"; rhetorical: a question that denies.
   */
  readonly rule:
    | 'cue'
    | 'negation'
    | 'indispensable'
    | 'head'
    | 'predicate'
    | 'verdict'
    | 'decried'
    | 'regret'
    | 'rhetorical';
  /** Tokens from, up to (not including) to; absent where no single word does it. */
  readonly from?: number;
  readonly to?: number;
  /** What it does to the direction: +1 keeps, -1 turns. */
  readonly sign: 1 | -1;
  readonly negated?: boolean;
}

export type DirectionListener = (step: DirectionStep) => void;

/** Why words that name an issue were not counted. */
export type AnchorLeft =
  | 'outside-content'
  | 'inside-longer-cue'
  | 'is-the-cue'
  | 'longer-term-of-another-issue'
  | 'in-condition'
  | 'purpose'
  | 'circumstance'
  | 'nothing-done-to-it'
  | 'points-back-without-verb';

/** How words that name an issue were counted. */
export interface AnchorCount {
  readonly direction: readonly DirectionStep[];
  /** The direction towards the proposition: +1 for it, -1 against it. */
  readonly sign: 1 | -1;
  /** What it adds to the vote on support (above 0) or opposition (below 0). */
  readonly vote: number;
  /** The same words were counted for the link already. */
  readonly overlapping: boolean;
  /** "any mention of X", "leaves X out": turned because of that. */
  readonly treated: boolean;
  readonly leftOut: boolean;
}

/** What a stance was decided on. */
export interface StanceParts {
  readonly vote: number;
  /** Somebody declines to take a side. */
  readonly open: boolean;
  /** "did not rule out". */
  readonly refusalDenied: boolean;
  /** "no longer insists". */
  readonly dropped: boolean;
  /** What made the stance clear, or less so. */
  readonly clear: readonly (
    | 'attitude'
    | 'deontic'
    | 'change'
    | 'modal'
    | 'first-person'
    | 'quoted'
    | 'assessment'
    | 'governed'
    | 'weak-modal'
    | 'open'
  )[];
}

export interface ReadingTrace {
  left(anchor: AnchorMatch, why: AnchorLeft): void;
  counted(anchor: AnchorMatch, count: AnchorCount): void;
  read(issue: number, reading: Reading, parts: StanceParts): void;
  /** A reading that is given up: the words are too unsure, or surely about another issue. */
  refused(issue: number, why: 'weak-link' | 'condition-of-assessment'): void;
}

/** Why nothing was made of what somebody says or does. */
export type HoldingLeft = 'repeated-paragraph' | 'unknown-speaker' | 'no-content' | 'other-subject';
/** Why a reading on an issue is no statement whatever its likelihood. */
export type CandidateLeft = 'own-act';

export interface Trace {
  /** A holding that is not read. */
  left(holding: Holding, why: HoldingLeft): void;
  /** A holding that is about to be read; `indexes` are the document's tokens of the content's tokens. */
  reading(holding: Holding, indexes: readonly number[], anchors: readonly AnchorMatch[]): ReadingTrace;
  /** A reading of an act that is the actor's own. */
  passedOver(holding: Holding, issue: number, signals: Signals, why: CandidateLeft, actor: string): void;
  candidate(issue: number, candidate: Candidate): void;
  /** Of the candidates for an actor and issue, the one that is shown if it is likely enough, and what each stance weighed. */
  chosen(candidate: CandidateStatement, shown: WeighedStatement, totals: ReadonlyMap<string, number>): void;
}
