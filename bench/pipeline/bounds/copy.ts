import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The rows of a query in COPY's binary format, whole in memory. */
export const copyOut = (client: pg.ClientBase, query: string): Promise<Buffer> =>
  buffer(client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`)));

/** Puts rows of `copyOut` into a table (`schema.table (columns)`), in a transaction of their own. */
export const copyIn = (client: pg.ClientBase, table: string, rows: Buffer): Promise<void> =>
  pipeline(Readable.from(chunksOf(rows)), client.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT binary)`)));

const CHUNK_BYTES = 256 * 1024;

function* chunksOf(rows: Buffer): Generator<Buffer> {
  for (let from = 0; from < rows.length; from += CHUNK_BYTES) yield rows.subarray(from, from + CHUNK_BYTES);
}
