import type { Pool, PoolClient } from 'pg';

/**
 * A process that hangs with articles locked would keep everybody else's from being taken, so the server ends its
 * transaction after half a minute; the append in it takes no longer while the log is there.
 */
const BEGIN = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = '30s'; SET LOCAL lock_timeout = '30s'`;

/** Runs `work` in one transaction (READ COMMITTED). Rolls back on any error; a broken connection is thrown away. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  // The pool listens only to idle clients: a connection that breaks between two queries would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(BEGIN);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
