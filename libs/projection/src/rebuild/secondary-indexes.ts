import { checkedSchema } from '@parley/store';
import type { ClientBase } from 'pg';

/** Indexes that folding itself looks things up by. */
const NEEDED_TO_FOLD = [
  'statement_by_article',
  'statement_set_by_article',
  'withdrawal_by_article',
  'curation_by_article',
  'statement_history_by_article',
];

/**
 * Drops the indexes that only queries use, because building one over a full table is cheaper than keeping it up to date
 * row by row. Gives the statements that make them again. Indexes behind constraints stay.
 */
export async function dropSecondaryIndexes(client: ClientBase, schema: string): Promise<readonly string[]> {
  const s = checkedSchema(schema);
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexname AS name, i.indexdef AS definition
       FROM pg_catalog.pg_indexes i
      WHERE i.schemaname = $1 AND NOT (i.indexname = ANY ($2))
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c
                         WHERE c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass)`,
    [s, NEEDED_TO_FOLD],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${s}."${name}"`);
  return rows.map(({ definition }) => definition);
}
