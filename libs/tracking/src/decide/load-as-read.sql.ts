import type { ClientBase } from 'pg';
import type { StatementAsRead } from './article-says.js';

/**
 * The statements of these articles' sets in force, as they were read. An article that nobody has curated or withdrawn yet
 * has them in the ledger itself.
 */
export async function loadAsRead(client: ClientBase, articleIds: readonly string[]): Promise<StatementAsRead[]> {
  const { rows } = await client.query<{ data: StatementAsRead }>({
    name: 'tracker-load-as-read',
    text: `SELECT r.data FROM tracker.as_read r WHERE r.article_id = ANY ($1::text[])
            UNION ALL
           SELECT json_build_object(
                    'statement', e.data -> 'statement', 'article', e.data -> 'article',
                    'revision', json_build_object('number', l.revision_number, 'hash', e.data -> 'revisionHash'),
                    'actor', t.actor, 'issue', t.issue, 'eventId', l.event_id)
             FROM tracker.ledger l
             JOIN tracker.evidence e USING (statement_id)
             JOIN tracker.timeline t USING (dossier_id, actor_id, issue_id)
            WHERE l.active AND l.article_id = ANY ($1::text[])
              AND NOT EXISTS (SELECT FROM tracker.curation c WHERE c.article_id = l.article_id)
              AND NOT EXISTS (SELECT FROM tracker.withdrawal w WHERE w.article_id = l.article_id)`,
    values: [articleIds],
  });
  return rows.map(({ data }) => data);
}
