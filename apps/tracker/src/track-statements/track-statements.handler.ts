import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { POSITIONS_TOPIC } from '@parley/contracts';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import type { ClientBase, Pool } from 'pg';
import { DossiersInForce } from '../dossiers/dossiers-in-force.js';
import { holdSources } from '../postgres/clustering-lock.sql.js';
import { inTransaction } from '../postgres/in-transaction.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import {
  type BatchState,
  decideBatch,
  namesOf,
  type StatementsEvent,
  setsNamedBy,
  timelinesNamedBy,
} from './decide-batch.js';
import { encodeChanges } from './encode-changes.js';
import { findStandingTimelines } from './find-standing-timelines.sql.js';
import { loadArticleSets } from './load-article-sets.sql.js';
import { loadLedgers } from './load-ledgers.sql.js';
import { loadStories } from './load-stories.sql.js';
import { lockTimelines } from './lock-timelines.sql.js';
import { textOf } from './timeline-key.js';
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
  async execute({ events, moveCheckpoint, signal }: TrackStatementsCommand): Promise<Tracked> {
    // Before the transaction: a log that is away must not keep timelines locked.
    await this.dossiers.catchUp();
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (events.length === 0) return 0;
      await holdSources(client);
      const decision = decideBatch(events, await loadState(client, events), this.dossiers);
      const entries = await encodeChanges(client, decision.changes, this.clock());
      await writeDecision(client, decision);
      await putIntoOutbox(client, POSITIONS_TOPIC, entries, OUTBOX_CHANNEL);
      signal?.throwIfAborted();
      return entries.length;
    });
    if (changes > 0) this.publisher.wake();
    return { changes };
  }
}

async function loadState(client: ClientBase, events: readonly StatementsEvent[]): Promise<BatchState> {
  const names = new Map(events.flatMap((event) => [...namesOf(event)]));
  const named = timelinesNamedBy(events).flatMap((key) => {
    const name = names.get(textOf(key));
    return name ? [{ key, ...name }] : [];
  });
  const sets = setsNamedBy(events);
  const standing = await findStandingTimelines(client, sets);
  const timelines = await lockTimelines(client, named, standing);
  const ledgers = await loadLedgers(
    client,
    timelines.map(({ key }) => key),
  );
  return {
    sets: await loadArticleSets(client, sets),
    stories: await loadStories(client, [...new Set(sets.map(({ articleId }) => articleId))]),
    timelines: timelines.map((timeline) => ({ ...timeline, statements: ledgers.get(textOf(timeline.key)) ?? [] })),
  };
}
