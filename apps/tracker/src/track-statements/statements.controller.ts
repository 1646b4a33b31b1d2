import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Ctx, Payload } from '@nestjs/microservices';
import { STATEMENTS_TOPIC } from '@parley/contracts';
import { type EventBatch, EventBatchContext, EventBatchHandler, moveCheckpoint } from '@parley/event-log';
import type { StatementsEvent } from './decide-batch.js';
import { TrackStatementsCommand } from './track-statements.command.js';

/** Name of the consumer: of its group, and of its checkpoints in the schema `tracker`. */
export const TRACKER_CONSUMER = 'tracker';

@Controller()
export class StatementsController {
  constructor(private readonly commands: CommandBus) {}

  @EventBatchHandler({ consumer: TRACKER_CONSUMER, topics: [STATEMENTS_TOPIC], checkpoints: 'handler' })
  async onStatements(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    const { topic, partition, from, to } = batch;
    const events = batch.events.flatMap(({ event }) => (isStatements(event) ? [event] : []));
    await this.commands.execute(
      new TrackStatementsCommand(
        events,
        (client) => moveCheckpoint(client, { schema: 'tracker' }, TRACKER_CONSUMER, topic, partition, from, to),
        context.signal,
      ),
    );
  }
}

const isStatements = (event: EventBatch['events'][number]['event']): event is StatementsEvent =>
  event.type === 'parley.statements.extracted';
