import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CONSUMED_TOPICS } from '@parley/contracts';
import { type EventBatch, EventBatchContext, EventBatchHandler } from '@parley/event-log';
import { PG_POOL } from '@parley/platform';
import { PROJECTOR, placedBatch, projectBatch } from '@parley/projection';
import { RECORD_SCHEMA } from '@parley/store';
import type { Pool } from 'pg';
import { commitBatch } from '../commit-batch.js';

/** Folds events into the record. What can't be folded, the consumer finds by halving the batch and sets aside. */
@Controller()
export class ProjectEventsController {
  constructor(@Inject(PG_POOL) private readonly pool: Pool) {}

  @EventBatchHandler({ consumer: PROJECTOR, topics: CONSUMED_TOPICS.projector, checkpoints: 'handler' })
  async onEvents(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    await commitBatch(this.pool, batch, context.signal, (client) =>
      projectBatch(client, placedBatch(batch), RECORD_SCHEMA),
    );
  }
}
