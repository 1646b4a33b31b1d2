import { CONSUMED_TOPICS, type ConsumingService, decodeEvent, POSITIONS_TOPIC, TOPICS } from '@parley/contracts';
import { type EventLog, type LogRecord, moveCheckpoint, type RecordBatch } from '@parley/event-log';
import { transact } from '@parley/postgres';
import type { ClientBase } from 'pg';
import { projectDeadLetters } from '../dead-letters/project-dead-letters.js';
import type { PlacedEvent, PlacedRemoval } from '../placed-event.js';
import { POSITION_EVENTS, PositionFold } from '../positions/project-positions.js';
import { only, projectBatch } from '../project-batch.js';
import { faultOfEvent, placeOf } from '../projection-error.js';
import type { KnownDeadLetters, SkippedRecord } from './known-dead-letters.js';
import { RebuildError } from './rebuild-error.js';

/** The consumer whose checkpoints say how far the record is. */
export const PROJECTOR = 'projector' satisfies ConsumingService;

export interface FoldTarget {
  readonly log: EventLog;
  /** Each folds partitions of its own beside the others. */
  readonly workers: readonly ClientBase[];
  readonly schema: string;
  /**
   * Whether the tables are being filled, with nobody who reads them: positions are then written for many changes at once,
   * and evidence is not, which follows from the changes.
   */
  readonly isLoading: boolean;
  readonly deadLetters: KnownDeadLetters;
  readonly signal: AbortSignal | undefined;
  /** Told of each record that was left out because the live projector had set it aside. */
  readonly onSkipped: (skipped: SkippedRecord) => void;
  /** Told after each batch by how many offsets it went on; less than none where batches were taken back. */
  readonly onFolded: (topic: string, offsets: bigint) => void;
}

/** Most records of a batch; the log bounds its bytes. */
const MAX_RECORDS = 2_500;

/** One partition's way into the target. */
interface Lane extends Omit<FoldTarget, 'workers'> {
  readonly client: ClientBase;
  readonly topic: string;
  readonly partition: number;
}

/**
 * Folds what a topic has beyond the checkpoints in the target's schema, up to its ends as they are now. Throws
 * RebuildError REBUILD_EVENT_UNPROJECTABLE at the first event that can't be folded and is no known dead letter,
 * REBUILD_ABORTED where the signal aborted. What was folded before is committed.
 */
