import type { ActorRef, Doubt, HeldPosition, IssueRef, ShownEvidence, Stance } from '@parley/contracts';
import { DEFAULT_POLICY } from '@parley/domain';
import { type Conditions, R } from '../../record/record.js';

export interface PositionRow {
  readonly id: string;
  readonly dossier_id: string;
  readonly actor_id: string;
  readonly issue_id: string;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly stance: Stance;
  readonly condition: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly last_stated_on: string;
  readonly known_from: Date;
  readonly known_to: Date | null;
  readonly statements: number;
  readonly independent_sources: number;
  readonly doubt: Doubt | null;
  readonly stale: boolean;
}

/** A position with what its statements were read under. */
export interface ReadPositionRow extends PositionRow {
  /** The versions of the dossier. */
  readonly read_under: readonly { readonly version: string; readonly number: number | null }[];
  readonly older_wording: boolean;
}

/**
 * Columns of `PositionRow`, of position `p` and timeline `t`. `day` is the placeholder of the day that is asked about: a
 * position is stale there when its latest statement up to that day is older than its dossier's policy lets it be.
 */
export const positionColumns = (
  day: string,
): string => `p.id, p.dossier_id, p.actor_id, p.issue_id, t.actor, t.issue, p.stance, p.condition,
  p.valid_from, p.valid_to, p.last_stated_on, p.known_from, p.known_to, p.statements, p.independent_sources,
  p.doubt,
  (${day}::date - CASE WHEN p.last_stated_on <= ${day}::date THEN p.last_stated_on ELSE coalesce(
     (SELECT max(e.stated_on) FROM ${R}.evidence e
       WHERE e.statement_id = ANY (p.statement_ids) AND e.stated_on <= ${day}::date), p.valid_from) END)
  > coalesce((SELECT d.fresh_days FROM ${R}.dossier d WHERE d.id = p.dossier_id),
             ${DEFAULT_POLICY.freshDays}) AS stale`;

/** Columns of `ReadPositionRow` beside those, of `READ_POSITIONS`. */
export const READING_COLUMNS = 'readings.read_under, coalesce(readings.older_wording, false) AS older_wording';

/**
 * FROM of positions with what they were read under. What was read under another wording of the issue than the one in force speaks of that; an
 * issue that is taken out has no wording in force, and a statement that a person added was read under none.
 */
export const READ_POSITIONS = `${R}.position p JOIN ${R}.timeline t USING (dossier_id, actor_id, issue_id)
  LEFT JOIN ${R}.issue worded ON worded.dossier_id = p.dossier_id AND worded.id = p.issue_id
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('version', used.version, 'number', v.number)
                              ORDER BY v.number NULLS FIRST, used.version), '[]') AS read_under,
           bool_or(v.number IS NOT NULL AND wording.proposition IS DISTINCT FROM worded.proposition) AS older_wording
      FROM (SELECT DISTINCT s.dossier_version AS version FROM ${R}.statement s
             WHERE s.id = ANY (p.statement_ids) AND s.dossier_version <> '') used
      LEFT JOIN LATERAL (SELECT number, document FROM ${R}.dossier_version v
                          WHERE v.dossier_id = p.dossier_id AND v.version = used.version
                          ORDER BY v.number DESC LIMIT 1) v ON true
      LEFT JOIN LATERAL (SELECT i ->> 'proposition' AS proposition
                           FROM jsonb_path_query(v.document, '$.issues[*] ? (@.id == $id)',
                                                 jsonb_build_object('id', p.issue_id)) AS i LIMIT 1) wording ON true
  ) readings`;

/** The day that a question is about: as asked, else that of `knownAt`, else today. */
export const askedDay = (
  asked: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
  now: Date,
): string => asked.validAt ?? new Date(asked.knownAt ?? now).toISOString().slice(0, 10);

/** A position believed at `knownAt` (now where absent). */
export const believed = (conditions: Conditions, knownAt: string | undefined): Conditions =>
  knownAt === undefined
    ? conditions.also('upper_inf(p.known)')
    : conditions.where(knownAt, (at) => `p.known @> ${at}::timestamptz`);

/** A position held on `validAt` (the latest where absent). */
export const held = (conditions: Conditions, validAt: string | undefined): Conditions =>
  validAt === undefined
    ? conditions.also('upper_inf(p.valid)')
    : conditions.where(validAt, (day) => `p.valid @> ${day}::date`);

export const showPosition = (row: ReadPositionRow, evidence: readonly ShownEvidence[]): HeldPosition => ({
  stance: row.stance,
  condition: row.condition,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  lastStatedOn: row.last_stated_on,
  knownFrom: row.known_from.toISOString(),
  knownTo: row.known_to?.toISOString() ?? null,
  statements: row.statements,
  independentSources: row.independent_sources,
  doubt: row.doubt,
  stale: row.stale,
  readUnder: [...row.read_under],
  olderWording: row.older_wording,
  evidence: [...evidence],
});
