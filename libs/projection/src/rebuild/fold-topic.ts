import { CONSUMED_TOPICS, type ConsumingService, decodeEvent, TOPICS } from '@parley/contracts';
import { type EventLog, type LogRecord, moveCheckpoint, type RecordBatch } from '@parley/event-log';
import type { ClientBase } from 'pg';
import { projectDeadLetters } from '../dead-letters/project-dead-letters.js';
import type { PlacedEvent, PlacedRemoval } from '../placed-event.js';
import { projectBatch } from '../project-batch.js';
import { faultOfEvent, placeOf } from '../projection-error.js';
import type { KnownDeadLetters, SkippedRecord } from './known-dead-letters.js';
import { RebuildError } from './rebuild-error.js';

/** The consumer whose checkpoints say how far the record is. */
export const PROJECTOR = 'projector' satisfies ConsumingService;

export interface FoldTarget {
  readonly log: EventLog;
  readonly client: ClientBase;
  readonly schema: string;
  readonly deadLetters: KnownDeadLetters;
  readonly signal: AbortSignal | undefined;
  /** Told of each record that was left out because the live projector had set it aside. */
  readonly onSkipped: (skipped: SkippedRecord) => void;
  /** Told after each batch by how many offsets it went on. */
  readonly onFolded: (topic: string, offsets: bigint) => void;
}

/** Most records of a batch; the log bounds its bytes. */
const MAX_RECORDS = 5_000;

/**
 * Folds what a topic has beyond the checkpoints in the target's schema, up to its ends as they are now. Throws
 * RebuildError REBUILD_EVENT_UNPROJECTABLE at the first event that can't be folded and is no known dead letter,
 * REBUILD_ABORTED where the signal aborted. What was folded before is committed.
 */
export async function foldTopic(target: FoldTarget, topic: string): Promise<void> {
  const next = await loadCheckpoints(target, topic);
  const batches = target.log.read(topic, {
    from: { at: 'offsets', offsets: next },
    until: 'end',
    maxRecords: MAX_RECORDS,
    ...(target.signal ? { signal: target.signal } : {}),
  });
  for await (const prepared of oneAhead(batches, (batch) => prepare(target, batch))) {
    throwIfAborted(target.signal);
    const { batch } = prepared;
    const from = next.get(batch.partition) ?? null;
    await foldBatch(target, prepared, from);
    next.set(batch.partition, batch.nextOffset);
    const first = from ?? batch.records[0]?.offset ?? batch.nextOffset;
    target.onFolded(topic, batch.nextOffset - first);
  }
  throwIfAborted(target.signal);
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RebuildError('REBUILD_ABORTED', 'the rebuild was stopped; the record is as it was');
}

async function loadCheckpoints({ client, schema }: FoldTarget, topic: string): Promise<Map<number, bigint>> {
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

async function prepare(target: FoldTarget, batch: RecordBatch): Promise<Prepared> {
  return { batch, entries: HAS_EVENTS.has(batch.topic) ? await readEntries(target, batch.records) : null };
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

async function foldBatch(target: FoldTarget, { batch, entries }: Prepared, from: bigint | null): Promise<void> {
  if (entries) await foldEntries(target, batch, entries, from, batch.nextOffset);
  else
    await commit(target, batch, from, batch.nextOffset, () =>
      projectDeadLetters(target.client, batch.records, target.schema),
    );
}

type Entry = PlacedEvent | PlacedRemoval;
type Partition = Pick<RecordBatch, 'topic' | 'partition'>;

async function readEntries(target: FoldTarget, records: readonly LogRecord[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const record of records) {
    const known = target.deadLetters.find(record);
    if (known) {
      target.onSkipped(known);
      continue;
    }
    try {
      entries.push(entryOf(record));
    } catch (error) {
      await skipOrStop(target, record, error);
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
async function foldEntries(
  target: FoldTarget,
  partition: Partition,
  entries: readonly Entry[],
  from: bigint | null,
  to: bigint,
): Promise<void> {
  try {
    await commit(target, partition, from, to, () =>
      projectBatch(
        target.client,
        {
          topic: partition.topic,
          events: entries.filter((entry) => 'event' in entry),
          removals: entries.filter((entry) => 'key' in entry),
        },
        target.schema,
      ),
    );
  } catch (error) {
    const fault = faultOfEvent(error);
    const half = entries.length >>> 1;
    const middle = entries[half];
    if (!fault || !middle) throw error;
    if (entries.length === 1) {
      await skipOrStop(target, middle, fault);
      await foldEntries(target, partition, [], from, to);
      return;
    }
    await foldEntries(target, partition, entries.slice(0, half), from, middle.offset);
    await foldEntries(target, partition, entries.slice(half), middle.offset, to);
  }
}

/** The live projector may have set it aside only just now. */
async function skipOrStop(
  target: FoldTarget,
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

async function commit(
  { client, schema }: FoldTarget,
  { topic, partition }: Partition,
  from: bigint | null,
  to: bigint,
  project: () => Promise<void>,
): Promise<void> {
  await client.query('BEGIN');
  try {
    await moveCheckpoint(client, { schema }, PROJECTOR, topic, partition, from, to);
    await project();
    await client.query('COMMIT');
  } catch (error) {
    // Where the connection is gone there is nothing to roll back, and the first error says why.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
