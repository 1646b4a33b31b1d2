import type { Statement } from '@parley/contracts';
import type { ArticleSays, StatementAsRead } from '@parley/tracking';
import type { ShownArticle, ShownStatement, StatementDifference } from '../difference/difference.js';

/** What differs between two readings of an article, and how many statements are the same. */
export interface StatementComparison {
  readonly same: number;
  readonly differences: readonly StatementDifference[];
}

/**
 * Compares what an article says by two readings. Statements of one actor on one issue whose words overlap are one
 * statement that reads differently; where several do, those that begin first are taken together. Pure.
 */
export function compareStatements(
  dossier: string,
  article: ShownArticle,
  before: readonly Statement[],
  after: readonly Statement[],
): StatementComparison {
  const was = new Map(before.map((statement) => [statement.id, statement]));
  const is = new Map(after.map((statement) => [statement.id, statement]));
  const pairs: [Statement | null, Statement | null][] = [];
  let same = 0;
  for (const statement of inOrder(is.values())) {
    const known = was.get(statement.id);
    if (!known) continue;
    if (sameStatement(known, statement)) same++;
    else pairs.push([known, statement]);
  }
  const lost = new Set(inOrder(before).filter(({ id }) => !is.has(id)));
  for (const statement of inOrder(is.values())) {
    if (was.has(statement.id)) continue;
    const other = [...lost].find((one) => areOfTheSameWords(one, statement)) ?? null;
    if (other) lost.delete(other);
    pairs.push([other, statement]);
  }
  for (const statement of lost) pairs.push([statement, null]);
  return {
    same,
    differences: pairs.map(([one, other]) => ({
      difference: 'statement',
      kind: one === null ? 'gained' : other === null ? 'lost' : 'changed',
      dossier,
      article,
      before: one && showStatement(one),
      after: other && showStatement(other),
    })),
  };
}

export const showStatement = (statement: Statement): ShownStatement => ({
  id: statement.id,
  actor: statement.actor,
  issue: statement.issue,
  stance: statement.stance,
  statedOn: statement.statedOn,
  confidence: statement.confidence,
  sentence: statement.evidence,
});

export const showArticle = ({ id, url, title, publisher }: StatementAsRead['article']): ShownArticle => ({
  id,
  url,
  title,
  publisher,
});

export const statementsOf = ({ statements }: Pick<ArticleSays, 'statements'>): readonly Statement[] =>
  statements.map(({ statement }) => statement);

const inOrder = (statements: Iterable<Statement>): Statement[] =>
  [...statements].sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));

const areOfTheSameWords = (a: Statement, b: Statement): boolean =>
  a.actor === b.actor && a.issue === b.issue && a.start < b.end && b.start < a.end;

/** In all that says what was stated, when and on whose word. */
const sameStatement = (a: Statement, b: Statement): boolean =>
  a.kind === b.kind &&
  a.statedOn === b.statedOn &&
  a.confidence === b.confidence &&
  a.speaker === b.speaker &&
  a.cue === b.cue &&
  a.condition === b.condition;
