import type { ActorRef, Doubt, HeldPosition, IssueRef, ShownEvidence, Stance } from '@parley/contracts';
import { DEFAULT_POLICY } from '@parley/domain';
import { R } from '../../record/record.js';

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

/** An actor and issue of a dossier of which nothing was stated. */
export interface UnknownRow {
  readonly id: null;
  readonly dossier_id: string;
  readonly actor_id: string;
  readonly issue_id: string;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly stance: 'unknown';
}

/**
 * Columns of `PositionRow`, of `POSITIONS`. `day` is the placeholder of the day that is asked about: a position is stale
 * there when its latest statement up to that day is older than its dossier's policy lets it be.
 */
export const positionColumns = (
  day: string,
): string => `p.id, p.dossier_id, p.actor_id, p.issue_id, ${ACTOR_NAMES} AS actor, ${ISSUE_NAMES} AS issue, p.stance, p.condition,
  p.valid_from, p.valid_to, p.last_stated_on, p.known_from, p.known_to, p.statements, p.independent_sources,
  p.doubt, ${staleOn(day)}`;

/** Column `stale` of position `p`, beside `dossier_then ruled`. */
export const staleOn = (day: string): string => `
  (${day}::date - CASE WHEN p.last_stated_on <= ${day}::date THEN p.last_stated_on ELSE coalesce(
     (SELECT max(e.stated_on) FROM ${R}.evidence e
       WHERE e.statement_id = ANY (p.statement_ids) AND e.stated_on <= ${day}::date), p.valid_from) END)
  > coalesce(ruled.fresh_days, ${DEFAULT_POLICY.freshDays}) AS stale`;

const NAMED_ACTOR = `jsonb_build_object('id', named.id, 'name', named.name, 'kind', named.kind)`;
const NAMED_ISSUE = `jsonb_build_object('id', worded.id, 'label', worded.label, 'proposition', worded.proposition)`;
/** As the version of the dossier has them; what it has taken out keeps the names it was announced by. */
const ACTOR_NAMES = `CASE WHEN named.id IS NULL THEN t.actor ELSE ${NAMED_ACTOR} END`;
const ISSUE_NAMES = `CASE WHEN worded.id IS NULL THEN t.issue ELSE ${NAMED_ISSUE} END`;

/** Columns of `UnknownRow`, in the places of those of `ReadPositionRow`, of `actor_then named` and `issue_then worded`. */
export const UNKNOWN_COLUMNS = `NULL::uuid AS id, dossier_id, named.id AS actor_id, worded.id AS issue_id,
  ${NAMED_ACTOR} AS actor, ${NAMED_ISSUE} AS issue, 'unknown' AS stance, NULL::text AS condition,
  NULL::date AS valid_from, NULL::date AS valid_to, NULL::date AS last_stated_on, NULL::timestamptz AS known_from,
  NULL::timestamptz AS known_to, NULL::int AS statements, NULL::int AS independent_sources, NULL::jsonb AS doubt,
  NULL::boolean AS stale, NULL::jsonb AS read_under, NULL::boolean AS older_wording`;

/** FROM of positions `p`, under a WITH of `withDossiersAt`. */
export const POSITIONS = `${R}.position p JOIN ${R}.timeline t USING (dossier_id, actor_id, issue_id)
  LEFT JOIN dossier_then ruled ON ruled.id = p.dossier_id
  LEFT JOIN actor_then named ON named.dossier_id = p.dossier_id AND named.id = p.actor_id
  LEFT JOIN issue_then worded ON worded.dossier_id = p.dossier_id AND worded.id = p.issue_id`;

/** Columns of `ReadPositionRow` beside those, of `readPositions`. */
export const READING_COLUMNS = 'readings.read_under, coalesce(readings.older_wording, false) AS older_wording';

/**
 * FROM of positions with what they were read under, as it was known at the instant of a placeholder. What was read under
 * another wording of the issue than the one in force speaks of that; an issue that is taken out has no wording in force,
 * and a statement that a person added was read under none.
 */
export const readPositions = (instant?: string): string => `${POSITIONS}
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('version', used.version, 'number', v.number)
                              ORDER BY v.number NULLS FIRST, used.version), '[]') AS read_under,
           bool_or(v.number IS NOT NULL AND wording.proposition IS DISTINCT FROM worded.proposition) AS older_wording
      FROM (${versionsUsed(instant)}) used
      LEFT JOIN LATERAL (SELECT number, document FROM ${R}.dossier_version v
                          WHERE v.dossier_id = p.dossier_id AND v.version = used.version
                            ${instant === undefined ? '' : `AND v.recorded_at <= ${instant}::timestamptz`}
                          ORDER BY v.number DESC LIMIT 1) v ON true
      LEFT JOIN LATERAL (SELECT i ->> 'proposition' AS proposition
                           FROM jsonb_path_query(v.document, '$.issues[*] ? (@.id == $id)',
                                                 jsonb_build_object('id', p.issue_id)) AS i LIMIT 1) wording ON true
  ) readings`;

/** The versions that the statements of position `p` were read under: those of a statement that was read again since are others. */
const versionsUsed = (instant: string | undefined): string =>
  instant === undefined
    ? `SELECT DISTINCT s.dossier_version AS version FROM ${R}.statement s
        WHERE s.id = ANY (p.statement_ids) AND s.dossier_version <> ''`
    : `SELECT DISTINCT read.version FROM ${R}.statement s
        CROSS JOIN LATERAL (SELECT coalesce(
          (SELECT h.dossier_version FROM ${R}.statement_history h
            WHERE s.has_history AND h.id = s.id AND lower(h.known) <= ${instant}::timestamptz
            ORDER BY lower(h.known) DESC LIMIT 1), s.dossier_version) AS version) read
        WHERE s.id = ANY (p.statement_ids) AND read.version <> ''`;

/** The day that a question is about: as asked, else that of `knownAt`, else today. */
export const askedDay = (
  asked: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
  now: Date,
): string => asked.validAt ?? new Date(asked.knownAt ?? now).toISOString().slice(0, 10);

/**
 * Whether position `p` is believed at the instant of a placeholder (now where absent). In bounds and not as a range: an index
 * by dossier has them all, where that of the ranges would be searched for all dossiers.
 */
export const isBelieved = (instant?: string): string =>
  instant === undefined
    ? 'upper_inf(p.known)'
    : `(p.known_from <= ${instant}::timestamptz AND coalesce(p.known_to, 'infinity'::timestamptz) > ${instant}::timestamptz)`;

/** Whether position `p` is held on the day of a placeholder (is the latest where absent). */
export const isHeld = (day?: string): string =>
  day === undefined
    ? 'upper_inf(p.valid)'
    : `(p.valid_from <= ${day}::date AND coalesce(p.valid_to, 'infinity'::date) > ${day}::date)`;

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
