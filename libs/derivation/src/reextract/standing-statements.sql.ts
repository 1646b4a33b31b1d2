import type { Evidence } from '@parley/contracts';
import { type LedgerStatement, outletSource, storySource } from '@parley/domain';
import type { TimelineKey } from '@parley/tracking';
import type { ClientBase } from 'pg';

/** A statement that counts now. */
export interface Standing {
  readonly key: TimelineKey;
  readonly statement: LedgerStatement;
  readonly evidence: Evidence;
}

/** What counts of these articles under a dossier; `stories` as `loadStories` gives them. */
export async function loadStanding(
  client: ClientBase,
  dossier: string,
  articleIds: readonly string[],
  stories: ReadonlyMap<string, string>,
): Promise<Standing[]> {
  const { rows } = await client.query<{
    actor_id: string;
    issue_id: string;
    statement_id: string;
    stated_on: string;
    published_at: Date;
    article_id: string;
    publisher: string;
    by_others: boolean;
    span_start: number;
    stance: LedgerStatement['stance'];
    confidence: number;
    condition: string | null;
    data: Evidence;
  }>(
    `SELECT l.actor_id, l.issue_id, l.statement_id, to_char(l.stated_on, 'YYYY-MM-DD') AS stated_on, l.published_at,
            l.article_id, l.publisher, l.by_others, l.span_start, l.stance, l.confidence, l.condition, e.data
       FROM tracker.ledger l
       JOIN tracker.evidence e USING (statement_id)
      WHERE l.active AND l.dossier_id = $1 AND l.article_id = ANY ($2)`,
    [dossier, articleIds],
  );
  return rows.map((row) => ({
    key: { dossier, actor: row.actor_id, issue: row.issue_id },
    statement: {
      id: row.statement_id,
      statedOn: row.stated_on,
      publishedAt: row.published_at.toISOString(),
      articleId: row.article_id,
      publisher: row.publisher,
      source: sourceOf(row, stories),
      byOthers: row.by_others,
      start: row.span_start,
      stance: row.stance,
      confidence: row.confidence,
      condition: row.condition,
    },
    evidence: row.data,
  }));
}

function sourceOf(
  { article_id, publisher }: { readonly article_id: string; readonly publisher: string },
  stories: ReadonlyMap<string, string>,
): string {
  const story = stories.get(article_id);
  return story === undefined ? outletSource(publisher) : storySource(story);
}
