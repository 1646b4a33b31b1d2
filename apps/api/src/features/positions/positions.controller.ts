import { Controller, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type {
  HistoryQuery,
  OnePositionQuery,
  Page,
  PositionAnswer,
  PositionHistory,
  PositionItem,
  PositionPath,
  PositionQuery,
} from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { getPosition, getPositionHistory, listPositions } from './contract.js';
import { GetPosition } from './get-position.js';
import { GetPositionHistory } from './get-position-history.js';
import { ListPositions } from './list-positions.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class PositionsController {
  constructor(private readonly queries: QueryBus) {}

  @Route(listPositions)
  list(@Query({ schema: listPositions.query }) query: PositionQuery): Promise<Page<PositionItem>> {
    return this.queries.execute(new ListPositions(query));
  }

  @Route(getPosition)
  get(
    @Param({ schema: getPosition.params }) path: PositionPath,
    @Query({ schema: getPosition.query }) query: OnePositionQuery,
  ): Promise<PositionAnswer> {
    return this.queries.execute(new GetPosition(path, query));
  }

  @Route(getPositionHistory)
  history(
    @Param({ schema: getPositionHistory.params }) path: PositionPath,
    @Query({ schema: getPositionHistory.query }) query: HistoryQuery,
  ): Promise<PositionHistory> {
    return this.queries.execute(new GetPositionHistory(path, query));
  }
}
