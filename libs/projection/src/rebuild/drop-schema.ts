import { checkedSchema } from '@parley/store';
import type { ClientBase } from 'pg';

/**
 * Drops a schema that readers may still be looking at for the length of a query. Relation by relation, because dropping
 * all at once would hold some locks while it waits for others, and could deadlock with a reader that does the same.
 */
export async function dropSchema(client: ClientBase, schema: string): Promise<void> {
  const s = checkedSchema(schema);
  const { rows } = await client.query<{ name: string; kind: 'VIEW' | 'TABLE' }>(
    `SELECT c.relname AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind IN ('v', 'r') ORDER BY c.relkind DESC, c.relname`,
    [s],
  );
  for (const { name, kind } of rows) await client.query(`DROP ${kind} IF EXISTS ${s}."${name}" CASCADE`);
  await client.query(`DROP SCHEMA IF EXISTS ${s} CASCADE`);
}
