import { Controller, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DeadLetter, DeadLetterQuery, Page } from '@parley/contracts';
import { Route } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { listDeadLetters } from './contract.js';
import { ListDeadLetters } from './list-dead-letters.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class DeadLettersController {
  constructor(private readonly queries: QueryBus) {}

  @Route(listDeadLetters)
  list(@Query({ schema: listDeadLetters.query }) query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    return this.queries.execute(new ListDeadLetters(query));
  }
}
