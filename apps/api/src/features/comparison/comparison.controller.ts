import { Controller, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Comparison, ComparisonQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { ComparePositions } from './compare-positions.js';
import { comparePositionsRoute } from './contract.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class ComparisonController {
  constructor(private readonly queries: QueryBus) {}

  @Route(comparePositionsRoute)
  compare(@Query({ schema: comparePositionsRoute.query }) query: ComparisonQuery): Promise<Comparison> {
    return this.queries.execute(new ComparePositions(query));
  }
}
