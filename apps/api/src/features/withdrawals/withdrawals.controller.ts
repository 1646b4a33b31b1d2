import { Controller, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Page, ShownWithdrawal, WithdrawalQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { listWithdrawals } from './contract.js';
import { ListWithdrawals } from './list-withdrawals.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class WithdrawalsController {
  constructor(private readonly queries: QueryBus) {}

  @Route(listWithdrawals)
  list(@Query({ schema: listWithdrawals.query }) query: WithdrawalQuery): Promise<Page<ShownWithdrawal>> {
    return this.queries.execute(new ListWithdrawals(query));
  }
}
