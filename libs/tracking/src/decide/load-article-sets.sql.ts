import type { ClientBase } from 'pg';
import type { ArticleSet } from './plan-batch.js';

/** The sets in force for these articles, under whatever dossier; what was never read has none. */
export async function loadArticleSets(client: ClientBase, articleIds: readonly string[]): Promise<ArticleSet[]> {
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
             FROM tracker.article_set s
            WHERE s.article_id = ANY ($1::text[])`,
    values: [articleIds],
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
