import type { ArticleObserved, ArticleRestored, ArticleWithdrawn } from '@parley/contracts';
import { storable } from './canonical.js';
import type { Fields } from './compare-rows.js';

/** An event with its place in the log. */
export interface Placed<Data> {
  readonly id: string;
  readonly offset: bigint;
  readonly partition: number;
  readonly recordedAt: Date;
  readonly data: Data;
}

/** An article was taken back, with all its revisions up to this one. */
export interface Withdrawal {
  readonly revision: number;
  readonly recordedAt: Date;
  /** When the log recorded that it was undone; null where it was not. */
  readonly undoneAt: Date | null;
}

export interface ExpectedArticle {
  readonly article: readonly Fields[];
  readonly revisions: readonly Fields[];
  readonly withdrawalRows: readonly Fields[];
  readonly withdrawals: readonly Withdrawal[];
}

const instant = (text: string): Date => new Date(text);

/**
 * The rows of one article, from all that was observed of it, withdrawn and restored, in the order of the log. Texts and originals
 * are compared by the digests that stand in the place of `text` and `original.body`.
 */
export function expectedArticle(
  observed: readonly Placed<ArticleObserved>[],
  withdrawn: readonly Placed<ArticleWithdrawn>[],
  restored: readonly Placed<ArticleRestored>[],
): ExpectedArticle {
  const revisions = new Map<number, Placed<ArticleObserved>>();
  for (const one of observed)
    if (!revisions.has(one.data.revision.number)) revisions.set(one.data.revision.number, one);
  const latest = [...revisions.values()].reduce<Placed<ArticleObserved> | null>(
    (last, one) => (last === null || one.data.revision.number > last.data.revision.number ? one : last),
    null,
  );
  if (latest === null) return { article: [], revisions: [], withdrawalRows: [], withdrawals: [] };

  const undoneBy = undoing(withdrawn, restored);
  const standing = distinct(withdrawn).flatMap((one) => {
    const revision = one.data.revision ?? revisionKnownAt([...revisions.values()], one);
    return revision === null ? [] : [{ ...one, revision, undone: undoneBy.get(one.id) ?? null }];
  });
  const [taken] = standing
    .filter(
      ({ revision, offset, undone }) =>
        undone === null && revision >= latest.data.revision.number && offset > latest.offset,
    )
    .sort((a, b) => Date.parse(a.data.withdrawnAt) - Date.parse(b.data.withdrawnAt));
  const { data } = latest;
  return {
    article: [
      {
        id: data.articleId,
        url: storable(data.url),
        original_url: storable(data.originalUrl),
        title: storable(data.title),
        publisher: storable(data.publisher),
        language: data.language === null ? null : storable(data.language),
        published_at: instant(data.publishedAt),
        published_on: data.publishedOn,
        revision_number: data.revision.number,
        revision_hash: data.revision.hash,
        first_observed_at: new Date(Math.min(...[...revisions.values()].map((one) => Date.parse(one.data.observedAt)))),
        observed_at: instant(data.observedAt),
        recorded_at: latest.recordedAt,
        withdrawn_at: taken ? instant(taken.data.withdrawnAt) : null,
        withdrawn_reason: taken ? storable(taken.data.reason) : null,
      },
    ],
    revisions: [...revisions.values()].map(({ data: of, recordedAt }) => ({
      article_id: of.articleId,
      number: of.revision.number,
      hash: of.revision.hash,
      title: storable(of.title),
      text_digest: of.text,
      original_media_type: of.original?.mediaType ?? null,
      original_digest: of.original?.body ?? null,
      observed_at: instant(of.observedAt),
      recorded_at: recordedAt,
    })),
    withdrawalRows: standing.map(({ id, offset, data: of, revision, recordedAt, undone }) => ({
      event_id: id,
      offset,
      article_id: of.articleId,
      revision_number: revision,
      reason: storable(of.reason),
      withdrawn_by: storable(of.withdrawnBy),
      withdrawn_at: instant(of.withdrawnAt),
      recorded_at: recordedAt,
      undone_event_id: undone?.id ?? null,
      undone_at: undone?.recordedAt ?? null,
      undone_by: undone ? storable(undone.data.restoredBy) : null,
      undone_reason: undone ? storable(undone.data.reason) : null,
    })),
    withdrawals: standing.map(({ revision, recordedAt, undone }) => ({
      revision,
      recordedAt,
      undoneAt: undone?.recordedAt ?? null,
    })),
  };
}

/** By which restoration each withdrawal is undone: the first after it whose own withdrawal none had undone before. */
function undoing(
  withdrawn: readonly Placed<ArticleWithdrawn>[],
  restored: readonly Placed<ArticleRestored>[],
): ReadonlyMap<string, Placed<ArticleRestored>> {
  const undone = new Map<string, Placed<ArticleRestored>>();
  for (const one of distinct(restored)) {
    if (undone.has(one.data.withdrawalId.toLowerCase())) continue;
    for (const { id, offset } of distinct(withdrawn)) if (offset < one.offset && !undone.has(id)) undone.set(id, one);
  }
  return undone;
}

/** Version 1 of the event names no revision: the latest that stood before it, unless a later one was seen by then. */
function revisionKnownAt(
  revisions: readonly Placed<ArticleObserved>[],
  { offset, data }: Placed<ArticleWithdrawn>,
): number | null {
  const before = revisions.filter((one) => one.offset < offset);
  const last = before.reduce((most, one) => Math.max(most, one.data.revision.number), 0);
  const isOvertaken = before.some(
    (one) => one.data.revision.number === last && Date.parse(data.withdrawnAt) < Date.parse(one.data.observedAt),
  );
  return last === 0 || isOvertaken ? null : last;
}

/** Each event once, by the place it came first. */
export const distinct = <Event extends { readonly id: string }>(events: readonly Event[]): Event[] => {
  const seen = new Set<string>();
  return events.filter(({ id }) => !seen.has(id) && seen.add(id));
};
