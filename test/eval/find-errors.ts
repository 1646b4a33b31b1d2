import { pairKey, type ScoredArticle, type ScoredStatement } from './score-statements.js';

/** A statement that is not as annotated, with what it takes to see why. */
export interface StatementError<G extends ScoredStatement, P extends ScoredStatement> {
  readonly type: 'missed' | 'wrong' | 'wrong stance';
  readonly article: string;
  readonly expected: readonly G[];
  readonly got: P | undefined;
}

/**
 * What was missed, what was said that is not so, and what was found with another stance; the surest mistakes first, since
 * those are what a reader would take for true.
 */
export function findErrors<G extends ScoredStatement, P extends ScoredStatement & { readonly confidence: number }>(
  gold: readonly ScoredArticle<G>[],
  predicted: ReadonlyMap<string, readonly P[]>,
): StatementError<G, P>[] {
  const errors: StatementError<G, P>[] = [];
  for (const article of gold) {
    const got = predicted.get(article.id) ?? [];
    for (const statement of got) {
      const expected = article.statements.filter((other) => pairKey(other) === pairKey(statement));
      if (expected.some((other) => other.stance === statement.stance)) continue;
      const type = expected.length === 0 ? 'wrong' : 'wrong stance';
      errors.push({ type, article: article.id, expected, got: statement });
    }
    for (const statement of article.statements)
      if (!got.some((other) => pairKey(other) === pairKey(statement)))
        errors.push({ type: 'missed', article: article.id, expected: [statement], got: undefined });
  }
  return errors.sort((a, b) => (b.got?.confidence ?? 0) - (a.got?.confidence ?? 0));
}
