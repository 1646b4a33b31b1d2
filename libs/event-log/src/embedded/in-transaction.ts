import type pg from 'pg';
import { isTransientError } from '../transient-errors.js';

/**
 * A transaction of the log's own. A process that hangs in the middle of it would hold partition rows that every appender
 * waits for, so the server ends it after half a minute.
 */
const BEGIN = `begin; set local idle_in_transaction_session_timeout = '30s'; set local lock_timeout = '30s'`;

/** Runs `work` in one transaction on a connection of the pool. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  // The pool listens only to idle clients: a connection that breaks between two queries would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(BEGIN);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    if (isTransientError(error)) broken = error as Error;
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
