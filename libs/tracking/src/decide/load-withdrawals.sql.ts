import type { ClientBase } from 'pg';
import type { Withdrawal } from './plan-batch.js';

/** The latest withdrawals of these articles; most have none. */
export async function loadWithdrawals(client: ClientBase, articleIds: readonly string[]): Promise<Withdrawal[]> {
  const { rows } = await client.query<Withdrawal>({
    name: 'tracker-load-withdrawals',
    text: `SELECT article_id AS "articleId", revision_number AS revision, event_id AS "eventId",
                  undone::text[] AS undone
             FROM tracker.withdrawal WHERE article_id = ANY ($1::text[])`,
    values: [articleIds],
  });
  return rows;
}
