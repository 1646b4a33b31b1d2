import pg, { type ClientBase } from 'pg';
import { DerivationError } from './derivation-error.js';

/**
 * Runs `work` on a connection of its own, alone: two derivations at once would each report what the other changes. Throws
 * DerivationError DERIVATION_RUNNING, or DERIVATION_NOTHING_TRACKED where no tracker has ever run on this database.
 */
export async function withDerivationLock<Result>(
  databaseUrl: string,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'parley derivation' });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ locked: boolean; tracked: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('parley.derivation', 0)) AS locked,
              to_regclass('tracker.timeline') IS NOT NULL AS tracked`,
    );
    if (!rows[0]?.locked)
      throw new DerivationError(
        'DERIVATION_RUNNING',
        'the record is being derived anew by another process: wait for it or stop it',
      );
    if (!rows[0].tracked)
      throw new DerivationError('DERIVATION_NOTHING_TRACKED', 'nothing was tracked on this database yet');
    return await work(client);
  } finally {
    // Ends the lock, and temporary tables, with it.
    await client.end();
  }
}