export async function foldTopic({ workers, ...target }: FoldTarget, topic: string): Promise<void> {
  const [first] = workers;
  if (!first) throw new RangeError('somebody has to fold');
  const next = await loadCheckpoints(first, target.schema, topic);
  const waiting = (await target.log.bounds(topic))
    .filter(({ partition, end }) => (next.get(partition) ?? 0n) < end)
    .map(({ partition }) => partition);
  const failed = new AbortController();
  const signal = target.signal ? AbortSignal.any([target.signal, failed.signal]) : failed.signal;
  const work = async (client: ClientBase): Promise<void> => {
    try {
      for (let partition = waiting.shift(); partition !== undefined; partition = waiting.shift())
        await foldPartition({ ...target, signal, client, topic, partition }, next.get(partition) ?? null);
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const ends = await Promise.allSettled(workers.slice(0, Math.max(1, waiting.length)).map(work));
  throwIfAborted(target.signal);
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (faults.length > 0) throw faults[0];
}

async function foldPartition(lane: Lane, from: bigint | null): Promise<void> {
  let next = from;
  if (lane.isLoading && lane.topic === POSITIONS_TOPIC) {
    const loaded = await loadPositions(lane, from);
    if (loaded.isWhole) return;
    next = loaded.next;
  }
  for await (const prepared of preparedBatches(lane, next)) {
    const { batch } = prepared;
    await foldBatch(lane, prepared, next);
    tell(lane, batch, next);
    next = batch.nextOffset;
    if (lane.signal?.aborted) return;
  }
}

/** Tells how far a batch went on from where the one before it ended, and gives it. */
function tell(lane: Lane, { records, nextOffset }: RecordBatch, from: bigint | null): bigint {
  const offsets = nextOffset - (from ?? records[0]?.offset ?? nextOffset);
  lane.onFolded(lane.topic, offsets);
  return offsets;
}

const preparedBatches = (lane: Lane, from: bigint | null): AsyncIterable<Prepared> =>
  oneAhead(
    lane.log.read(lane.topic, {
      from: { at: 'offsets', offsets: new Map(from === null ? [] : [[lane.partition, from]]) },
      until: 'end',
      partitions: [lane.partition],
      maxRecords: MAX_RECORDS,
      ...(lane.signal ? { signal: lane.signal } : {}),
    }),
    (batch) => prepare(lane, batch),
  );

/** Changes that are committed at once: each timeline among them is written once. */
const CHANGES_A_COMMIT = 20_000;
/** Stretches of timelines that are kept in memory, some 40 MB for each worker. */
const MAX_SEGMENTS = 60_000;

/**
 * Folds a partition of positions with its timelines kept in memory, as far as it goes: `isWhole` where it came to the end or
 * was stopped, else there is something that does not fit beyond `next`.
 */
async function loadPositions(lane: Lane, from: bigint | null): Promise<{ isWhole: boolean; next: bigint | null }> {
  const { client, schema, topic, partition } = lane;
  const fold = new PositionFold(client, schema);
  let committed = from;
  let next = from;
  let taken = 0;
  /** Offsets that were told and are not committed. */
  let uncommitted = 0n;
  const commitTaken = async (to: bigint): Promise<void> => {
    await fold.write();
    await moveCheckpoint(client, { schema }, PROJECTOR, topic, partition, committed, to);
    await client.query('COMMIT');
    fold.forgetBeyond(MAX_SEGMENTS);
    committed = to;
    taken = 0;
    uncommitted = 0n;
  };
  try {
    for await (const { batch, entries } of preparedBatches(lane, from)) {
      if (taken === 0) await client.query('BEGIN');
      taken += batch.records.length;
      await fold.take(only((entries ?? []).filter(isEvent), POSITION_EVENTS));
      uncommitted += tell(lane, batch, next);
      next = batch.nextOffset;
      if (taken >= CHANGES_A_COMMIT) await commitTaken(next);
      if (lane.signal?.aborted) break;
    }
    if (taken > 0 && next !== null) await commitTaken(next);
    return { isWhole: true, next };
  } catch (error) {
    // Where the connection is gone there is nothing to roll back, and the first error says why.
    await client.query('ROLLBACK').catch(() => undefined);
    if (!faultOfEvent(error)) throw error;
    lane.onFolded(topic, -uncommitted);
    return { isWhole: false, next: committed };
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RebuildError('REBUILD_ABORTED', 'the rebuild was stopped; the record is as it was');
}

async function loadCheckpoints(client: ClientBase, schema: string, topic: string): Promise<Map<number, bigint>> {
  const { rows } = await client.query<{ partition: number; next_offset: string }>(
    `SELECT partition, next_offset::text FROM ${schema}.checkpoint WHERE consumer = $1 AND topic = $2`,
    [PROJECTOR, topic],
  );
  return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
}

const HAS_EVENTS: ReadonlySet<string> = new Set(CONSUMED_TOPICS.projector);
const COMPACTED: ReadonlySet<string> = new Set(
  TOPICS.filter(({ keeps }) => keeps === 'latest-per-key').map(({ name }) => name),
);

/** A batch as read, with its events decoded; null for a dead-letter topic, whose records are taken raw. */
interface Prepared {
  readonly batch: RecordBatch;
  readonly entries: readonly Entry[] | null;
}

async function prepare(lane: Lane, batch: RecordBatch): Promise<Prepared> {
  return { batch, entries: HAS_EVENTS.has(batch.topic) ? await readEntries(lane, batch.records) : null };
}

/** Prepares the next item while the last one is worked on: decoding has a core, the database another. */
async function* oneAhead<Item, Ready>(
  items: AsyncIterable<Item>,
  prepareItem: (item: Item) => Promise<Ready>,
): AsyncGenerator<Ready, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const advance = async (): Promise<Ready | null> => {
    const { done, value } = await iterator.next();
    return done ? null : prepareItem(value);
  };
  let coming = advance();
  try {
    for (;;) {
      const ready = await coming;
      if (ready === null) return;
      coming = advance();
      // It is awaited in the next turn, or dropped where the consumer ends before.
      coming.catch(() => undefined);
      yield ready;
    }
  } finally {
    await coming.catch(() => undefined);
    await iterator.return?.();
  }
}

async function foldBatch(lane: Lane, { batch, entries }: Prepared, from: bigint | null): Promise<void> {
  if (entries) await foldEntries(lane, entries, from, batch.nextOffset);
  else await commit(lane, from, batch.nextOffset, () => projectDeadLetters(lane.client, batch.records, lane.schema));
}

type Entry = PlacedEvent | PlacedRemoval;

const isEvent = (entry: Entry): entry is PlacedEvent => 'event' in entry;

async function readEntries(lane: Lane, records: readonly LogRecord[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const record of records) {
    const known = lane.deadLetters.find(record);
    if (known) {
      lane.onSkipped(known);
      continue;
    }
    try {
      entries.push(entryOf(record));
    } catch (error) {
      await skipOrStop(lane, record, error);
    }
  }
  return entries;
}

function entryOf({ topic, partition, offset, recordedAt, key, headers, value }: LogRecord): Entry {
  const place = { topic, partition, offset, recordedAt };
  if (value !== null) return { ...place, event: decodeEvent({ headers, value }, topic) };
  if (key !== null && COMPACTED.has(topic)) return { ...place, key };
  throw new TypeError('the record has no value');
}

/** Folds entries up to `to`; where they can't be folded as a whole, in halves, to find the one that is at fault. */
async function foldEntries(lane: Lane, entries: readonly Entry[], from: bigint | null, to: bigint): Promise<void> {
  try {
    await commit(lane, from, to, () => project(lane, entries));
  } catch (error) {
    const fault = faultOfEvent(error);
    const half = entries.length >>> 1;
    const middle = entries[half];
    if (!fault || !middle) throw error;
    if (entries.length === 1) {
      await skipOrStop(lane, middle, fault);
      await foldEntries(lane, [], from, to);
      return;
    }
    await foldEntries(lane, entries.slice(0, half), from, middle.offset);
    await foldEntries(lane, entries.slice(half), middle.offset, to);
  }
}

async function project({ client, schema, topic, isLoading }: Lane, entries: readonly Entry[]): Promise<void> {
  const events = entries.filter(isEvent);
  if (isLoading && topic === POSITIONS_TOPIC) {
    const fold = new PositionFold(client, schema);
    await fold.take(only(events, POSITION_EVENTS));
    return fold.write();
  }
  return projectBatch(client, { topic, events, removals: entries.filter((entry) => 'key' in entry) }, schema);
}

/** The live projector may have set it aside only just now. */
async function skipOrStop(
  target: Lane,
  place: Pick<LogRecord, 'topic' | 'partition' | 'offset'>,
  error: unknown,
): Promise<void> {
  await target.deadLetters.refresh();
  const known = target.deadLetters.find(place);
  if (known) {
    target.onSkipped(known);
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  throw new RebuildError('REBUILD_EVENT_UNPROJECTABLE', `${placeOf(place)} can't be folded: ${reason}`, {
    cause: error,
  });
}

function commit(
  { client, schema, topic, partition }: Lane,
  from: bigint | null,
  to: bigint,
  work: () => Promise<void>,
): Promise<void> {
  return transact(client, async () => {
    await moveCheckpoint(client, { schema }, PROJECTOR, topic, partition, from, to);
    await work();
  });
}
