import { recordTypes } from '@parley/postgres';
import pg from 'pg';
import { VerifyError } from './verify-error.js';

/** Rows fetched at a time, so that memory does not grow with the tables. */
const FETCH_ROWS = 2_000;

/**
 * The database as it is at one instant, while everybody else goes on. One read-only transaction at REPEATABLE READ:
 * nothing but its own temporary tables can be written in it.
 */
export class Snapshot {
  private cursors = 0;

  private constructor(private readonly client: pg.Client) {}

  /**
   * `scratch`: the statements that make the temporary tables. While it is open no rebuild can begin: the tables that are
   * read would be swapped away. Throws VerifyError VERIFY_REBUILD_RUNNING.
   */
  static async open(databaseUrl: string, scratch: readonly string[]): Promise<Snapshot> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'parley verify',
      types: recordTypes,
    });
    // A connection that breaks fails the query in flight; without a listener it would end the process besides.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(
        `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET work_mem = '32MB'; SET cursor_tuple_fraction = 1`,
      );
      const { rows } = await client.query<{ locked: boolean }>(
        `SELECT pg_try_advisory_lock_shared(hashtextextended('parley.record.rebuild', 0)) AS locked`,
      );
      if (!rows[0]?.locked)
        throw new VerifyError('VERIFY_REBUILD_RUNNING', 'the record is being rebuilt: wait for the rebuild or stop it');
      for (const statement of scratch) await client.query(statement);
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // The snapshot is taken by the first query, not by BEGIN.
      await client.query('SELECT 1');
      return new Snapshot(client);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(sql, [...values]);
    return rows;
  }

  /** Rows one after another, a page of them in memory. Several may be read at the same time. */
  async *stream<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): AsyncGenerator<Row, void, undefined> {
    const cursor = `verify_${++this.cursors}`;
    await this.client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, [...values]);
    try {
      for (;;) {
        const { rows } = await this.client.query<Row>(`FETCH ${FETCH_ROWS} FROM ${cursor}`);
        yield* rows;
        if (rows.length < FETCH_ROWS) return;
      }
    } finally {
      // Where the connection is gone the cursor is, too.
      await this.client.query(`CLOSE ${cursor}`).catch(() => undefined);
    }
  }

  /** Puts rows into a temporary table; `columns` are its names with the element types they travel as. */
  async insert(
    table: string,
    columns: Readonly<Record<string, string>>,
    rows: readonly (readonly unknown[])[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const names = Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(', ');
    const sources = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
    await this.client.query(
      `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${sources.join(', ')})`,
      Object.keys(columns).map((_, index) => rows.map((row) => row[index])),
    );
  }

  async close(): Promise<void> {
    // Ends the transaction, the temporary tables and the lock with it.
    await this.client.end();
  }
}
