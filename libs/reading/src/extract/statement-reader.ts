import type { ArticleObserved, CloudEvent, StatementsExtracted } from '@parley/contracts';
import type { DossierInForce } from '../dossiers/dossier-registry.js';

/** Injection token of the StatementReader that the configuration asks for. */
export const STATEMENT_READER = Symbol('STATEMENT_READER');

export type ObservedEvent = CloudEvent<'parley.article.observed'>;

/** Finds what articles state. The rules, a model, or both stand behind it. */
export interface StatementReader {
  /**
   * Reads revisions under the dossiers in force; what was read of each, in the order given. Reading the same again gives
   * the same: what can't be computed again is recorded in the log before this resolves. Throws a PartitionLostError once
   * the signal aborts, an error with `retryable: true` for what passes by itself, any other where an article is at fault.
   */
  read(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    signal: AbortSignal,
  ): Promise<readonly StatementsExtracted[]>;
  close(): Promise<void>;
}

/** Stops work on a partition that another consumer holds by now; nothing was appended. */
export class PartitionLostError extends Error {
  constructor() {
    super('the partition was lost while its articles were being read');
    this.name = 'PartitionLostError';
  }
}

/** Waits for all of them, so that nothing is left running, then throws the first error in their order. */
export async function allInOrder<Result>(pending: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(pending);
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** The key of what is read: one revision of one article. */
export const revisionKeyOf = ({ articleId, revision }: ArticleObserved): string =>
  `${articleId}/${revision.number}/${revision.hash}`;
