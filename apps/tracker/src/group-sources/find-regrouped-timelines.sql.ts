import { type TimelineKey } from '@parley/tracking';
import type { ClientBase } from 'pg';

/** Timelines on which active statements of these articles, or of articles in these clusters, stand. */
export async function findRegroupedTimelines(
  client: ClientBase,
  articleIds: readonly string[],
  clusters: readonly string[],
): Promise<TimelineKey[]> {
  const { rows } = await client.query<TimelineKey>({
    name: 'tracker-find-regrouped-timelines',
    text: `WITH regrouped AS (
             SELECT unnest($1::text[]) AS article_id
             UNION SELECT article_id FROM tracker.article_signature WHERE cluster_id = ANY ($2))
           SELECT DISTINCT l.dossier_id AS dossier, l.actor_id AS actor, l.issue_id AS issue
             FROM regrouped JOIN tracker.ledger l USING (article_id)
            WHERE l.active`,
    values: [articleIds, clusters],
  });
  return rows;
}
