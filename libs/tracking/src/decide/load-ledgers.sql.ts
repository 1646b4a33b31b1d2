import { type LedgerStatement, outletSource, storySource } from '@parley/domain';
import type { ClientBase } from 'pg';
import { columnsOf, type TimelineKey, textOf } from './timeline-key.js';

interface LedgerRow {
  readonly statement_id: string;
  readonly stated_on: string;
  readonly published_at: Date;
  readonly article_id: string;
  readonly publisher: string;
  readonly story: string | null;
  readonly by_others: boolean;
  readonly span_start: number;
  readonly stance: LedgerStatement['stance'];
  readonly confidence: number;
  readonly condition: string | null;
}

/** Of `tracker.ledger l` and the cluster `c` of its article. */
const LEDGER_COLUMNS = `l.statement_id, to_char(l.stated_on, 'YYYY-MM-DD') AS stated_on, l.published_at, l.article_id,
  l.publisher, c.id AS story, l.by_others, l.span_start, l.stance, l.confidence, l.condition`;

/** The active statements of these timelines, by key. Lock the timelines first: what it gives is true while they are. */
export async function loadLedgers(
  client: ClientBase,
  keys: readonly TimelineKey[],
): Promise<Map<string, LedgerStatement[]>> {
  const { rows } = await client.query<LedgerRow & { readonly timeline: number }>({
    name: 'tracker-load-ledgers',
    text: `SELECT wanted.timeline::int AS timeline, ${LEDGER_COLUMNS}
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
  for (const row of rows) byOrdinal[row.timeline - 1]?.push(ledgerStatementOf(row));
  return ledgers;
}

/** Active statements by their ids, whatever timelines they are of. */
export async function loadLedgerStatements(
  client: ClientBase,
  ids: readonly string[],
): Promise<Map<string, LedgerStatement>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<LedgerRow>(
    `SELECT ${LEDGER_COLUMNS}
       FROM tracker.ledger l
       LEFT JOIN tracker.article_signature a ON a.article_id = l.article_id
       LEFT JOIN tracker.source_cluster c ON c.id = a.cluster_id
      WHERE l.statement_id = ANY ($1::uuid[]) AND l.active`,
    [ids],
  );
  return new Map(rows.map((row) => [row.statement_id, ledgerStatementOf(row)]));
}

const ledgerStatementOf = (row: LedgerRow): LedgerStatement => ({
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
