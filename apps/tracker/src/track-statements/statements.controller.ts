import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Ctx, Payload } from '@nestjs/microservices';
import { ARTICLES_TOPIC, CONSUMED_TOPICS, DOSSIERS_TOPIC } from '@parley/contracts';
import { isCurationType } from '@parley/domain';
import { type EventBatch, EventBatchContext, EventBatchHandler, moveCheckpoint } from '@parley/event-log';
import { type TrackedEvent } from '@parley/tracking';
import type { ClientBase } from 'pg';
import { type ArticleEvent, GroupSourcesCommand } from '../group-sources/group-sources.command.js';
import { type DossierEvent, PutInForceCommand } from '../put-in-force/put-in-force.command.js';
import { TrackStatementsCommand } from './track-statements.command.js';

/** Name of the consumer: of its group, and of its checkpoints in the schema `tracker`. */
export const TRACKER_CONSUMER = 'tracker';

/** One consumer for all that the tracker reads: statements for what they state, curations for what people put right, articles for whose word they are, and whether it stands, dossiers for who counts as whom. */
@Controller()
export class StatementsController {
  constructor(private readonly commands: CommandBus) {}

  @EventBatchHandler({ consumer: TRACKER_CONSUMER, topics: CONSUMED_TOPICS.tracker, checkpoints: 'handler' })
  async onBatch(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    const { topic, partition, from, to } = batch;
    const move = (client: ClientBase) =>
      moveCheckpoint(client, { schema: 'tracker' }, TRACKER_CONSUMER, topic, partition, from, to);
    const events = batch.events.map(({ event }) => event);
    if (topic === DOSSIERS_TOPIC) {
      // A dossier that is taken out of the topic is in force no more; what was counted by it stays.
      await this.commands.execute(new PutInForceCommand(events.filter(isPublished), move, context));
      return;
    }
    const tracked = new TrackStatementsCommand(events.filter(isTracked), move, context);
    if (topic !== ARTICLES_TOPIC) {
      await this.commands.execute(tracked);
      return;
    }
    // Grouped twice is grouped once, so where both are in a batch, only what comes last moves the checkpoint.
    const isLast = tracked.events.length === 0;
    await this.commands.execute(
      new GroupSourcesCommand(events.filter(isArticle), isLast ? move : async () => undefined, context),
    );
    if (!isLast) await this.commands.execute(tracked);
  }
}

const isPublished = (event: EventBatch['events'][number]['event']): event is DossierEvent =>
  event.type === 'parley.dossier.published';

const isArticle = (event: EventBatch['events'][number]['event']): event is ArticleEvent =>
  event.type === 'parley.article.observed';

const isTracked = (event: EventBatch['events'][number]['event']): event is TrackedEvent =>
  event.type === 'parley.statements.extracted' ||
  event.type === 'parley.article.withdrawn' ||
  event.type === 'parley.article.restored' ||
  isCurationType(event.type);
