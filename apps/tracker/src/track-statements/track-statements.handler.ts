import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { POSITIONS_TOPIC } from '@parley/contracts';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import {
  type ArticleSays,
  articleIdOfEvent,
  type CountingState,
  DossiersInForce,
  decideBatch,
  findStandingTimelines,
  type KnownArticles,
  loadArticleSets,
  loadAsRead,
  loadCurations,
  loadLedgers,
  loadMerges,
  loadStories,
  loadWithdrawals,
  lockArticles,
  pairsOf,
  planBatch,
  type TrackedEvent,
  textOf,
  timelinesOf,
  withPoliciesInForce,
} from '@parley/tracking';
import type { ClientBase, Pool } from 'pg';
import { holdSources } from '../postgres/clustering-lock.sql.js';
import { type Delivery, waitForLock } from '../postgres/wait-for-lock.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { encodeChanges } from './encode-changes.js';
import { lockTimelines } from './lock-timelines.sql.js';
import { type Tracked, TrackStatementsCommand } from './track-statements.command.js';
import { putIntoOutbox, writeDecision } from './write-decision.sql.js';

/** Checkpoint, ledger, timelines and the decided changes are one transaction; publishing them is the outbox's part. */
@CommandHandler(TrackStatementsCommand)
export class TrackStatementsHandler implements ICommandHandler<TrackStatementsCommand> {
  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly publisher: OutboxPublisher,
    private readonly dossiers: DossiersInForce,
  ) {}

  /**
   * Throws what the checkpoint throws, ContractError for an event that can't be tracked, and the database's errors; in
   * each case nothing has happened.
   */
  async execute({ events, moveCheckpoint, delivery }: TrackStatementsCommand): Promise<Tracked> {
    // Before the transaction: a log that is away must not keep timelines locked.
    await this.dossiers.catchUp();
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (events.length === 0) return 0;
      await waitForLock(holdSources(client), delivery);
      const plan = planBatch(events, await loadArticles(client, events, delivery));
      const rules = await withPoliciesInForce(client, this.dossiers);
      const decision = decideBatch(plan.says, await loadCounting(client, plan.says), rules);
      const entries = await encodeChanges(client, decision.changes, this.clock());
      await writeDecision(client, plan, decision);
      await putIntoOutbox(client, POSITIONS_TOPIC, entries, OUTBOX_CHANNEL);
      delivery?.signal.throwIfAborted();
      return entries.length;
    });
    if (changes > 0) this.publisher.wake();
    return { changes };
  }
}

/** What is known of the articles of a batch, and stays so until the end of the transaction. */
async function loadArticles(
  client: ClientBase,
  events: readonly TrackedEvent[],
  delivery: Delivery | undefined,
): Promise<KnownArticles> {
  const isReading = events.every(({ type }) => type === 'parley.statements.extracted');
  await waitForLock(lockArticles(client, isReading ? 'read' : 'correct'), delivery);
  const articleIds = [...new Set(events.map(articleIdOfEvent))];
  return {
    sets: await loadArticleSets(client, articleIds),
    withdrawals: await loadWithdrawals(client, articleIds),
    curations: await loadCurations(client, articleIds),
    asRead: isReading ? [] : await loadAsRead(client, articleIds),
    merges: await loadMerges(client),
  };
}

async function loadCounting(client: ClientBase, says: readonly ArticleSays[]): Promise<CountingState> {
  const standing = await findStandingTimelines(client, pairsOf(says));
  const timelines = await lockTimelines(client, timelinesOf(says), standing);
  const ledgers = await loadLedgers(
    client,
    timelines.map(({ key }) => key),
  );
  return {
    stories: await loadStories(client, [...new Set(says.map(({ articleId }) => articleId))]),
    timelines: timelines.map((timeline) => ({ ...timeline, statements: ledgers.get(textOf(timeline.key)) ?? [] })),
  };
}
