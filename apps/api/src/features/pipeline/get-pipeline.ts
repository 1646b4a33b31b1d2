import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Pipeline } from '@parley/contracts';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { PG_POOL } from '@parley/platform';
import { isCaughtUp, pipelineLag } from '@parley/service';
import type { Pool } from 'pg';

export class GetPipeline extends Query<Pipeline> {}

@QueryHandler(GetPipeline)
export class GetPipelineHandler implements IQueryHandler<GetPipeline> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PG_POOL) private readonly pool: Pool,
  ) {}

  async execute(): Promise<Pipeline> {
    const lag = await pipelineLag({ log: this.log, pool: this.pool });
    return { ...lag, caughtUp: isCaughtUp(lag) };
  }
}
