import type { TimelineKey } from '@parley/tracking';
import type { ClientBase } from 'pg';

/** Timelines on which active statements of these articles stand. */
export async function findTimelinesOf(client: ClientBase, articleIds: readonly string[]): Promise<TimelineKey[]> {
  const { rows } = await client.query<TimelineKey>({
    name: 'tracker-find-timelines-of-articles',
    text: `SELECT DISTINCT dossier_id AS dossier, actor_id AS actor, issue_id AS issue
             FROM tracker.ledger WHERE active AND article_id = ANY ($1)`,
    values: [articleIds],
  });
  return rows;
}
