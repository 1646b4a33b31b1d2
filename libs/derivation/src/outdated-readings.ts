import type { StatementsExtracted } from '@parley/contracts';
import type { Pool } from 'pg';

/**
 * How many articles of a dossier's days were not read under this version of it by this extractor: what `parley reextract
 * --dossier ID` would read. Articles that are withdrawn do not count. Needs the record and the tracker's tables.
 */
export async function countOutdatedReadings(
  pool: Pool,
  dossier: { readonly id: string; readonly version: string; readonly from: string },
  extractor: StatementsExtracted['extractor'],
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count
       FROM record.article a
       LEFT JOIN tracker.article_set s ON s.article_id = a.id AND s.dossier_id = $1
      WHERE a.withdrawn_at IS NULL
        AND (s.article_id IS NOT NULL OR a.published_on >= $3::date)
        AND (s.dossier_version, s.extractor_kind, s.extractor_id, s.extractor_version) IS DISTINCT FROM ($2, $4, $5, $6)`,
    [dossier.id, dossier.version, dossier.from, extractor.kind, extractor.id, extractor.version],
  );
  return rows[0]?.count ?? 0;
}
