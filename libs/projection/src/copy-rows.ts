import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Cell, Column } from './row-set.js';
import { storableText } from './storable-text.js';

/** Characters that are written at once. */
const CHUNK_LENGTH = 128 * 1024;

/**
 * Inserts rows by COPY, which takes documents apart once where an INSERT of arrays does it twice. All of them are new, or
 * it is the database's error of a key that is there already. Cells travel as the text that the column itself reads.
 */
export async function copyRows<Row>(
  client: ClientBase,
  table: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Promise<void> {
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  await pipeline(Readable.from(chunksOf(rows, columns)), client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`)));
}

function* chunksOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Generator<Buffer> {
  let lines = '';
  for (const row of rows) {
    let separator = '';
    for (const { of } of columns) {
      lines += separator + fieldOf(of(row));
      separator = '\t';
    }
    lines += '\n';
    if (lines.length < CHUNK_LENGTH) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  if (lines !== '') yield Buffer.from(lines);
}

/** A cell in COPY's text format. */
function fieldOf(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escaped(storableText(cell));
  if (cell instanceof Date) return cell.toISOString();
  // Two backslashes: the first is COPY's own.
  if (Buffer.isBuffer(cell)) return `\\\\x${cell.toString('hex')}`;
  return String(cell);
}

const special = /[\\\n\r\t]/;
const specials = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (text: string): string =>
  special.test(text) ? text.replace(specials, (character) => ESCAPES[character] ?? character) : text;
