import type { ClientBase } from 'pg';
import { curateRows } from '../curations/curate-rows.js';
import { writeHistory } from './write-history.js';

/**
 * Holds which statements are in force until the end of the transaction. Three topics have a say in it, and their
 * partitions are folded by whoever holds them. Statements of one article come in one partition, so those who only `read`
 * do not disturb each other; who comes from another topic, to `correct`, waits for them and keeps them waiting.
 */
export async function lockStatements(client: ClientBase, schema: string, purpose: 'read' | 'correct'): Promise<void> {
  const lock = `hashtextextended('parley.${schema}.statements', 0)`;
  await client.query(
    purpose === 'read' ? `SELECT pg_advisory_xact_lock_shared(${lock})` : `SELECT pg_advisory_xact_lock(${lock})`,
  );
}

/**
 * Works out how the statements of these articles count, which are in force, and how they counted before, from what their readings, curations and
 * the withdrawals of their articles say by now. The same facts give the same rows in whatever order they came.
 */
export async function settleStatements(
  client: ClientBase,
  articleIds: readonly string[],
  schema: string,
): Promise<void> {
  await curateRows(client, articleIds, schema);
  await client.query(
    `UPDATE ${schema}.statement s SET superseded_at = settled.superseded_at
       FROM (SELECT s.id, least(CASE WHEN s.curated = 'added' THEN NULL ELSE s.read_until END, s.retracted_at,
                                (SELECT min(w.recorded_at) FROM ${schema}.withdrawal w
                                  WHERE w.article_id = s.article_id AND w.revision_number >= s.revision_number
                                    AND w.undone_at IS NULL)
                               ) AS superseded_at
               FROM ${schema}.statement s
              WHERE s.article_id IN (SELECT article_id FROM ${schema}.withdrawal WHERE article_id = ANY ($1)
                                      UNION SELECT article_id FROM ${schema}.curation WHERE article_id = ANY ($1))
            ) AS settled
      WHERE s.id = settled.id AND s.superseded_at IS DISTINCT FROM settled.superseded_at`,
    [articleIds],
  );
  await writeHistory(client, articleIds, schema);
}
