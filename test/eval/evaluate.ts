import type { Dossier } from '@parley/dossier';
import { createExtractor, type ExtractedStatement, type Extractor } from '@parley/extraction';
import { type Calibration, calibrate } from './calibration.js';
import { type Cause, countCauses, findCauses } from './find-causes.js';
import { findErrors, type StatementError } from './find-errors.js';
import type { GoldArticle, GoldAttributions, GoldStatement } from './gold.js';
import { type AttributedArticle, type AttributionScores, scoreAttributions } from './score-attributions.js';
import { jointKey, type StatementScores, scoreStatements } from './score-statements.js';

/** How the rule engine does on one set of annotated articles. */
export interface Evaluation {
  readonly articles: number;
  readonly statements: number;
  readonly scores: StatementScores;
  /** The same scores for each negotiation alone. */
  readonly byDossier: Readonly<Record<string, StatementScores>>;
  /** Between the best and the worst negotiation of the set, in joint F1. */
  readonly gap: number;
  readonly calibration: Calibration;
  /** Null where no attributions of these articles are annotated. */
  readonly attributions: (AttributionScores & { readonly articles: number }) | null;
  /** Of each negotiation, why annotated statements did not come out as annotated, the commonest cause first. */
  readonly causes: Readonly<Record<string, readonly (readonly [Cause, number])[]>>;
  /** Mistakes, without those of the negotiations in `withheld`. */
  readonly errors: readonly StatementError<GoldStatement, ExtractedStatement>[];
  /** The negotiations whose mistakes are kept from whoever writes rules. */
  readonly withheld: readonly string[];
}

/**
 * Runs the rule engine over annotated articles with their dossiers and scores what comes out. Of the negotiations that
 * `withhold` names only figures come out, so that nobody tunes on them by accident.
 */
export function evaluate(
  gold: readonly GoldArticle[],
  dossiers: ReadonlyMap<string, Dossier>,
  attributions: readonly GoldAttributions[],
  withhold: ReadonlySet<string> = new Set(),
): Evaluation {
  const extractors = new Map<string, Extractor>();
  for (const [id, dossier] of dossiers) extractors.set(id, createExtractor(dossier));
  const extractorOf = (article: GoldArticle): Extractor => {
    const extractor = extractors.get(article.dossier);
    if (!extractor) throw new Error(`No dossier ${article.dossier} for article ${article.id}.`);
    return extractor;
  };

  const predicted = new Map(gold.map((article) => [article.id, extractorOf(article).extract(inputOf(article))]));
  const annotated = new Map(attributions.map((one) => [one.id, one.attributions]));
  const attributed = gold.flatMap((article): AttributedArticle[] => {
    const expected = annotated.get(article.id);
    return expected ? [{ text: article.text, expected, got: extractorOf(article).attributions(inputOf(article)) }] : [];
  });
  const byDossier = Object.fromEntries(
    [...dossiers.keys()].map((id) => [
      id,
      scoreStatements(
        gold.filter((article) => article.dossier === id),
        predicted,
      ),
    ]),
  );
  const joints = Object.values(byDossier).map((scores) => scores.joint.f1);
  const outcomes = gold.flatMap((article) => {
    const right = new Set(article.statements.map(jointKey));
    return (predicted.get(article.id) ?? []).map((one) => ({
      confidence: one.confidence,
      right: right.has(jointKey(one)),
    }));
  });
  const causes = Object.fromEntries(
    [...dossiers.keys()].map((id) => [
      id,
      countCauses(
        gold
          .filter((article) => article.dossier === id)
          .flatMap((article) =>
            findCauses(
              article.statements.map((one) => located(one, article.text)),
              predicted.get(article.id) ?? [],
              extractorOf(article).explain(inputOf(article)),
            ),
          ),
      ),
    ]),
  );
  return {
    causes,
    articles: gold.length,
    statements: gold.reduce((sum, article) => sum + article.statements.length, 0),
    scores: scoreStatements(gold, predicted),
    byDossier,
    gap: joints.length === 0 ? 0 : Math.max(...joints) - Math.min(...joints),
    calibration: calibrate(outcomes),
    attributions: attributed.length === 0 ? null : { ...scoreAttributions(attributed), articles: attributed.length },
    errors: findErrors(
      gold.filter((article) => !withhold.has(article.dossier)),
      predicted,
    ),
    withheld: [...dossiers.keys()].filter((id) => withhold.has(id)),
  };
}

function located(statement: GoldStatement, text: string) {
  const start = text.indexOf(statement.evidence);
  return { ...statement, start, end: start + statement.evidence.length };
}

/** Gold knows more of an article than an extractor may see. */
function inputOf({ id, title, text, publishedAt, publisher }: GoldArticle) {
  return { id, title, text, publishedAt, publisher };
}
