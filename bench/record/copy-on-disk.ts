import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { millisecondsOf } from '../pipeline/figures.js';

/**
 * How long (s) it takes to COPY all rows of the record into empty tables of the same columns and primary keys, one COPY
 * and one commit for each table. The rows wait in files, so that neither process holds them in memory.
 */
export async function copyRecord(
  pool: pg.Pool,
  folder: string,
): Promise<{ seconds: number; rows: number; bytes: number }> {
  const client = await pool.connect();
  try {
    await client.query('DROP SCHEMA IF EXISTS bare_copy CASCADE; CREATE SCHEMA bare_copy');
    const tables = await client.query<{ name: string; columns: string; key: string | null; bytes: string }>(
      `SELECT c.relname AS name, pg_relation_size(c.oid)::text AS bytes,
              (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
              (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p') AS key
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'record' AND c.relkind = 'r' AND c.relname NOT IN ('migration', 'checkpoint')`,
    );
    let ms = 0;
    let rows = 0;
    for (const { name, columns, key } of tables.rows) {
      const source = `record.${pg.escapeIdentifier(name)}`;
      const target = `bare_copy.${pg.escapeIdentifier(name)}`;
      await client.query(`CREATE TABLE ${target} (LIKE ${source})`);
      if (key) await client.query(`ALTER TABLE ${target} ADD ${key}`);
      const file = join(folder, `${name}.copy`);
      await pipeline(
        client.query(copyTo(`COPY (SELECT ${columns} FROM ${source}) TO STDOUT (FORMAT binary)`)),
        createWriteStream(file),
      );
      ms += await millisecondsOf(async () => {
        const stream = client.query(copyFrom(`COPY ${target} (${columns}) FROM STDIN (FORMAT binary)`));
        await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), stream);
        rows += stream.rowCount ?? 0;
      });
      await rm(file);
    }
    await client.query('DROP SCHEMA bare_copy CASCADE');
    return { seconds: ms / 1_000, rows, bytes: tables.rows.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
  } finally {
    client.release();
  }
}
