import type { ClientBase } from 'pg';
import type { ArticleSet } from './decide-batch.js';

/** The sets in force for these articles and dossiers; what was never read has none. */
export async function loadArticleSets(
  client: ClientBase,
  sets: readonly { articleId: string; dossier: string }[],
): Promise<ArticleSet[]> {
  const { rows } = await client.query<{
    article_id: string;
    dossier_id: string;
    dossier_version: string;
    revision_number: number;
    revision_hash: string;
    extractor_kind: ArticleSet['extractor']['kind'];
    extractor_id: string;
    extractor_version: string;
    event_id: string;
    event_ids: string[];
  }>({
    name: 'tracker-load-article-sets',
    text: `SELECT s.article_id, s.dossier_id, s.dossier_version, s.revision_number, s.revision_hash,
                  s.extractor_kind, s.extractor_id, s.extractor_version, s.event_id, s.event_ids::text[] AS event_ids
             FROM unnest($1::text[], $2::text[]) AS named (article_id, dossier_id)
             JOIN tracker.article_set s USING (article_id, dossier_id)`,
    values: [sets.map(({ articleId }) => articleId), sets.map(({ dossier }) => dossier)],
  });
  return rows.map((row) => ({
    articleId: row.article_id,
    dossier: row.dossier_id,
    dossierVersion: row.dossier_version,
    revision: { number: row.revision_number, hash: row.revision_hash },
    extractor: { kind: row.extractor_kind, id: row.extractor_id, version: row.extractor_version },
    eventId: row.event_id,
    eventIds: row.event_ids,
  }));
}
