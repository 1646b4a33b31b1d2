import type { Curation } from '@parley/domain';
import type { ClientBase } from 'pg';

/** The curations of these articles, those of each in the order of the log; most have none. */
export async function loadCurations(client: ClientBase, articleIds: readonly string[]): Promise<Curation[]> {
  const { rows } = await client.query<Curation>({
    name: 'tracker-load-curations',
    text: `SELECT event_id AS id, type, data FROM tracker.curation WHERE article_id = ANY ($1::text[]) ORDER BY seq`,
    values: [articleIds],
  });
  return rows;
}
