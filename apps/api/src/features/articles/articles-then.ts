import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';

/** What was known of an article at an instant. */
export interface ArticleThen {
  readonly number: number;
  readonly hash: string;
  readonly title: string;
  readonly observedAt: Date;
  /** null where it was not withdrawn then. */
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
}

/** The latest revision of article `a` that was recorded by the instant of a placeholder, with columns of `columns`. */
export const revisionThen = (columns: string, instant: string): string =>
  `(SELECT ${columns} FROM ${R}.revision r
     WHERE r.article_id = a.id AND r.recorded_at <= ${instant}::timestamptz ORDER BY r.number DESC LIMIT 1)`;

/** By id; articles that were not recorded by then are left out. */
export async function articlesThen(
  record: DataSource,
  ids: readonly string[],
  knownAt: string,
): Promise<ReadonlyMap<string, ArticleThen>> {
  const rows = await rowsOf<ArticleThen & { readonly id: string }>(
    record,
    `SELECT a.id, r.number, r.hash, r.title, r.observed_at AS "observedAt", w.withdrawn_at AS "withdrawnAt",
            w.reason AS "withdrawnReason"
       FROM unnest($1::text[]) AS a (id)
       CROSS JOIN LATERAL ${revisionThen('r.number, r.hash, r.title, r.observed_at', '$2')} r
       LEFT JOIN LATERAL (
         SELECT w.withdrawn_at, w.reason FROM ${R}.withdrawal w
          WHERE w.article_id = a.id AND w.revision_number >= r.number AND w.recorded_at <= $2::timestamptz
            AND (w.undone_at IS NULL OR w.undone_at > $2::timestamptz)
          ORDER BY w.recorded_at, w.event_id LIMIT 1) w ON true`,
    [ids, knownAt],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
