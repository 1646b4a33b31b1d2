import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  createEvent,
  type Evidence,
  encodeEvent,
  POSITIONS_TOPIC,
  type PositionChanged,
  type TimelineSegment,
} from '@parley/contracts';
import { DEFAULT_POLICY } from '@parley/domain';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '../postgres/in-transaction.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import {
  type BatchState,
  decideBatch,
  namesOf,
  type PlannedChange,
  type StatementsEvent,
  setsNamedBy,
  timelinesNamedBy,
} from './decide-batch.js';
import { findStandingTimelines } from './find-standing-timelines.sql.js';
import { loadArticleSets } from './load-article-sets.sql.js';
import { loadEvidence } from './load-evidence.sql.js';
import { loadLedgers } from './load-ledgers.sql.js';
import { lockTimelines } from './lock-timelines.sql.js';
import { textOf } from './timeline-key.js';
import { type Tracked, TrackStatementsCommand } from './track-statements.command.js';
import { type OutboxEntry, putIntoOutbox, writeDecision } from './write-decision.sql.js';

const SOURCE = '/parley/tracker';
const POLICY = DEFAULT_POLICY;

/** Checkpoint, ledger, timelines and the decided changes are one transaction; publishing them is the outbox's part. */
@CommandHandler(TrackStatementsCommand)
export class TrackStatementsHandler implements ICommandHandler<TrackStatementsCommand> {
  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly publisher: OutboxPublisher,
  ) {}

  /**
   * Throws what the checkpoint throws, ContractError for an event that can't be tracked, and the database's errors; in
   * each case nothing has happened.
   */
  async execute({ events, moveCheckpoint, signal }: TrackStatementsCommand): Promise<Tracked> {
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (events.length === 0) return 0;
      const decision = decideBatch(events, await loadState(client, events), POLICY);
      const entries = await this.encode(client, decision.changes);
      await writeDecision(client, decision);
      await putIntoOutbox(client, POSITIONS_TOPIC, entries, OUTBOX_CHANNEL);
      signal?.throwIfAborted();
      return entries.length;
    });
    if (changes > 0) this.publisher.wake();
    return { changes };
  }

  private async encode(client: ClientBase, changes: readonly PlannedChange[]): Promise<OutboxEntry[]> {
    // Statements that were outvoted when they came were announced by nobody; a later change may rest on them.
    const missing = changes.flatMap(({ decided, evidence }) =>
      decided.evidence.flatMap(({ statement }) => (evidence.has(statement.id) ? [] : [statement.id])),
    );
    const stored = await loadEvidence(client, [...new Set(missing)]);
    const time = this.clock();
    return changes.map((change) => {
      const event = createEvent(`parley.position.${change.decided.change}`, dataOf(change, stored), {
        source: SOURCE,
        time,
        subject: `${change.key.dossier}/${change.key.actor}/${change.key.issue}`,
        causedBy: change.cause,
      });
      return { eventId: event.id, ...encodeEvent(event) };
    });
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
    timelines: timelines.map((timeline) => ({ ...timeline, statements: ledgers.get(textOf(timeline.key)) ?? [] })),
  };
}

const dataOf = (
  { key, actor, issue, sequence, decided, evidence, cause }: PlannedChange,
  stored: ReadonlyMap<string, Evidence>,
): PositionChanged => ({
  dossier: key.dossier,
  actor,
  issue,
  change: decided.change,
  sequence,
  before: decided.before,
  after: decided.after,
  timeline: decided.timeline ? decided.timeline.map((segment): TimelineSegment => ({ ...segment })) : null,
  evidence: decided.evidence.map(({ statement }) => {
    const found = evidence.get(statement.id) ?? stored.get(statement.id);
    if (!found) throw new Error(`the ledger has no evidence for statement ${statement.id}`);
    return found;
  }),
  reason: decided.reason,
  policy: { id: POLICY.id, version: POLICY.version },
  decidedFrom: cause.id,
});
