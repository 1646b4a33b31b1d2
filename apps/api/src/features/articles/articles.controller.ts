import { Controller, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type {
  ArticleAnswer,
  ArticleQuery,
  DiffQuery,
  ListedArticle,
  OneArticleQuery,
  Page,
  RevisionDiff,
} from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { diffRevisions, getArticle, listArticles } from './contract.js';
import { DiffRevisions } from './diff-revisions.js';
import { GetArticle } from './get-article.js';
import { ListArticles } from './list-articles.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class ArticlesController {
  constructor(private readonly queries: QueryBus) {}

  @Route(listArticles)
  list(@Query({ schema: listArticles.query }) query: ArticleQuery): Promise<Page<ListedArticle>> {
    return this.queries.execute(new ListArticles(query));
  }

  @Route(getArticle)
  get(
    @Param({ schema: getArticle.params }) path: { id: string },
    @Query({ schema: getArticle.query }) query: OneArticleQuery,
  ): Promise<ArticleAnswer> {
    return this.queries.execute(new GetArticle(path.id, query));
  }

  @Route(diffRevisions)
  diff(
    @Param({ schema: diffRevisions.params }) path: { id: string },
    @Query({ schema: diffRevisions.query }) query: DiffQuery,
  ): Promise<RevisionDiff> {
    return this.queries.execute(new DiffRevisions(path.id, query));
  }
}
