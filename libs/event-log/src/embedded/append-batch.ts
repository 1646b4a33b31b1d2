import type pg from 'pg';
import type { OutgoingRecord, RecordPosition } from '../event-log.js';

export const APPEND_CHANNEL = 'parley_log_append';

const LOCK_PARTITIONS = `
  select partition, next_offset::text as next_offset,
    floor(extract(epoch from greatest(clock_timestamp(), last_recorded_at)) * 1000)::text as recorded_ms
  from log.partition
  where topic = $1 and partition = any($2::int[])
  order by partition
  for update`;

/**
 * The values travel as one buffer, cut apart here: pg sends a buffer in binary but an array of them as hex in text, which
 * doubles the bytes and the work.
 */
const INSERT_RECORDS = `
  insert into log.record (topic, partition, "offset", key, headers, value, recorded_at, compacts)
  select $1, r.partition, r."offset", r.key, r.headers::json,
    case when r.length < 0 then null else substring($8::bytea from r.start for r.length) end,
    to_timestamp(0) + $9::bigint * interval '1 millisecond', $10
  from unnest($2::int[], $3::bigint[], $4::bytea[], $5::text[], $6::int[], $7::int[])
    as r (partition, "offset", key, headers, start, length)`;

const REMOVE_OLDER_OF_KEYS = `
  delete from log.record old
  using unnest($2::int[], $3::bigint[]) as appended (partition, begin), log.record newer
  where newer.topic = $1 and newer.partition = appended.partition and newer."offset" >= appended.begin and newer.compacts
    and old.topic = newer.topic and old.partition = newer.partition and old.compacts
    and sha256(old.key) = sha256(newer.key) and old."offset" < newer."offset"`;

const MOVE_ENDS_AND_NOTIFY = `
  with moved as (
    update log.partition p
    set next_offset = p.next_offset + added.count,
        last_recorded_at = to_timestamp(0) + $4::bigint * interval '1 millisecond'
    from unnest($2::int[], $3::bigint[]) as added (partition, count)
    where p.topic = $1 and p.partition = added.partition
  )
  select pg_notify('${APPEND_CHANNEL}', $1)`;

/** Records of one insert statement: enough to be quick, and far below what one protocol message may hold. */
const MAX_STATEMENT_RECORDS = 1_000;
const MAX_STATEMENT_BYTES = 16 * 1024 * 1024;

export interface PlacedRecord {
  readonly record: OutgoingRecord;
  readonly partition: number;
}

/**
 * Appends in the caller's transaction and gives each record's position, in the order given.
 *
 * The rows of log.partition stay locked from before the first offset is assigned until the commit, so appends to one
 * partition are serialised and offsets become visible in order: no reader can step over a record that commits late.
 * They are locked in the order of their numbers, so two appends never wait for each other in a circle.
 */
export async function appendBatch(
  client: pg.ClientBase,
  topic: { readonly name: string; readonly compacts: boolean },
  placed: readonly PlacedRecord[],
): Promise<readonly RecordPosition[]> {
  const partitions = [...new Set(placed.map(({ partition }) => partition))].sort((a, b) => a - b);
  const locked = await client.query<{ partition: number; next_offset: string; recorded_ms: string }>({
    name: 'parley-log-lock-partitions',
    text: LOCK_PARTITIONS,
    values: [topic.name, partitions],
  });
  const begins = new Map(locked.rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  // One time for the whole batch, never before any partition's last: a clock that was set back does not show in the log.
  const recordedMs = String(Math.max(...locked.rows.map((row) => Number(row.recorded_ms))));
  const nexts = new Map(begins);
  const positions = placed.map(({ partition }): RecordPosition => {
    const offset = nexts.get(partition);
    if (offset === undefined) throw new RangeError(`${topic.name} has no partition ${partition}`);
    nexts.set(partition, offset + 1n);
    return { partition, offset };
  });
  for (const [from, to] of statements(placed)) {
    await insertRecords(client, topic, placed.slice(from, to), positions.slice(from, to), recordedMs);
  }
  if (topic.compacts) {
    await client.query(REMOVE_OLDER_OF_KEYS, [topic.name, partitions, partitions.map((p) => String(begins.get(p)))]);
  }
  await client.query({
    name: 'parley-log-move-ends',
    text: MOVE_ENDS_AND_NOTIFY,
    values: [
      topic.name,
      partitions,
      partitions.map((partition) => String((nexts.get(partition) ?? 0n) - (begins.get(partition) ?? 0n))),
      recordedMs,
    ],
  });
  return positions;
}

function* statements(placed: readonly PlacedRecord[]): Generator<readonly [from: number, to: number]> {
  let from = 0;
  let bytes = 0;
  for (const [index, { record }] of placed.entries()) {
    const size = record.value?.length ?? 0;
    if (index > from && (index - from >= MAX_STATEMENT_RECORDS || bytes + size > MAX_STATEMENT_BYTES)) {
      yield [from, index];
      from = index;
      bytes = 0;
    }
    bytes += size;
  }
  yield [from, placed.length];
}

async function insertRecords(
  client: pg.ClientBase,
  topic: { readonly name: string; readonly compacts: boolean },
  placed: readonly PlacedRecord[],
  positions: readonly RecordPosition[],
  recordedMs: string,
): Promise<void> {
  const starts: number[] = [];
  const lengths: number[] = [];
  const values: Buffer[] = [];
  let start = 1; // substring() counts from one
  for (const { record } of placed) {
    starts.push(start);
    lengths.push(record.value?.length ?? -1);
    if (record.value) {
      values.push(record.value);
      start += record.value.length;
    }
  }
  await client.query({
    name: 'parley-log-insert-records',
    text: INSERT_RECORDS,
    values: [
      topic.name,
      placed.map(({ partition }) => partition),
      positions.map(({ offset }) => String(offset)),
      placed.map(({ record }) => (record.key === null ? null : Buffer.from(record.key))),
      placed.map(({ record }) => JSON.stringify(record.headers)),
      starts,
      lengths,
      Buffer.concat(values),
      recordedMs,
      topic.compacts,
    ],
  });
}
