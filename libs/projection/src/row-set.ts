import type { ClientBase } from 'pg';
import { copyRows } from './copy-rows.js';
import { storableText } from './storable-text.js';

/** A value that a column of a batch can carry. */
export type Cell = string | number | bigint | boolean | Date | Buffer | null;

/** A column of a batch: its name in the table, the type it travels as, and how a row gives it. */
export interface Column<Row> {
  readonly name: string;
  /** Element type of the array it travels in; for jsonb `of` gives the JSON text. */
  readonly type: 'text' | 'uuid' | 'int' | 'bigint' | 'real' | 'date' | 'timestamptz' | 'jsonb' | 'bytea';
  readonly of: (row: Row) => Cell;
  /** SQL that casts what travelled to the column's own type, where that is another one; the column itself unless told. */
  readonly as?: string;
}

/** Rows as one parameter for each column: `ROWS FROM (unnest($1::text[]), ...) AS r(name, ...)`. */
export interface RowSet {
  readonly from: string;
  /** Quoted column names, for an INSERT. */
  readonly names: string;
  /** What a SELECT from `from` has to list to fill `names`. */
  readonly list: string;
  readonly values: unknown[];
}

export function rowSet<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): RowSet {
  const quoted = columns.map(({ name }) => `"${name}"`);
  const sources = columns.map(({ type }, index) =>
    type === 'jsonb' ? `jsonb_array_elements($${index + 1}::jsonb)` : `unnest($${index + 1}::${type}[])`,
  );
  return {
    from: `ROWS FROM (${sources.join(', ')}) AS r(${quoted.join(', ')})`,
    names: quoted.join(', '),
    list: columns.map(({ name, as }) => as ?? `r."${name}"`).join(', '),
    values: columns.map(({ type, of }) =>
      // Documents side by side are a JSON array already; in an array of Postgres each quotation mark would be escaped.
      type === 'jsonb' ? `[${rows.map((row) => of(row) ?? 'null').join(',')}]` : rows.map((row) => cellOf(of(row))),
    ),
  };
}

const cellOf = (cell: Cell): unknown =>
  typeof cell === 'string'
    ? storableText(cell)
    : cell instanceof Date
      ? cell.toISOString()
      : typeof cell === 'bigint'
        ? String(cell)
        : cell;

/** From so many rows on a COPY's two round trips cost less than what it saves. */
const COPY_FROM = 200;

/** Inserts all rows in one statement. `onConflict` is the clause from ON CONFLICT on; without it many rows go by COPY. */
export async function insertRows<Row>(
  client: ClientBase,
  table: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  if (onConflict === '' && rows.length >= COPY_FROM) return copyRows(client, table, rows, columns);
  const set = rowSet(rows, columns);
  await client.query(
    `INSERT INTO ${table} (${set.names}) SELECT ${set.list} FROM ${set.from} ${onConflict}`,
    set.values,
  );
}

/** `DO UPDATE SET a = excluded.a, ...` for all columns but those of the key. */
export const replaceAll = <Row>(columns: readonly Column<Row>[], key: readonly string[]): string =>
  `ON CONFLICT (${key.map((name) => `"${name}"`).join(', ')}) DO UPDATE SET ${columns
    .filter(({ name }) => !key.includes(name))
    .map(({ name }) => `"${name}" = excluded."${name}"`)
    .join(', ')}`;

/** A list as the literal of a Postgres array, so that lists of different lengths can travel in one column of text. */
export const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
