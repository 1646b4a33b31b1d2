import type { ListedArticle } from '@parley/contracts';
import type { ArticleEntity } from '@parley/store';

export const showArticle = (article: ArticleEntity): ListedArticle => ({
  id: article.id,
  url: article.url,
  title: article.title,
  publisher: article.publisher,
  publishedAt: article.publishedAt.toISOString(),
  publishedOn: article.publishedOn,
  language: article.language,
  revision: { number: article.revisionNumber, hash: article.revisionHash },
  observedAt: article.observedAt.toISOString(),
  withdrawn:
    article.withdrawnAt === null ? null : { at: article.withdrawnAt.toISOString(), reason: article.withdrawnReason },
});
