import type { ClientBase, Pool, PoolClient } from 'pg';

export interface TransactionLimits {
  /**
   * The server ends the transaction when it does nothing for so long, ms: a process that hangs in the middle would keep
   * what it locked from everybody. The server's own limit unless told.
   */
  readonly idleMs?: number;
  /** Longest wait for a lock, ms; the server's own limit unless told. */
  readonly lockMs?: number;
}

/**
 * Runs `work` in one transaction (READ COMMITTED) on a connection of the pool and gives what it gives. Rolls back on any
 * error and throws it on; a connection that can't even do that is thrown away.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
  limits: TransactionLimits = {},
): Promise<Result> {
  const client = await pool.connect();
  // The pool listens only to idle clients: a connection that breaks between two queries would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  let lost: Error | undefined;
  try {
    return await transact(
      client,
      () => work(client),
      limits,
      (error) => {
        lost = error;
      },
    );
  } finally {
    client.off('error', ignore);
    client.release(lost);
  }
}

/**
 * The same on a connection of the caller's, which is in no transaction. `onLost` is told where not even the rollback went
 * through; there is nothing left to roll back then, and the error that is thrown says why.
 */
export async function transact<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
  limits: TransactionLimits = {},
  onLost?: (error: Error) => void,
): Promise<Result> {
  try {
    await client.query(beginWithin(limits));
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => onLost?.(rollbackError));
    throw error;
  }
}

/** One round trip. SET takes no parameters; both are numbers. */
function beginWithin({ idleMs, lockMs }: TransactionLimits): string {
  const settings = { idle_in_transaction_session_timeout: idleMs, lock_timeout: lockMs };
  const set = Object.entries(settings).flatMap(([name, ms]) => (ms === undefined ? [] : [`SET LOCAL ${name} = ${ms}`]));
  return ['BEGIN', ...set].join('; ');
}
