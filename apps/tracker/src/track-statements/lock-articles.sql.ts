import type { ClientBase } from 'pg';

const LOCK = `hashtextextended('parley.tracker.articles', 0)`;

/**
 * Holds what is known of all articles until the end of the transaction: which readings are in force, what was withdrawn
 * or curated. Statements of one article come in one partition, so those who only `read` do not disturb each other; who
 * comes from another topic, to `correct`, waits for them and keeps them waiting, which is rare and short. Taken after
 * the checkpoint and before the timelines, by everybody.
 */
export async function lockArticles(client: ClientBase, purpose: 'read' | 'correct'): Promise<void> {
  await client.query(
    purpose === 'read' ? `SELECT pg_advisory_xact_lock_shared(${LOCK})` : `SELECT pg_advisory_xact_lock(${LOCK})`,
  );
}
