import { type LedgerStatement, outletSource, storySource } from '@parley/domain';
import type { ClientBase } from 'pg';
import { columnsOf, type TimelineKey, textOf } from './timeline-key.js';

/** The active statements of these timelines, by key. Lock the timelines first: what it gives is true while they are. */
export async function loadLedgers(
  client: ClientBase,
  keys: readonly TimelineKey[],
): Promise<Map<string, LedgerStatement[]>> {
  const { rows } = await client.query<{
    timeline: number;
    statement_id: string;
    stated_on: string;
    published_at: Date;
    article_id: string;
    publisher: string;
    story: string | null;
    by_others: boolean;
    span_start: number;
    stance: LedgerStatement['stance'];
    confidence: number;
    condition: string | null;
  }>({
    name: 'tracker-load-ledgers',
    text: `SELECT wanted.timeline::int AS timeline, l.statement_id, to_char(l.stated_on, 'YYYY-MM-DD') AS stated_on,
                  l.published_at, l.article_id, l.publisher, c.id AS story, l.by_others, l.span_start, l.stance, l.confidence, l.condition
             FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
                    AS wanted (dossier_id, actor_id, issue_id, timeline)
             JOIN tracker.ledger l USING (dossier_id, actor_id, issue_id)
             LEFT JOIN tracker.article_signature a ON a.article_id = l.article_id
             LEFT JOIN tracker.source_cluster c ON c.id = a.cluster_id
            WHERE l.active`,
    values: columnsOf(keys),
  });
  const ledgers = new Map<string, LedgerStatement[]>(keys.map((key) => [textOf(key), []]));
  const byOrdinal = [...ledgers.values()];
  for (const row of rows) {
    byOrdinal[row.timeline - 1]?.push({
      id: row.statement_id,
      statedOn: row.stated_on,
      publishedAt: row.published_at.toISOString(),
      articleId: row.article_id,
      publisher: row.publisher,
      source: row.story === null ? outletSource(row.publisher) : storySource(row.story),
      byOthers: row.by_others,
      start: row.span_start,
      stance: row.stance,
      confidence: row.confidence,
      condition: row.condition,
    });
  }
  return ledgers;
}
