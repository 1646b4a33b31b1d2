import { confidenceOf, type Signals } from './confidence.js';
import type { Holding } from './holding.js';
import type { StanceEvidence } from './stance-evidence.js';
import type { Trace } from './trace.js';
import type { ExtractedStatement, Stance } from './types.js';
import type { StanceLikelihoods } from './weigh-stance.js';

export type CandidateStatement = Omit<ExtractedStatement, 'confidence' | 'statedAt'>;

/** A statement that the text may make, before it is known what else the article has of the same actor and issue. */
export interface Candidate {
  readonly statement: CandidateStatement;
  readonly holding: Holding;
  readonly signals: Signals;
  readonly evidence: StanceEvidence;
  /** What the rules take the stance for; `statement.stance` is the likeliest after weighing. */
  readonly told: Stance;
  readonly likelihoods: StanceLikelihoods;
}

/** A statement with what speaks for and against it. */
export interface WeighedStatement {
  readonly statement: ExtractedStatement;
  readonly signals: Signals;
  /** All that the article has of this actor on this issue. */
  readonly candidates: readonly Candidate[];
}

const STANCES = ['support', 'oppose', 'conditional', 'noncommittal'] as const satisfies readonly Stance[];

/** Of a statement's likeliest showing, the share that another has to have to be as clear. */
const CLEAR = 0.7;

/** One statement for each actor and issue: the stance that the evidence adds up to, shown by the first clear one. */
export function choose(
  candidates: readonly Candidate[],
  actorIds: readonly string[],
  issueIds: readonly string[],
  dayOfStatement: (holding: Holding) => string,
  trace?: Trace,
): WeighedStatement[] {
  const groups = new Map<string, { candidate: Candidate; score: number }[]>();
  for (const candidate of candidates) {
    const key = `${candidate.statement.actor}\n${candidate.statement.issue}`;
    const one = { candidate, score: confidenceOf(candidate.signals) };
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  const chosen: WeighedStatement[] = [];
  for (const list of groups.values()) {
    const totals = new Map<Stance, number>();
    for (const { candidate, score } of list)
      for (const stance of STANCES) {
        const weighs = score * candidate.likelihoods[stance];
        if (weighs > 0) totals.set(stance, (totals.get(stance) ?? 0) + weighs);
      }
    const all = [...totals.values()].reduce((sum, total) => sum + total, 0);
    let stance: Stance | undefined;
    let bestTotal = -1;
    for (const { candidate } of list) {
      const total = totals.get(candidate.statement.stance) ?? 0;
      if (total <= bestTotal + 1e-9) continue;
      stance = candidate.statement.stance;
      bestTotal = total;
    }
    const agreeing = list.filter(({ candidate }) => candidate.statement.stance === stance);
    const surest = agreeing.reduce((best, one) => (one.score > best.score + 1e-9 ? one : best));
    // Shown is the first that is clear: the text only comes back to it later.
    const shown = agreeing
      .filter(({ score }) => score >= CLEAR * surest.score)
      .reduce((first, one) => (one.candidate.statement.start < first.candidate.statement.start ? one : first));
    const signals: Signals = {
      ...surest.candidate.signals,
      repeated: Math.min(1, (agreeing.reduce((sum, { score }) => sum + score, 0) - surest.score) / 1.5),
      contradicted: all > 0 ? (all - bestTotal) / all : 0,
    };
    const weighed: WeighedStatement = {
      statement: {
        ...shown.candidate.statement,
        statedAt: dayOfStatement(shown.candidate.holding),
        confidence: Math.round(confidenceOf(signals) * 1000) / 1000,
      },
      signals,
      candidates: list.map(({ candidate }) => candidate),
    };
    chosen.push(weighed);
    trace?.chosen(shown.candidate.statement, weighed, totals);
  }
  return chosen.sort(
    ({ statement: a }, { statement: b }) =>
      a.start - b.start ||
      actorIds.indexOf(a.actor) - actorIds.indexOf(b.actor) ||
      issueIds.indexOf(a.issue) - issueIds.indexOf(b.issue),
  );
}
