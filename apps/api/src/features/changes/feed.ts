import type { Change } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, encodeCursor, placeParts } from '../../paging/cursor.js';
import { Conditions, R, rowsOf } from '../../record/record.js';
import {
  type AnnouncedChange,
  announcedOf,
  CHANGE_COLUMNS,
  type ChangeFilters,
  type ChangeRow,
  filtersOf,
  matching,
  showChange,
} from './change-row.js';

/*
 * The feed. Partitions are folded into the record each at its own pace, so no one order over all of them is final: a
 * change of partition 3 may become visible after one of partition 5 that was recorded later. Within a partition changes
 * do become visible in the order of offsets. So a reader's place is a vector: for each partition the next offset.
 */

/** Next offset for each partition; one that is not named starts at its beginning. */
export type FeedPlace = ReadonlyMap<number, bigint>;

export interface FeedPage {
  readonly items: readonly { readonly change: Change; readonly after: FeedPlace }[];
  /** Where to go on; past what the filters leave out, too. */
  readonly next: FeedPlace;
}

const vectorSchema = z.array(z.tuple([placeParts.partition, placeParts.offset])).max(2_000);
/** Places are the same whatever time is asked about: a cursor of one export is good for the next, without its bounds. */
const scopeOf = (filters: ChangeFilters): CursorScope => {
  const { since: _, until: __, ...others } = filtersOf(filters);
  return { list: 'feed', filters: others };
};

export const encodeFeedPlace = (filters: ChangeFilters, place: FeedPlace): string =>
  encodeCursor(
    scopeOf(filters),
    [...place].sort(([a], [b]) => a - b).map(([partition, offset]) => [partition, String(offset)]),
  );

/** Throws ProblemError INVALID_CURSOR. */
export const decodeFeedPlace = (filters: ChangeFilters, cursor: string): FeedPlace =>
  new Map(
    decodeCursor(scopeOf(filters), cursor, vectorSchema).map(([partition, offset]) => [partition, BigInt(offset)]),
  );

/** One row for each partition and its end, found through the index: SELECT DISTINCT would read the whole table. */
const HEADS = `
  WITH RECURSIVE part AS (
    SELECT min(c.partition) AS partition FROM ${R}.change c
    UNION ALL
    SELECT (SELECT min(c.partition) FROM ${R}.change c WHERE c.partition > part.partition)
      FROM part WHERE part.partition IS NOT NULL),
  head AS MATERIALIZED (
    SELECT part.partition, (SELECT max(c."offset") + 1 FROM ${R}.change c WHERE c.partition = part.partition) AS next
      FROM part WHERE part.partition IS NOT NULL)`;

/** Past everything that is visible now. */
export async function feedHeads(record: DataSource): Promise<FeedPlace> {
  const rows = await rowsOf<{ partition: number; next: bigint }>(
    record,
    `${HEADS} SELECT partition, next FROM head ORDER BY partition`,
    [],
  );
  return new Map(rows.map((row) => [row.partition, row.next]));
}

/** Past everything that was recorded before an instant. */
export async function feedPlaceAt(record: DataSource, instant: string): Promise<FeedPlace> {
  const rows = await rowsOf<{ partition: number; next: bigint | null }>(
    record,
    `${HEADS}
     SELECT head.partition, (SELECT c."offset" + 1 FROM ${R}.change c
                              WHERE c.partition = head.partition AND c.recorded_at < $1::timestamptz
                              ORDER BY c."offset" DESC LIMIT 1) AS next
       FROM head ORDER BY head.partition`,
    [instant],
  );
  return new Map(rows.map((row) => [row.partition, row.next ?? 0n]));
}

/** Where a reader begins: behind a cursor, else at `since`, else at the first change ever. */
export async function feedStart(
  record: DataSource,
  filters: ChangeFilters,
  after: string | undefined,
): Promise<FeedPlace> {
  if (after !== undefined) return decodeFeedPlace(filters, after);
  return filters.since === undefined ? new Map() : feedPlaceAt(record, filters.since);
}

/** Up to `limit` changes from a place on: in order within each partition, by recorded time across them. */
export async function readFeed(
  record: DataSource,
  filters: ChangeFilters,
  from: FeedPlace,
  limit: number,
): Promise<FeedPage> {
  const { items, next } = await readRows(record, filters, from, limit);
  return { items: items.map(({ row, after }) => ({ change: showChange(row), after })), next };
}

/** The same, as the events say it. */
export async function readAnnounced(
  record: DataSource,
  filters: ChangeFilters,
  from: FeedPlace,
  limit: number,
): Promise<{ readonly items: readonly (AnnouncedChange & { readonly after: FeedPlace })[]; readonly next: FeedPlace }> {
  const { items, next } = await readRows(record, filters, from, limit);
  return { items: items.map(({ row, after }) => ({ ...announcedOf(row), after })), next };
}

async function readRows(
  record: DataSource,
  filters: ChangeFilters,
  from: FeedPlace,
  limit: number,
): Promise<{
  readonly items: readonly { readonly row: ChangeRow; readonly after: FeedPlace }[];
  readonly next: FeedPlace;
}> {
  const conditions = matching(new Conditions(), filters);
  const partitions = conditions.parameter([...from.keys()]);
  const offsets = conditions.parameter([...from.values()].map(String));
  const most = conditions.parameter(limit);
  // One statement, so that the ends and the rows are of one moment.
  const rows = await rowsOf<{ head_partition: number; head_next: bigint } & (ChangeRow | { event_id: null })>(
    record,
    `${HEADS}
     SELECT head.partition AS head_partition, head.next AS head_next, found.*
       FROM head
       LEFT JOIN unnest(${partitions}::int[], ${offsets}::bigint[]) AS at(partition, next) USING (partition)
       LEFT JOIN LATERAL (
         SELECT ${CHANGE_COLUMNS} FROM ${R}.change c
          WHERE c.partition = head.partition AND c."offset" >= coalesce(at.next, 0) AND ${conditions}
          ORDER BY c."offset" LIMIT ${most}) found ON true
      ORDER BY head.partition, found."offset"`,
    conditions.parameters,
  );
  const queues = new Map<number, { head: bigint; waiting: ChangeRow[]; found: number }>();
  for (const row of rows) {
    const queue = queues.get(row.head_partition) ?? { head: row.head_next, waiting: [], found: 0 };
    queues.set(row.head_partition, queue);
    if (row.event_id !== null) queue.found = queue.waiting.push(row);
  }
  const next = new Map(from);
  const items: { row: ChangeRow; after: FeedPlace }[] = [];
  while (items.length < limit) {
    const row = takeEarliest([...queues.values()].map((queue) => queue.waiting));
    if (row === undefined) break;
    next.set(row.partition, row.offset + 1n);
    items.push({ row, after: new Map(next) });
  }
  for (const [partition, queue] of queues) {
    // All that fits was found and taken: what lies between it and the end is left out by the filters for good. Not so by
    // `until`, which a cursor does not keep.
    const passed = queue.waiting.length === 0 && queue.found < limit && filters.until === undefined;
    if (passed && queue.head > (next.get(partition) ?? 0n)) next.set(partition, queue.head);
  }
  return { items, next };
}

/** Takes the row that was recorded first among the heads of the queues; none where all are empty. */
function takeEarliest(queues: readonly ChangeRow[][]): ChangeRow | undefined {
  let earliest: ChangeRow[] | undefined;
  for (const queue of queues) {
    const [row] = queue;
    if (row !== undefined && (earliest?.[0] === undefined || row.recorded_at < earliest[0].recorded_at))
      earliest = queue;
  }
  return earliest?.shift();
}
