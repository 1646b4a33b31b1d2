import type { ActorRef, IssueRef } from '@parley/contracts';
import { FIRST_POLICY, type Policy, type PolicySettings } from '@parley/domain';
import { columnsOf, type TimelineKey } from '@parley/tracking';
import type { ClientBase } from 'pg';

export interface TimelineRow {
  readonly key: TimelineKey;
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** What its latest change was decided under; null before the first. */
  readonly decidedUnder: Policy | null;
}

/**
 * Makes the timelines that are new and locks all of them until the end of the transaction. Statements of one timeline
 * come from articles in different partitions, so two trackers may want the same rows: each statement here takes them in
 * key order, and every transaction goes through all its keys in the first before the second, so none can wait in a ring.
 */
export async function lockTimelines(
  client: ClientBase,
  named: readonly Pick<TimelineRow, 'key' | 'actor' | 'issue'>[],
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
  const { rows } = await client.query<{
    dossier: string;
    sequence: number;
    actor: ActorRef;
    issue: IssueRef;
    policy_id: string | null;
    policy_version: string | null;
    settings: PolicySettings | null;
  }>({
    name: 'tracker-lock-timelines',
    text: `SELECT t.dossier_id AS dossier, t.sequence, t.actor, t.issue, t.policy_id, t.policy_version, p.settings
             FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])
                     AS u (dossier_id, actor_id, issue_id)) AS wanted
             JOIN tracker.timeline t USING (dossier_id, actor_id, issue_id)
             LEFT JOIN tracker.policy p ON p.id = t.policy_id AND p.version = t.policy_version
            ORDER BY t.dossier_id, t.actor_id, t.issue_id
              FOR UPDATE OF t`,
    values: columnsOf([...named.map(({ key }) => key), ...standing]),
  });
  return rows.map(({ dossier, sequence, actor, issue, policy_id, policy_version, settings }) => ({
    key: { dossier, actor: actor.id, issue: issue.id },
    sequence,
    actor,
    issue,
    decidedUnder:
      sequence === 0
        ? null
        : policy_id !== null && policy_version !== null && settings !== null
          ? { id: policy_id, version: policy_version, ...settings }
          : // Decided before policies were kept.
            FIRST_POLICY,
  }));
}
