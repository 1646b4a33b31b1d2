import type { ClientBase } from 'pg';

/**
 * Holds which statements are in force until the end of the transaction. Three topics have a say in it, and their
 * partitions are folded by whoever holds them. Statements of one article come in one partition, so those who only `read`
 * do not disturb each other; who comes from another topic, to `withdraw`, waits for them and keeps them waiting.
 */
export async function lockStatements(client: ClientBase, schema: string, purpose: 'read' | 'withdraw'): Promise<void> {
  const lock = `hashtextextended('parley.${schema}.statements', 0)`;
  await client.query(
    purpose === 'read' ? `SELECT pg_advisory_xact_lock_shared(${lock})` : `SELECT pg_advisory_xact_lock(${lock})`,
  );
}

/**
 * Works out which statements of these articles are in force, from what their readings, and the withdrawals of their
 * articles, say by now. The same facts give the same rows in whatever order they came.
 */
export async function settleStatements(
  client: ClientBase,
  articleIds: readonly string[],
  schema: string,
): Promise<void> {
  await client.query(
    `UPDATE ${schema}.statement s SET superseded_at = settled.superseded_at
       FROM (SELECT s.id, least(s.read_until, min(w.recorded_at)) AS superseded_at
               FROM ${schema}.withdrawal w
               JOIN ${schema}.statement s ON s.article_id = w.article_id AND s.revision_number <= w.revision_number
              WHERE w.article_id = ANY ($1)
              GROUP BY s.id, s.read_until) AS settled
      WHERE s.id = settled.id AND s.superseded_at IS DISTINCT FROM settled.superseded_at`,
    [articleIds],
  );
}
