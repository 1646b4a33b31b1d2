import type { ListedArticle } from '@parley/contracts';
import type { ArticleEntity } from '@parley/store';
import type { ArticleThen } from './articles-then.js';

/** As it is known now, or as it was known `then`. */
export const showArticle = (article: ArticleEntity, then?: ArticleThen): ListedArticle => ({
  id: article.id,
  url: article.url,
  title: then?.title ?? article.title,
  publisher: article.publisher,
  publishedAt: article.publishedAt.toISOString(),
  publishedOn: article.publishedOn,
  language: article.language,
  revision: then
    ? { number: then.number, hash: then.hash }
    : { number: article.revisionNumber, hash: article.revisionHash },
  observedAt: (then ?? article).observedAt.toISOString(),
  withdrawn: withdrawalIn(then ?? article),
});

const withdrawalIn = ({
  withdrawnAt,
  withdrawnReason,
}: Pick<ArticleThen, 'withdrawnAt' | 'withdrawnReason'>): ListedArticle['withdrawn'] =>
  withdrawnAt === null ? null : { at: withdrawnAt.toISOString(), reason: withdrawnReason };
