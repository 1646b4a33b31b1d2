import { checkedSchema } from '@parley/store';
import type { ClientBase } from 'pg';

/** Indexes that folding itself looks things up by. */
const NEEDED_TO_FOLD = [
  'statement_by_article',
  'statement_set_by_article',
  'withdrawal_by_article',
  'position_believed',
  'curation_by_article',
  'statement_history_by_article',
];

/**
 * Drops the indexes that only queries use, and the constraints that keep rows from overlapping, because building one over a
 * full table is cheaper than keeping it up to date row by row. Gives the statements that make them again; each may be run
 * again where it has been. Indexes behind other constraints stay.
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
  const exclusions = await client.query<{ name: string; relation: string; definition: string }>(
    `SELECT quote_ident(c.conname) AS name, format('%I.%I', n.nspname, t.relname) AS relation,
            pg_get_constraintdef(c.oid) AS definition
       FROM pg_catalog.pg_constraint c
       JOIN pg_catalog.pg_class t ON t.oid = c.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = $1 AND c.contype = 'x'`,
    [s],
  );
  for (const { name, relation } of exclusions.rows)
    await client.query(`ALTER TABLE ${relation} DROP CONSTRAINT ${name}`);
  return [
    ...rows.map(({ definition }) => definition.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX IF NOT EXISTS ')),
    // It stands or not: made again, it is checked again.
    ...exclusions.rows.map(
      ({ name, relation, definition }) =>
        `ALTER TABLE ${relation} DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} ${definition}`,
    ),
  ];
}
