import type { Span } from '@parley/extraction';

/** What is scored of a statement, annotated or extracted. */
export interface ScoredStatement {
  readonly actor: string;
  readonly issue: string;
  readonly stance: string;
  readonly kind?: string;
  readonly start?: number;
  readonly end?: number;
  readonly evidence?: string;
}

/** What is scored of an annotated article. */
export interface ScoredArticle<S extends ScoredStatement = ScoredStatement> {
  readonly id: string;
  readonly dossier: string;
  readonly text: string;
  readonly statements: readonly S[];
}

export interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

export interface StatementScores {
  /** Actor, issue and stance right. */
  readonly joint: Rates;
  /** Actor and issue right, whatever the stance. */
  readonly found: Rates;
  /** Of the annotated statements whose actor and issue were found, the share with the right stance. */
  readonly stanceAccuracy: number;
  /** Of the joint hits, the share whose span overlaps the annotated evidence. */
  readonly evidence: number;
  readonly byStance: Readonly<Record<string, Rates>>;
  readonly recallByKind: Readonly<Record<string, number>>;
  readonly byDossier: Readonly<Record<string, Rates>>;
}

interface Tally {
  tp: number;
  fp: number;
  fn: number;
}

export const tally = (): Tally => ({ tp: 0, fp: 0, fn: 0 });

/** Precision, recall and F1 of counts; 0 where nothing was there to count. */
export function ratesOf({ tp, fp, fn }: Tally): Rates {
  const precision = tp / (tp + fp || 1);
  const recall = tp / (tp + fn || 1);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1), tp, fp, fn };
}

export const jointKey = (s: ScoredStatement): string => `${s.actor}|${s.issue}|${s.stance}`;
export const pairKey = (s: ScoredStatement): string => `${s.actor}|${s.issue}`;

/**
 * Scores statements against gold by the rules of test/gold/score.mjs, number for number: within an article the set of
 * (actor, issue, stance), micro-averaged over articles; an article that is not in `predicted` counts as predicted empty.
 */
export function scoreStatements(
  gold: readonly ScoredArticle[],
  predicted: ReadonlyMap<string, readonly ScoredStatement[]>,
): StatementScores {
  const joint = tally();
  const found = tally();
  const byStance = new Map<string, Tally>();
  const byKind = new Map<string, Tally>();
  const byDossier = new Map<string, Tally>();
  let evidenceHits = 0;
  let stanceRight = 0;
  let stanceSeen = 0;
  for (const article of gold) {
    const expected = new Map(article.statements.map((s) => [jointKey(s), s]));
    const got = new Map((predicted.get(article.id) ?? []).map((s) => [jointKey(s), s]));
    const expectedPairs = new Set(article.statements.map(pairKey));
    const gotPairs = new Set([...got.values()].map(pairKey));
    const dossier = entry(byDossier, article.dossier);
    for (const [key, statement] of expected) {
      const hit = got.get(key);
      const counts = [joint, dossier, entry(byStance, statement.stance), entry(byKind, String(statement.kind))];
      for (const count of counts) count[hit ? 'tp' : 'fn']++;
      if (hit && overlap(spanIn(article.text, hit), spanIn(article.text, statement))) evidenceHits++;
      if (gotPairs.has(pairKey(statement))) {
        stanceSeen++;
        if (hit) stanceRight++;
      }
    }
    for (const [key, statement] of got)
      if (!expected.has(key)) for (const count of [joint, dossier, entry(byStance, statement.stance)]) count.fp++;
    for (const pair of expectedPairs) found[gotPairs.has(pair) ? 'tp' : 'fn']++;
    for (const pair of gotPairs) if (!expectedPairs.has(pair)) found.fp++;
  }
  const rates = (counts: ReadonlyMap<string, Tally>) =>
    Object.fromEntries([...counts].map(([name, count]) => [name, ratesOf(count)]));
  return {
    joint: ratesOf(joint),
    found: ratesOf(found),
    stanceAccuracy: stanceRight / (stanceSeen || 1),
    evidence: evidenceHits / (joint.tp || 1),
    byStance: rates(byStance),
    recallByKind: Object.fromEntries([...byKind].map(([kind, { tp, fn }]) => [kind, tp / (tp + fn)])),
    byDossier: rates(byDossier),
  };
}

function entry(counts: Map<string, Tally>, name: string): Tally {
  let count = counts.get(name);
  if (!count) {
    count = tally();
    counts.set(name, count);
  }
  return count;
}

function spanIn(text: string, s: ScoredStatement): Span | undefined {
  if (s.start !== undefined && s.end !== undefined && Number.isInteger(s.start) && Number.isInteger(s.end))
    return { start: s.start, end: s.end };
  const start = s.evidence ? text.indexOf(s.evidence) : -1;
  return s.evidence === undefined || start < 0 ? undefined : { start, end: start + s.evidence.length };
}

function overlap(a: Span | undefined, b: Span | undefined): boolean {
  return a !== undefined && b !== undefined && a.start < b.end && b.start < a.end;
}
