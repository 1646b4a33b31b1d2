import type { ActorRef, IssueRef } from '@parley/contracts';
import type { ClientBase } from 'pg';
import { columnsOf, type TimelineKey } from './timeline-key.js';

export interface TimelineRow {
  readonly key: TimelineKey;
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
}

/**
 * Makes the timelines that are new and locks all of them until the end of the transaction. Statements of one timeline
 * come from articles in different partitions, so two trackers may want the same rows: each statement here takes them in
 * key order, and every transaction goes through all its keys in the first before the second, so none can wait in a ring.
 */
export async function lockTimelines(
  client: ClientBase,
  named: readonly Omit<TimelineRow, 'sequence'>[],
  standing: readonly TimelineKey[],
): Promise<TimelineRow[]> {
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
  const { rows } = await client.query<{ dossier: string; sequence: number; actor: ActorRef; issue: IssueRef }>({
    name: 'tracker-lock-timelines',
    text: `SELECT t.dossier_id AS dossier, t.sequence, t.actor, t.issue
             FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])
                     AS u (dossier_id, actor_id, issue_id)) AS wanted
             JOIN tracker.timeline t USING (dossier_id, actor_id, issue_id)
            ORDER BY t.dossier_id, t.actor_id, t.issue_id
              FOR UPDATE OF t`,
    values: columnsOf([...named.map(({ key }) => key), ...standing]),
  });
  return rows.map(({ dossier, sequence, actor, issue }) => ({
    key: { dossier, actor: actor.id, issue: issue.id },
    sequence,
    actor,
    issue,
  }));
}
