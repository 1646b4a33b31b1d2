import type { ClientBase } from 'pg';
import type { TimelineKey } from './timeline-key.js';

/** Timelines on which active statements of these article sets stand. */
export async function findStandingTimelines(
  client: ClientBase,
  sets: readonly { articleId: string; dossier: string }[],
): Promise<TimelineKey[]> {
  const { rows } = await client.query<TimelineKey>({
    name: 'tracker-find-standing-timelines',
    text: `SELECT DISTINCT l.dossier_id AS dossier, l.actor_id AS actor, l.issue_id AS issue
             FROM unnest($1::text[], $2::text[]) AS named (article_id, dossier_id)
             JOIN tracker.ledger l USING (article_id, dossier_id)
            WHERE l.active`,
    values: [sets.map(({ articleId }) => articleId), sets.map(({ dossier }) => dossier)],
  });
  return rows;
}
