import { Command } from '@nestjs/cqrs';
import type { ArticleObserved, PushAnswer } from '@parley/contracts';
import type { Problem } from '@parley/platform';

/** What became of one article: in the log (now or since earlier), or refused with the reason. */
export type IngestResult = PushAnswer | { readonly status: 'rejected'; readonly problem: Problem };

/**
 * Normalises articles, tells new revisions from known ones and appends the new. Gives one result for each, in their
 * order, once all that were accepted are durable. Refuses nothing as a whole: where the log or Postgres is away, the
 * articles concerned are rejected as UNAVAILABLE and may be sent again as they are.
 */
export class IngestArticlesCommand extends Command<readonly IngestResult[]> {
  /** @param inputs as `normaliseArticle` takes them: any JSON value */
  constructor(
    readonly inputs: readonly unknown[],
    readonly via: ArticleObserved['via'],
  ) {
    super();
  }
}
