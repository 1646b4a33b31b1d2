import type { Evidence, TimelineSegment } from '@parley/contracts';
import type { ClientBase } from 'pg';
import type { PositionDifference } from '../difference/difference.js';
import { showArticle, showStatement } from '../reextract/compare-statements.js';

const MOST_EXAMPLES = 2;

/** Ids of statements that show a position by one policy and not by the other, the latest first; else of any stretch. */
export function exampleIds(was: readonly TimelineSegment[], is: readonly TimelineSegment[]): readonly string[] {
  const before = new Map(was.flatMap((segment) => segment.statementIds.map((id) => [id, segment.position.stance])));
  const after = new Map(is.flatMap((segment) => segment.statementIds.map((id) => [id, segment.position.stance])));
  const differing = [...new Set([...after.keys(), ...before.keys()])].filter((id) => before.get(id) !== after.get(id));
  return (differing.length > 0 ? differing : [...after.keys(), ...before.keys()]).slice(0, MOST_EXAMPLES);
}

/** Statements with their articles, by id. */
export async function loadExamples(
  client: ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PositionDifference['examples'][number]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ statement_id: string; data: Evidence }>(
    'SELECT statement_id, data FROM tracker.evidence WHERE statement_id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(
    rows.map(({ statement_id, data }) => [
      statement_id,
      { statement: showStatement(data.statement), article: showArticle(data.article) },
    ]),
  );
}
