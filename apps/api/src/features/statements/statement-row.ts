import type { ShownStatement, Statement } from '@parley/contracts';
import type { StatementColumns } from '@parley/store';
import { R } from '../../record/record.js';
import { mergedActors, withDossiersAt } from '../dossiers/dossiers-at.js';

export interface StatementRow extends StatementColumns {
  readonly actor_name: string | null;
  /** Who it counts as, where its actor is merged. */
  readonly holder_id: string | null;
  readonly holder_name: string | null;
  readonly issue_label: string | null;
  readonly superseded_at: Date | null;
  readonly curated: NonNullable<ShownStatement['curated']>['state'] | null;
  readonly curations: readonly string[];
  readonly article_url: string | null;
  readonly article_title: string | null;
  readonly article_publisher: string | null;
  readonly article_published_at: Date | null;
  readonly article_published_on: string | null;
}

/**
 * SELECT … FROM of `StatementRow`, with its article: statements as they count now, or counted last. At the instant of a
 * placeholder those that counted then, as they did. Names and merges are those of the dossier in force, now or then. `also`
 * are further columns, each with a comma behind it.
 */
export const selectStatements = (instant?: string, also = ''): string => `
  WITH merged AS MATERIALIZED ${mergedActors(instant)}, ${withDossiersAt(instant)}
  SELECT ${also}s.id, s.dossier_id, s.actor_id, a.name AS actor_name, m.holder_id, m.holder_name, s.issue_id, i.label AS issue_label, s.stance, s.kind,
         s.evidence, s.context_before, s.context_after, s.span_start, s.span_end, s.stated_on, s.confidence,
         s.speaker, s.cue, s.condition, s.revision_number, s.revision_hash, s.dossier_version,
         s.extractor_kind, s.extractor_id, s.extractor_version, s.recorded_at, s.superseded_at, s.curated, s.curations,
         s.as_read, s.article_id,
         r.url AS article_url, r.title AS article_title, r.publisher AS article_publisher,
         r.published_at AS article_published_at, r.published_on AS article_published_on
    FROM ${instant === undefined ? `${R}.statement` : statementsKnownAt(instant)} s
    LEFT JOIN merged m ON m.dossier_id = s.dossier_id AND m.id = s.actor_id
    LEFT JOIN ${R}.article r ON r.id = s.article_id
    LEFT JOIN actor_then a ON a.dossier_id = s.dossier_id AND a.id = s.actor_id
    LEFT JOIN issue_then i ON i.dossier_id = s.dossier_id AND i.id = s.issue_id`;

/** Whose statements these are: the actor's own, and those of who counts as it. `id` is its placeholder. */
export const statedBy = (id: string): string =>
  `s.actor_id IN (SELECT ${id} UNION SELECT named.id FROM merged named WHERE named.holder_id = ${id})
   AND coalesce(m.holder_id, s.actor_id) = ${id}`;

/** Statements as they count now, or counted last. */
export const SELECT_STATEMENTS = selectStatements();

const KNOWN_COLUMNS = `id, dossier_id, actor_id, issue_id, stance, kind, evidence, context_before, context_after,
  span_start, span_end, stated_on, confidence, speaker, cue, condition, revision_number, revision_hash, dossier_version,
  extractor_kind, extractor_id, extractor_version, recorded_at, superseded_at, curated, curations, as_read, article_id,
  search`;

/** Statements that counted at an instant, as they did then. `instant` is its placeholder. */
const statementsKnownAt = (instant: string): string => `(
  SELECT ${KNOWN_COLUMNS} FROM ${R}.statement
   WHERE NOT has_history AND recorded_at <= ${instant}::timestamptz
     AND (superseded_at IS NULL OR superseded_at > ${instant}::timestamptz)
  UNION ALL
  SELECT ${KNOWN_COLUMNS} FROM ${R}.statement_history WHERE known @> ${instant}::timestamptz)`;

export const showStatement = (row: StatementRow): ShownStatement => ({
  id: row.id,
  dossier: row.dossier_id,
  actor: {
    id: row.holder_id ?? row.actor_id,
    name: row.holder_name ?? row.actor_name ?? row.actor_id,
  },
  mergedFrom: row.holder_id === null ? null : row.actor_id,
  issue: { id: row.issue_id, label: row.issue_label ?? row.issue_id },
  stance: row.stance,
  kind: row.kind,
  sentence: row.evidence,
  before: row.context_before,
  after: row.context_after,
  span: { start: row.span_start, end: row.span_end },
  statedOn: row.stated_on,
  confidence: row.confidence,
  speaker: row.speaker,
  cue: row.cue,
  condition: row.condition,
  revision: { number: row.revision_number, hash: row.revision_hash },
  dossierVersion: row.dossier_version,
  extractor: { kind: row.extractor_kind, id: row.extractor_id, version: row.extractor_version },
  recordedAt: row.recorded_at.toISOString(),
  supersededAt: row.superseded_at?.toISOString() ?? null,
  curated: row.curated === null ? null : { state: row.curated, curations: [...row.curations] },
  asRead: row.as_read === null ? null : asReadOf(row.as_read),
  article: articleOf(row),
});

const asReadOf = ({ actor, issue, stance, statedOn, evidence, start, end }: Statement): ShownStatement['asRead'] => ({
  actor,
  issue,
  stance,
  statedOn,
  sentence: evidence,
  span: { start, end },
});

function articleOf(row: StatementRow): ShownStatement['article'] {
  if (row.article_url === null || row.article_published_at === null || row.article_published_on === null) return null;
  return {
    id: row.article_id,
    url: row.article_url,
    title: row.article_title ?? '',
    publisher: row.article_publisher ?? '',
    publishedAt: row.article_published_at.toISOString(),
    publishedOn: row.article_published_on,
  };
}
