import type { ClientBase, Pool } from 'pg';

const LOCK = `hashtextextended('parley.tracker.articles', 0)`;

/**
 * Holds what is known of all articles until the end of the transaction: which readings are in force, what was withdrawn
 * or curated. Statements of one article come in one partition, so those who only `read` do not disturb each other; who
 * comes from another topic, to `correct`, waits for them and keeps them waiting, which is rare. Taken after the checkpoint
 * and before the timelines, by everybody.
 */
export async function lockArticles(client: ClientBase, purpose: 'read' | 'correct'): Promise<void> {
  await client.query(
    purpose === 'read' ? `SELECT pg_advisory_xact_lock_shared(${LOCK})` : `SELECT pg_advisory_xact_lock(${LOCK})`,
  );
}

/** Whether a tracker holds them to `correct` now: what it works on shows when it is done, however long that takes. */
export async function isCorrecting(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = ${LOCK}`,
  );
  return rowCount !== 0;
}
