import type { ActorRef, IssueRef } from '@parley/contracts';
import { FIRST_POLICY, type Policy, type PolicySettings } from '@parley/domain';
import type { ClientBase } from 'pg';
import { columnsOf, type TimelineKey } from './timeline-key.js';

/** A timeline as the tracker has it, apart from its ledger. */
export interface TimelineState {
  readonly key: TimelineKey;
  /** How many changes were announced. */
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** What it was last decided under; null where nothing was decided. */
  readonly decidedUnder: Policy | null;
}

/** A row of `TIMELINE_COLUMNS`. */
export interface TimelineStateRow {
  readonly dossier: string;
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly policy_id: string | null;
  readonly policy_version: string | null;
  readonly settings: PolicySettings | null;
}

/** Of timeline `t` with policy `p`. */
export const TIMELINE_COLUMNS = `t.dossier_id AS dossier, t.sequence, t.actor, t.issue, t.policy_id, t.policy_version, p.settings`;

/** Joins policy `p` to timeline `t`. */
export const JOIN_POLICY = 'LEFT JOIN tracker.policy p ON p.id = t.policy_id AND p.version = t.policy_version';

export const timelineStateOf = (row: TimelineStateRow): TimelineState => ({
  key: { dossier: row.dossier, actor: row.actor.id, issue: row.issue.id },
  sequence: row.sequence,
  actor: row.actor,
  issue: row.issue,
  decidedUnder: decidedUnder(row),
});

function decidedUnder({ sequence, policy_id, policy_version, settings }: TimelineStateRow): Policy | null {
  if (policy_id !== null && policy_version !== null && settings !== null)
    return { id: policy_id, version: policy_version, ...settings };
  // Decided before policies were kept, or never.
  return sequence === 0 ? null : FIRST_POLICY;
}

/** These timelines, as far as there are any. Locks nothing. */
export async function loadTimelines(client: ClientBase, keys: readonly TimelineKey[]): Promise<TimelineState[]> {
  const { rows } = await client.query<TimelineStateRow>(
    `SELECT ${TIMELINE_COLUMNS}
       FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (dossier_id, actor_id, issue_id)
       JOIN tracker.timeline t USING (dossier_id, actor_id, issue_id)
       ${JOIN_POLICY}`,
    columnsOf(keys),
  );
  return rows.map(timelineStateOf);
}

/** The next timelines of a dossier in the order of their keys; `after` is the last one before, null at the beginning. */
export async function loadTimelinesAfter(
  client: ClientBase,
  dossier: string,
  after: TimelineKey | null,
  limit: number,
): Promise<TimelineState[]> {
  const { rows } = await client.query<TimelineStateRow>(
    `SELECT ${TIMELINE_COLUMNS}
       FROM tracker.timeline t
       ${JOIN_POLICY}
      WHERE t.dossier_id = $1 AND (t.actor_id, t.issue_id) > ($2, $3)
      ORDER BY t.actor_id, t.issue_id LIMIT $4`,
    // No slug is empty, and an empty text sorts before all others.
    [dossier, after?.actor ?? '', after?.issue ?? '', limit],
  );
  return rows.map(timelineStateOf);
}
