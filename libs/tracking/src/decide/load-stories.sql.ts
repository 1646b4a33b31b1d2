import type { ClientBase } from 'pg';

/** The story each of these articles shares with articles of other outlets; an article that shares none is left out. */
export async function loadStories(client: ClientBase, articleIds: readonly string[]): Promise<Map<string, string>> {
  if (articleIds.length === 0) return new Map();
  const { rows } = await client.query<{ article_id: string; story: string }>({
    name: 'tracker-load-stories',
    text: `SELECT a.article_id, c.id AS story
             FROM tracker.article_signature a
             JOIN tracker.source_cluster c ON c.id = a.cluster_id
            WHERE a.article_id = ANY ($1)`,
    values: [articleIds],
  });
  return new Map(rows.map(({ article_id, story }) => [article_id, story]));
}
