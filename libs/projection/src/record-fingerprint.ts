import { checkedSchema } from '@parley/store';
import type { ClientBase } from 'pg';

/** Tables whose rows follow from the log alone. `checkpoint` says how far, not what, and is left out. */
const TABLES = [
  'dossier',
  'dossier_version',
  'actor',
  'issue',
  'article',
  'revision',
  'withdrawal',
  'curation',
  'statement',
  'statement_history',
  'statement_set',
  'position',
  'evidence',
  'timeline',
  'change',
  'dead_letter',
] as const;
export type RecordTable = (typeof TABLES)[number];

/** Rows of a table, and a sum over a hash of each row: equal for equal rows in whatever order. */
export interface TableFingerprint {
  readonly rows: number;
  readonly hash: string;
}

export type RecordFingerprint = Readonly<Record<RecordTable, TableFingerprint>>;

/**
 * What a record says, condensed: two records that were folded from the same log have the same fingerprint, however they
 * were folded. The settings of the session (time zone, date style) make no difference. Reads every row.
 */
export async function recordFingerprint(client: ClientBase, schema: string): Promise<RecordFingerprint> {
  const s = checkedSchema(schema);
  const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, data_type AS type
       FROM information_schema.columns WHERE table_schema = $1 ORDER BY table_name, column_name`,
    [s],
  );
  const parts: string[] = [];
  for (const table of TABLES) {
    const expressions = columns.filter((column) => column.table === table).flatMap(expressionOf);
    parts.push(
      `SELECT '${table}' AS "table", count(*)::int AS rows,
              coalesce(sum(hashtextextended(ROW(${expressions.join(', ')})::text, 0)::numeric), 0)::text AS hash
         FROM ${s}.${table}`,
    );
  }
  const { rows } = await client.query<{ table: RecordTable } & TableFingerprint>(parts.join('\nUNION ALL\n'));
  const entries = rows.map(({ table, rows: count, hash }) => [table, { rows: count, hash }] as const);
  // One row for each table came back.
  return Object.fromEntries(entries) as Record<RecordTable, TableFingerprint>;
}

/** Text that no setting of the session changes. Ranges and search vectors follow from the columns beside them. */
function expressionOf({ column, type }: { readonly column: string; readonly type: string }): string[] {
  const name = `"${column}"`;
  switch (type) {
    case 'timestamp with time zone':
      return [`extract(epoch FROM ${name})`];
    case 'date':
      return [`to_char(${name}, 'YYYY-MM-DD')`];
    case 'bytea':
      return [`md5(${name})`];
    case 'daterange':
    case 'tstzrange':
    case 'tsvector':
      return [];
    default:
      return [name];
  }
}
