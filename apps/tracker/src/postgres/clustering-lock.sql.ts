import type { ClientBase } from 'pg';

const CLUSTERING = `hashtextextended('parley.tracker.clustering', 0)`;

/**
 * Until the end of the transaction, no article changes its source: what is counted now is counted alike by the next who
 * reads the ledger. Taken before any row is locked, so that none can wait in a ring.
 */
export async function holdSources(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock_shared(${CLUSTERING})`);
}

/** Until the end of the transaction, nobody else reads or changes which articles are one source. */
export async function lockSources(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${CLUSTERING})`);
}
