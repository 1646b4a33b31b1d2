import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Signature, signatureOf } from '@parley/syndication';
import type { ArticleEvent } from './group-sources.command.js';

/** An article as its latest revision in a batch has it. */
export interface SignedRevision {
  readonly articleId: string;
  readonly revisionNumber: number;
  readonly publisher: string;
  /** null where the text is too short to tell. */
  readonly signature: Signature | null;
  readonly event: ArticleEvent;
}

/** The latest revision of each article in a batch, signed. */
export async function signArticles(
  events: readonly ArticleEvent[],
  signal: AbortSignal | undefined,
): Promise<SignedRevision[]> {
  const latest = new Map<string, ArticleEvent>();
  for (const event of events) {
    const known = latest.get(event.data.articleId);
    if (!known || event.data.revision.number > known.data.revision.number) latest.set(event.data.articleId, event);
  }
  const signed: SignedRevision[] = [];
  for (const event of latest.values()) {
    // Signing is pure computation: let heartbeats and health checks have their turn between articles.
    await nextTurn();
    signal?.throwIfAborted();
    const { articleId, revision, publisher, text } = event.data;
    signed.push({ articleId, revisionNumber: revision.number, publisher, signature: signatureOf(text), event });
  }
  return signed;
}
