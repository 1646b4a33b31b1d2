import pg from 'pg';
import { millisecondsOf } from '../figures.js';
import { copyIn, copyOut } from './copy.js';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/**
 * `bare`: the columns and the primary key. `as they are`: also every index, exclusion constraint and generated column of
 * the table that the rows come from.
 */
export type TableShape = 'bare' | 'as they are';

export interface CopiedTables {
  readonly ms: number;
  readonly rows: number;
}

/** Copies all rows of these tables into empty ones of the same columns, one COPY and one commit for each table. */
export async function copyTables(
  pool: pg.Pool,
  tables: readonly TableName[],
  shape: TableShape,
): Promise<CopiedTables> {
  const client = await pool.connect();
  try {
    let ms = 0;
    let rows = 0;
    await client.query('DROP SCHEMA IF EXISTS bare_copy CASCADE; CREATE SCHEMA bare_copy');
    for (const name of tables) {
      const source = `${pg.escapeIdentifier(name.schema)}.${pg.escapeIdentifier(name.table)}`;
      const target = `bare_copy.${pg.escapeIdentifier(name.table)}`;
      await client.query(`CREATE TABLE ${target} (LIKE ${source} ${shape === 'bare' ? '' : 'INCLUDING ALL'})`);
      if (shape === 'bare') await addPrimaryKey(client, name, target);
      const columns = await storedColumns(client, name);
      const copied = await copyOut(client, `SELECT ${columns} FROM ${source}`);
      ms += await millisecondsOf(() => copyIn(client, `${target} (${columns})`, copied));
      const counted = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${target}`);
      rows += counted.rows[0]?.count ?? 0;
    }
    return { ms, rows };
  } finally {
    client.release();
  }
}

/** Columns that are not computed, in order, quoted. */
async function storedColumns(client: pg.ClientBase, { schema, table }: TableName): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS columns
       FROM information_schema.columns
      WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER'`,
    [schema, table],
  );
  if (!rows[0]?.columns) throw new Error(`there is no table ${schema}.${table}`);
  return rows[0].columns;
}

async function addPrimaryKey(client: pg.ClientBase, { schema, table }: TableName, target: string): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(c.oid) AS definition
       FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = $1 AND t.relname = $2 AND c.contype = 'p'`,
    [schema, table],
  );
  if (rows[0]) await client.query(`ALTER TABLE ${target} ADD ${rows[0].definition}`);
}
