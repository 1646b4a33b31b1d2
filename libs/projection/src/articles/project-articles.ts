import type { ClientBase } from 'pg';
import { uuidOf } from '../event-id.js';
import type { PlacedEvent } from '../placed-event.js';
import { ProjectionError } from '../projection-error.js';
import { type Column, insertRows, replaceAll, rowSet } from '../row-set.js';
import { lockStatements, settleStatements } from '../statements/settle-statements.js';

export const ARTICLE_EVENTS = [
  'parley.article.observed',
  'parley.article.withdrawn',
  'parley.article.restored',
] as const;
export type ArticleEvent = PlacedEvent<(typeof ARTICLE_EVENTS)[number]>;
type Observed = PlacedEvent<'parley.article.observed'>;
type Withdrawn = PlacedEvent<'parley.article.withdrawn'>;
type Restored = PlacedEvent<'parley.article.restored'>;

interface ArticleRow {
  readonly id: string;
  readonly url: string;
  readonly original_url: string;
  readonly title: string;
  readonly publisher: string;
  readonly language: string | null;
  readonly published_at: Date;
  readonly published_on: string;
  readonly revision_number: number;
  readonly revision_hash: string;
  readonly first_observed_at: Date;
  readonly observed_at: Date;
  readonly recorded_at: Date;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_reason: string | null;
}

const articleColumns: readonly Column<ArticleRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'url', type: 'text', of: (row) => row.url },
  { name: 'original_url', type: 'text', of: (row) => row.original_url },
  { name: 'title', type: 'text', of: (row) => row.title },
  { name: 'publisher', type: 'text', of: (row) => row.publisher },
  { name: 'language', type: 'text', of: (row) => row.language },
  { name: 'published_at', type: 'timestamptz', of: (row) => row.published_at },
  { name: 'published_on', type: 'date', of: (row) => row.published_on },
  { name: 'revision_number', type: 'int', of: (row) => row.revision_number },
  { name: 'revision_hash', type: 'text', of: (row) => row.revision_hash },
  { name: 'first_observed_at', type: 'timestamptz', of: (row) => row.first_observed_at },
  { name: 'observed_at', type: 'timestamptz', of: (row) => row.observed_at },
  { name: 'recorded_at', type: 'timestamptz', of: (row) => row.recorded_at },
  { name: 'withdrawn_at', type: 'timestamptz', of: (row) => row.withdrawn_at },
  { name: 'withdrawn_reason', type: 'text', of: (row) => row.withdrawn_reason },
];

