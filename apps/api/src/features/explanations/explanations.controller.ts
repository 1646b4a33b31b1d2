import { Controller, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type {
  ArticleExplanationAnswer,
  ArticleExplanationQuery,
  ExplanationAnswer,
  OneStatementQuery,
} from '@parley/contracts';
import { Route } from '@parley/platform';
import { explainArticle, explainStatement } from './contract.js';
import { ExplainArticle } from './explain-article.js';
import { ExplainStatement } from './explain-statement.js';

@Controller()
export class ExplanationsController {
  constructor(private readonly queries: QueryBus) {}

  @Route(explainStatement)
  statement(
    @Param({ schema: explainStatement.params }) path: { id: string },
    @Query({ schema: explainStatement.query }) query: OneStatementQuery,
  ): Promise<ExplanationAnswer> {
    return this.queries.execute(new ExplainStatement(path.id, query));
  }

  @Route(explainArticle)
  article(
    @Param({ schema: explainArticle.params }) path: { id: string },
    @Query({ schema: explainArticle.query }) query: ArticleExplanationQuery,
  ): Promise<ArticleExplanationAnswer> {
    return this.queries.execute(new ExplainArticle(path.id, query));
  }
}
