import type { Evidence, TimelineSegment } from '@parley/contracts';
import type { ClientBase } from 'pg';
import type { PositionDifference } from '../difference/difference.js';
import { showArticle, showStatement } from '../reextract/compare-statements.js';

const MOST_EXAMPLES = 2;

/** Statements that show a position by one policy and not by the other, the latest ids first; else of any stretch. */
export async function examplesOf(
  client: ClientBase,
  was: readonly TimelineSegment[],
  is: readonly TimelineSegment[],
): Promise<PositionDifference['examples']> {
  const before = new Map(was.flatMap((segment) => segment.statementIds.map((id) => [id, segment.position.stance])));
  const after = new Map(is.flatMap((segment) => segment.statementIds.map((id) => [id, segment.position.stance])));
  const differing = [...new Set([...after.keys(), ...before.keys()])].filter((id) => before.get(id) !== after.get(id));
  const ids = (differing.length > 0 ? differing : [...after.keys(), ...before.keys()]).slice(0, MOST_EXAMPLES);
  const { rows } = await client.query<{ statement_id: string; data: Evidence }>(
    'SELECT statement_id, data FROM tracker.evidence WHERE statement_id = ANY ($1::uuid[])',
    [ids],
  );
  const evidence = new Map(rows.map(({ statement_id, data }) => [statement_id, data]));
  return ids.flatMap((id) => {
    const found = evidence.get(id);
    return found ? [{ statement: showStatement(found.statement), article: showArticle(found.article) }] : [];
  });
}