const revisionColumns: readonly Column<Observed>[] = [
  { name: 'article_id', type: 'text', of: ({ event }) => event.data.articleId },
  { name: 'number', type: 'int', of: ({ event }) => event.data.revision.number },
  { name: 'hash', type: 'text', of: ({ event }) => event.data.revision.hash },
  { name: 'title', type: 'text', of: ({ event }) => event.data.title },
  { name: 'text', type: 'text', of: ({ event }) => event.data.text },
  { name: 'original_media_type', type: 'text', of: ({ event }) => event.data.original?.mediaType ?? null },
  { name: 'original_body', type: 'text', of: ({ event }) => event.data.original?.body ?? null },
  { name: 'observed_at', type: 'timestamptz', of: ({ event }) => event.data.observedAt },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

/** A withdrawal with the revision it takes back, which version 1 of the event leaves open. */
interface Withdrawal {
  readonly from: Withdrawn;
  readonly revision: number;
}

const withdrawalColumns: readonly Column<Withdrawal>[] = [
  { name: 'event_id', type: 'uuid', of: ({ from }) => uuidOf(from) },
  { name: 'offset', type: 'bigint', of: ({ from }) => from.offset },
  { name: 'article_id', type: 'text', of: ({ from }) => from.event.data.articleId },
  { name: 'revision_number', type: 'int', of: ({ revision }) => revision },
  { name: 'reason', type: 'text', of: ({ from }) => from.event.data.reason },
  { name: 'withdrawn_by', type: 'text', of: ({ from }) => from.event.data.withdrawnBy },
  { name: 'withdrawn_at', type: 'timestamptz', of: ({ from }) => from.event.data.withdrawnAt },
  { name: 'recorded_at', type: 'timestamptz', of: ({ from }) => from.recordedAt },
];

const restorationColumns: readonly Column<Restored>[] = [
  { name: 'event_id', type: 'uuid', of: uuidOf },
  { name: 'offset', type: 'bigint', of: ({ offset }) => offset },
  { name: 'article_id', type: 'text', of: ({ event }) => event.data.articleId },
  { name: 'reason', type: 'text', of: ({ event }) => event.data.reason },
  { name: 'restored_by', type: 'text', of: ({ event }) => event.data.restoredBy },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

/**
 * Articles and their revisions. A revision that is known already changes nothing, an older one that comes late is kept
 * but the article stays at its latest. A withdrawal holds until a later revision is observed than those it takes back;
 * the statements of those are not in force, unless the withdrawal is undone.
 */
export async function projectArticles(
  client: ClientBase,
  events: readonly ArticleEvent[],
  schema: string,
): Promise<void> {
  const ids = [...new Set(events.map(({ event }) => event.data.articleId))];
  const articles = await loadArticles(client, ids, schema);
  const stored = new Set(articles.keys());
  const hashes = await loadRevisionHashes(client, ids, schema);
  const changed = new Set<string>();
  const revisions: Observed[] = [];
  const withdrawals: Withdrawal[] = [];
  const restorations: Restored[] = [];
  const undone = await loadUndone(client, events, schema);
  for (const placed of events) {
    const { event } = placed;
    const { articleId } = event.data;
    const article = articles.get(articleId);
    let next: ArticleRow | undefined;
    if (event.type === 'parley.article.observed') next = observe(article, { ...placed, event }, hashes, revisions);
    else if (event.type === 'parley.article.withdrawn')
      next = undone.has(uuidOf(placed)) ? article : withdraw(article, { ...placed, event }, withdrawals);
    else next = restore(article, { ...placed, event }, restorations, undone);
    if (next === undefined || next === article) continue;
    articles.set(articleId, next);
    changed.add(articleId);
  }
  const rows = [...articles.values()].filter(({ id }) => changed.has(id));
  const table = `${schema}.article`;
  await insertRows(
    client,
    table,
    rows.filter(({ id }) => !stored.has(id)),
    articleColumns,
  );
  await insertRows(
    client,
    table,
    rows.filter(({ id }) => stored.has(id)),
    articleColumns,
    replaceAll(articleColumns, ['id']),
  );
  await insertRows(client, `${schema}.revision`, revisions, revisionColumns);
  if (withdrawals.length === 0 && restorations.length === 0) return;
  await lockStatements(client, schema, 'correct');
  // A withdrawal that is repeated says what it said.
  await insertRows(client, `${schema}.withdrawal`, withdrawals, withdrawalColumns, 'ON CONFLICT DO NOTHING');
  await undoWithdrawals(client, restorations, schema);
  await settleStatements(
    client,
    [...withdrawals.map(({ from }) => from), ...restorations].map(({ event }) => event.data.articleId),
    schema,
  );
}

const revisionKey = (articleId: string, number: number): string => `${articleId}/${number}`;

function observe(
  article: ArticleRow | undefined,
  placed: Observed,
  hashes: Map<string, string>,
  revisions: Observed[],
): ArticleRow {
  const { data } = placed.event;
  const key = revisionKey(data.articleId, data.revision.number);
  const known = hashes.get(key);
  if (known !== undefined && known !== data.revision.hash)
    throw new ProjectionError(
      'PROJECTION_REVISION_CONFLICT',
      `revision ${data.revision.number} of article ${data.articleId} is already another content (${known})`,
    );
  if (known !== undefined && article) return article;
  hashes.set(key, data.revision.hash);
  revisions.push(placed);
  const observedAt = new Date(data.observedAt);
  const firstObservedAt = article && article.first_observed_at < observedAt ? article.first_observed_at : observedAt;
  if (article && article.revision_number > data.revision.number)
    return article.first_observed_at > observedAt ? { ...article, first_observed_at: observedAt } : article;
  return {
    id: data.articleId,
    url: data.url,
    original_url: data.originalUrl,
    title: data.title,
    publisher: data.publisher,
    language: data.language,
    published_at: new Date(data.publishedAt),
    published_on: data.publishedOn,
    revision_number: data.revision.number,
    revision_hash: data.revision.hash,
    first_observed_at: firstObservedAt,
    observed_at: observedAt,
    recorded_at: placed.recordedAt,
    // It is later than all that was taken back by now: a withdrawal comes after the revisions it names.
    withdrawn_at: null,
    withdrawn_reason: null,
  };
}

function withdraw(article: ArticleRow | undefined, from: Withdrawn, withdrawals: Withdrawal[]): ArticleRow {
  const { data } = from.event;
  if (!article)
    throw new ProjectionError(
      'PROJECTION_ARTICLE_UNKNOWN',
      `article ${data.articleId} is withdrawn, but was never observed`,
    );
  const withdrawnAt = new Date(data.withdrawnAt);
  // Version 1 of the event names no revision; only the clock tells what it could speak of.
  const isOvertaken =
    data.revision === null ? withdrawnAt < article.observed_at : data.revision < article.revision_number;
  if (isOvertaken && data.revision === null) return article;
  withdrawals.push({ from, revision: data.revision ?? article.revision_number });
  if (isOvertaken || (article.withdrawn_at && article.withdrawn_at <= withdrawnAt)) return article;
  return { ...article, withdrawn_at: withdrawnAt, withdrawn_reason: data.reason };
}

/** An event that is repeated finds its withdrawal undone already, and changes nothing. */
function restore(
  article: ArticleRow | undefined,
  placed: Restored,
  restorations: Restored[],
  undone: Set<string>,
): ArticleRow | undefined {
  const { articleId, withdrawalId } = placed.event.data;
  if (!article)
    throw new ProjectionError(
      'PROJECTION_ARTICLE_UNKNOWN',
      `the withdrawal of article ${articleId} is undone, but it was never observed`,
    );
  if (undone.has(withdrawalId)) return article;
  undone.add(withdrawalId);
  restorations.push(placed);
  return article.withdrawn_at === null ? article : { ...article, withdrawn_at: null, withdrawn_reason: null };
}

/** Undoes the withdrawals that stand before each of them in the log. */
async function undoWithdrawals(client: ClientBase, restorations: readonly Restored[], schema: string): Promise<void> {
  if (restorations.length === 0) return;
  const set = rowSet(restorations, restorationColumns);
  await client.query(
    `UPDATE ${schema}.withdrawal w
        SET undone_event_id = r.event_id, undone_at = r.recorded_at, undone_by = r.restored_by, undone_reason = r.reason
       FROM (SELECT DISTINCT ON (w.event_id) w.event_id AS withdrawal_id, r.*
               FROM ${set.from} JOIN ${schema}.withdrawal w ON w.article_id = r.article_id AND w."offset" < r."offset"
              ORDER BY w.event_id, r."offset") AS r
      WHERE w.event_id = r.withdrawal_id AND w.undone_event_id IS NULL`,
    set.values,
  );
}

/** Of the withdrawals that these events make or undo, those that are undone. */
async function loadUndone(client: ClientBase, events: readonly ArticleEvent[], schema: string): Promise<Set<string>> {
  const ids = events.flatMap((placed) =>
    placed.event.type === 'parley.article.withdrawn'
      ? [uuidOf(placed)]
      : placed.event.type === 'parley.article.restored'
        ? [placed.event.data.withdrawalId]
        : [],
  );
  if (ids.length === 0) return new Set();
  const { rows } = await client.query<{ event_id: string }>(
    `SELECT event_id FROM ${schema}.withdrawal WHERE event_id = ANY ($1::uuid[]) AND undone_event_id IS NOT NULL`,
    [ids],
  );
  return new Set(rows.map((row) => row.event_id));
}

async function loadArticles(
  client: ClientBase,
  ids: readonly string[],
  schema: string,
): Promise<Map<string, ArticleRow>> {
  const { rows } = await client.query<ArticleRow>(
    `SELECT id, url, original_url, title, publisher, language, published_at, published_on::text AS published_on,
            revision_number, revision_hash, first_observed_at, observed_at, recorded_at, withdrawn_at, withdrawn_reason
       FROM ${schema}.article WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadRevisionHashes(
  client: ClientBase,
  ids: readonly string[],
  schema: string,
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ article_id: string; number: number; hash: string }>(
    `SELECT article_id, number, hash FROM ${schema}.revision WHERE article_id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [revisionKey(row.article_id, row.number), row.hash]));
}
