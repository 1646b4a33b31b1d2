import type { ActorRef, IssueRef } from '@parley/contracts';
import type { HeldRole } from '@parley/domain';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';

/**
 * The versions of dossiers in force, as (id, number, version, document, published_by, published_at): now, or at the instant
 * of a placeholder. Of one dossier alone where there is a placeholder of its id.
 */
export const dossiersAt = (instant?: string, dossier?: string): string =>
  instant === undefined
    ? `(SELECT id, number, version, document, published_by, published_at FROM ${R}.dossier
         WHERE ${dossier === undefined ? 'true' : `id = ${dossier}`})`
    : `(SELECT DISTINCT ON (v.dossier_id) v.dossier_id AS id, v.number, v.version, v.document, v.published_by, v.published_at
          FROM ${R}.dossier_version v WHERE v.recorded_at <= ${instant}::timestamptz
           AND ${dossier === undefined ? 'true' : `v.dossier_id = ${dossier}`}
         ORDER BY v.dossier_id, v.number DESC)`;

/**
 * Queries for a WITH, of what the versions in force say, now or at the instant of a placeholder (of a dossier that was not
 * published then, what it says now): `dossier_then` (id, fresh_days), `actor_then` (dossier_id, id, name, kind, ordinal) and
 * `issue_then` (dossier_id, id, label, proposition, ordinal). With the placeholder of its id, of one dossier alone, which a
 * question about one should say: documents are long, and are taken apart whole.
 */
export const withDossiersAt = (instant?: string, dossier?: string): string =>
  instant === undefined
    ? `dossier_then AS NOT MATERIALIZED (SELECT id, fresh_days FROM ${R}.dossier),
       actor_then AS NOT MATERIALIZED (SELECT dossier_id, id, name, kind, ordinal FROM ${R}.actor),
       issue_then AS NOT MATERIALIZED (SELECT dossier_id, id, label, proposition, ordinal FROM ${R}.issue)`
    : // Materialized: a document is long, and would be taken apart again for each row that is joined to it.
      `known_then AS MATERIALIZED ${dossiersAt(instant, dossier)},
       version_then AS MATERIALIZED (
         SELECT id, document FROM known_then
         UNION ALL SELECT id, document FROM ${R}.dossier
          WHERE id NOT IN (SELECT id FROM known_then) AND ${dossier === undefined ? 'true' : `id = ${dossier}`}),
       dossier_then AS MATERIALIZED (
         SELECT id, (document #>> '{policy,freshDays}')::int AS fresh_days FROM version_then),
       actor_then AS MATERIALIZED (
         SELECT v.id AS dossier_id, a.actor ->> 'id' AS id, a.actor ->> 'name' AS name, a.actor ->> 'kind' AS kind, a.ordinal
           FROM version_then v
           CROSS JOIN LATERAL jsonb_array_elements(v.document -> 'actors') WITH ORDINALITY AS a (actor, ordinal)),
       issue_then AS MATERIALIZED (
         SELECT v.id AS dossier_id, i.issue ->> 'id' AS id, i.issue ->> 'label' AS label,
                i.issue ->> 'proposition' AS proposition, i.ordinal
           FROM version_then v
           CROSS JOIN LATERAL jsonb_array_elements(v.document -> 'issues') WITH ORDINALITY AS i (issue, ordinal))`;

/** Who counts as whom by these versions, as (dossier_id, id, holder_id, holder_name). */
export const mergedActors = (instant?: string, dossier?: string): string => `(
  SELECT d.id AS dossier_id, merged.id, held.actor ->> 'id' AS holder_id, held.actor ->> 'name' AS holder_name
    FROM ${dossiersAt(instant, dossier)} d
    CROSS JOIN LATERAL jsonb_path_query(d.document, '$.actors[*] ? (exists(@.merges[0]))') AS held(actor)
    CROSS JOIN LATERAL jsonb_array_elements_text(held.actor -> 'merges') AS merged(id))`;

/** Who and what a version of a dossier is about, in its order. */
export interface DossierAt {
  readonly actors: readonly (ActorRef & { readonly roles?: readonly HeldRole[] })[];
  readonly issues: readonly IssueRef[];
}

/** A dossier as it was in force at an instant, now where absent; before it was published first, as it is now. */
export async function loadDossierAt(record: DataSource, id: string, knownAt: string | undefined): Promise<DossierAt> {
  if (knownAt !== undefined) {
    const [row] = await rowsOf<{ document: DossierAt }>(record, `SELECT d.document FROM ${dossiersAt('$2', '$1')} d`, [
      id,
      knownAt,
    ]);
    if (row) return partsOf(row.document);
  }
  const [actors, issues] = await Promise.all([
    rowsOf<DossierAt['actors'][number]>(
      record,
      `SELECT id, name, kind, roles FROM ${R}.actor WHERE dossier_id = $1 ORDER BY ordinal`,
      [id],
    ),
    rowsOf<IssueRef>(record, `SELECT id, label, proposition FROM ${R}.issue WHERE dossier_id = $1 ORDER BY ordinal`, [
      id,
    ]),
  ]);
  return { actors, issues };
}

const partsOf = ({ actors, issues }: DossierAt): DossierAt => ({
  actors: actors.map(({ id, name, kind, roles }) => ({ id, name, kind, roles: roles ?? [] })),
  issues: issues.map(({ id, label, proposition }) => ({ id, label, proposition })),
});
