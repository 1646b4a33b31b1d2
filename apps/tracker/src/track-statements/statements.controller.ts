import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Ctx, Payload } from '@nestjs/microservices';
import { ARTICLES_TOPIC, CONSUMED_TOPICS } from '@parley/contracts';
import { type EventBatch, EventBatchContext, EventBatchHandler, moveCheckpoint } from '@parley/event-log';
import type { ClientBase } from 'pg';
import { type ArticleEvent, GroupSourcesCommand } from '../group-sources/group-sources.command.js';
import type { StatementsEvent } from './decide-batch.js';
import { TrackStatementsCommand } from './track-statements.command.js';

/** Name of the consumer: of its group, and of its checkpoints in the schema `tracker`. */
export const TRACKER_CONSUMER = 'tracker';

/** One consumer for all that the tracker reads: statements for what they state, articles for whose word they are. */
@Controller()
export class StatementsController {
  constructor(private readonly commands: CommandBus) {}

  @EventBatchHandler({ consumer: TRACKER_CONSUMER, topics: CONSUMED_TOPICS.tracker, checkpoints: 'handler' })
  async onBatch(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    const { topic, partition, from, to } = batch;
    const move = (client: ClientBase) =>
      moveCheckpoint(client, { schema: 'tracker' }, TRACKER_CONSUMER, topic, partition, from, to);
    const events = batch.events.map(({ event }) => event);
    await this.commands.execute(
      topic === ARTICLES_TOPIC
        ? new GroupSourcesCommand(events.filter(isArticle), move, context.signal)
        : new TrackStatementsCommand(events.filter(isStatements), move, context.signal),
    );
  }
}

const isArticle = (event: EventBatch['events'][number]['event']): event is ArticleEvent =>
  event.type === 'parley.article.observed';

const isStatements = (event: EventBatch['events'][number]['event']): event is StatementsEvent =>
  event.type === 'parley.statements.extracted';
