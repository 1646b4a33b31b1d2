import {
  columnsOf,
  JOIN_POLICY,
  TIMELINE_COLUMNS,
  type TimelineKey,
  type TimelineState,
  type TimelineStateRow,
  timelineStateOf,
} from '@parley/tracking';
import type { ClientBase } from 'pg';

/**
 * Makes the timelines that are new and locks all of them until the end of the transaction. Statements of one timeline
 * come from articles in different partitions, so two trackers may want the same rows: each statement here takes them in
 * key order, and every transaction goes through all its keys in the first before the second, so none can wait in a ring.
 */
export async function lockTimelines(
  client: ClientBase,
  named: readonly Pick<TimelineState, 'key' | 'actor' | 'issue'>[],
  standing: readonly TimelineKey[],
): Promise<TimelineState[]> {
  await client.query({
    name: 'tracker-open-timelines',
    text: `INSERT INTO tracker.timeline (dossier_id, actor_id, issue_id, actor, issue)
           SELECT dossier_id, actor_id, issue_id, actor, issue
             FROM unnest($1::text[], $2::text[], $3::text[], $4::json[], $5::json[])
                    AS named (dossier_id, actor_id, issue_id, actor, issue)
            ORDER BY dossier_id COLLATE "C", actor_id COLLATE "C", issue_id COLLATE "C"
           ON CONFLICT DO NOTHING`,
    values: [
      ...columnsOf(named.map(({ key }) => key)),
      named.map(({ actor }) => JSON.stringify(actor)),
      named.map(({ issue }) => JSON.stringify(issue)),
    ],
  });
  const { rows } = await client.query<TimelineStateRow>({
    name: 'tracker-lock-timelines',
    text: `SELECT ${TIMELINE_COLUMNS}
             FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])
                     AS u (dossier_id, actor_id, issue_id)) AS wanted
             JOIN tracker.timeline t USING (dossier_id, actor_id, issue_id)
             ${JOIN_POLICY}
            ORDER BY t.dossier_id, t.actor_id, t.issue_id
              FOR UPDATE OF t`,
    values: columnsOf([...named.map(({ key }) => key), ...standing]),
  });
  return rows.map(timelineStateOf);
}
