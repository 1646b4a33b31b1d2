import { Controller, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { OneStatementQuery, Page, ShownStatement, StatementQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { getStatement, listStatements } from './contract.js';
import { GetStatement } from './get-statement.js';
import { ListStatements } from './list-statements.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class StatementsController {
  constructor(private readonly queries: QueryBus) {}

  @Route(listStatements)
  list(@Query({ schema: listStatements.query }) query: StatementQuery): Promise<Page<ShownStatement>> {
    return this.queries.execute(new ListStatements(query));
  }

  @Route(getStatement)
  get(
    @Param({ schema: getStatement.params }) path: { id: string },
    @Query({ schema: getStatement.query }) query: OneStatementQuery,
  ): Promise<ShownStatement> {
    return this.queries.execute(new GetStatement(path.id, query));
  }
}
