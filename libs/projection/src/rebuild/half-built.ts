import { CONSUMED_TOPICS, DOSSIERS_TOPIC, POSITIONS_TOPIC } from '@parley/contracts';
import type { EventLog, LogRecord } from '@parley/event-log';
import { RECORD_SCHEMA } from '@parley/store';
import type { ClientBase } from 'pg';
import { existingTopics } from './existing-topics.js';
import { PROJECTOR } from './fold-topic.js';

/**
 * What a record that is being built says of itself, as the comment of its schema: in one place with what it speaks of,
 * gone with it, and no table that a finished record would have to lose again.
 */
interface HalfBuilt {
  /** Which version of Parley builds it: another may fold otherwise. */
  readonly build: string;
  /** Statements that make the indexes again that were dropped for the time of loading. */
  readonly indexes: readonly string[];
  /** The first record of each partition that had one: another log has others. */
  readonly firstRecords: Readonly<Record<string, string>>;
}

/** A record that a rebuild left unfinished and that can be gone on with, or why it can't; null where there is none. */
export type Leftover =
  | { readonly usable: true; readonly indexes: readonly string[]; readonly folded: ReadonlyMap<string, number> }
  | { readonly usable: false; readonly reason: string }
  | null;

/** Writes down what `schema` is being built from; in the caller's transaction, where there is one. */
export async function markHalfBuilt(
  client: ClientBase,
  schema: string,
  log: EventLog,
  facts: Pick<HalfBuilt, 'build' | 'indexes'>,
): Promise<void> {
  const mark: HalfBuilt = { ...facts, firstRecords: await firstRecordsOf(log) };
  await client.query(`COMMENT ON SCHEMA ${schema} IS ${client.escapeLiteral(JSON.stringify(mark))}`);
}

/** From here on the schema is a record as any other. */
export async function unmark(client: ClientBase, schema: string): Promise<void> {
  await client.query(`COMMENT ON SCHEMA ${schema} IS NULL`);
}

/** Looks at what stands in `schema`. Changes nothing. */
export async function findLeftover(
  client: ClientBase,
  schema: string,
  log: EventLog,
  build: string,
): Promise<Leftover> {
  const { rows } = await client.query<{ mark: string | null }>(
    `SELECT obj_description(oid, 'pg_namespace') AS mark FROM pg_catalog.pg_namespace WHERE nspname = $1`,
    [schema],
  );
  const found = rows[0];
  if (!found) return null;
  const mark = readMark(found.mark);
  if (!mark) return { usable: false, reason: 'it had hardly begun' };
  if (mark.build !== build) return { usable: false, reason: `another version of Parley (${mark.build}) began it` };
  if (!(await hasMigrations(client, schema)))
    return { usable: false, reason: 'its tables are of another version of the record' };
  const next = await loadCheckpoints(client, schema);
  const reason = await differenceOf(client, schema, log, mark, next);
  return reason === null
    ? { usable: true, indexes: mark.indexes, folded: await countFolded(log, next) }
    : { usable: false, reason };
}

function readMark(text: string | null): HalfBuilt | null {
  if (text === null) return null;
  try {
    const mark = JSON.parse(text) as Partial<HalfBuilt> | null;
    return typeof mark?.build === 'string' && Array.isArray(mark.indexes) && typeof mark.firstRecords === 'object'
      ? (mark as HalfBuilt)
      : null;
  } catch {
    return null;
  }
}

/** As the record in use, which this build has migrated. */
async function hasMigrations(client: ClientBase, schema: string): Promise<boolean> {
  const namesIn = async (name: string) => {
    const { rows } = await client.query<{ names: string | null }>(
      `SELECT string_agg(name, ' ' ORDER BY name) AS names FROM ${name}.migration`,
    );
    return rows[0]?.names;
  };
  return (await namesIn(schema)) === (await namesIn(RECORD_SCHEMA));
}

type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

async function loadCheckpoints(client: ClientBase, schema: string): Promise<Offsets> {
  const { rows } = await client.query<{ topic: string; partition: number; next_offset: string }>(
    `SELECT topic, partition, next_offset::text FROM ${schema}.checkpoint WHERE consumer = $1`,
    [PROJECTOR],
  );
  const next = new Map<string, Map<number, bigint>>();
  for (const { topic, partition, next_offset } of rows)
    next.set(topic, (next.get(topic) ?? new Map()).set(partition, BigInt(next_offset)));
  return next;
}

/** Why the log is not the one the record was begun from; null where nothing speaks for that. */
async function differenceOf(
  client: ClientBase,
  schema: string,
  log: EventLog,
  mark: HalfBuilt,
  next: Offsets,
): Promise<string | null> {
  const existing = new Set(await existingTopics(log, [...next.keys()]));
  for (const [topic, partitions] of next) {
    const ends = new Map(existing.has(topic) ? (await log.bounds(topic)).map((one) => [one.partition, one.end]) : []);
    for (const [partition, offset] of partitions)
      if (offset > (ends.get(partition) ?? 0n)) return `it has read further than ${topic} goes`;
  }
  const first = await firstRecordsOf(log);
  if (Object.entries(mark.firstRecords).some(([place, id]) => first[place] !== id))
    return 'it was begun from another log';
  return (await hasLastChange(client, schema, log)) ? null : 'the log has other events than it has read';
}

/** The latest change that was folded must stand in the log where it stood then. */
async function hasLastChange(client: ClientBase, schema: string, log: EventLog): Promise<boolean> {
  const { rows } = await client.query<{ event_id: string; partition: number; offset: string }>(
    `SELECT DISTINCT ON (partition) event_id::text, partition, "offset"::text FROM ${schema}.change
      ORDER BY partition, "offset" DESC`,
  );
  for (const { event_id, partition, offset } of rows) {
    const record = await recordAt(log, POSITIONS_TOPIC, partition, BigInt(offset));
    if (record?.headers.ce_id?.toLowerCase() !== event_id || record.offset !== BigInt(offset)) return false;
  }
  return true;
}

/** Topics that keep everything: the first record of a compacted one may go at any time. */
async function firstRecordsOf(log: EventLog): Promise<Record<string, string>> {
  const first: Record<string, string> = {};
  const topics = CONSUMED_TOPICS.projector.filter((topic) => topic !== DOSSIERS_TOPIC);
  for (const topic of await existingTopics(log, topics)) {
    for (const { partition, begin, end } of await log.bounds(topic)) {
      if (begin >= end) continue;
      const record = await recordAt(log, topic, partition, begin);
      if (record) first[`${topic}/${partition}`] = `${record.headers.ce_id ?? ''} ${record.recordedAt.toISOString()}`;
    }
  }
  return first;
}

/** The first record at or after an offset. */
async function recordAt(
  log: EventLog,
  topic: string,
  partition: number,
  offset: bigint,
): Promise<LogRecord | undefined> {
  const from = { at: 'offsets', offsets: new Map([[partition, offset]]) } as const;
  for await (const { records } of log.read(topic, { from, until: 'end', partitions: [partition], maxRecords: 1 }))
    return records[0];
  return undefined;
}

/** Counted as `foldTopic` counts: offsets from the first record on. */
async function countFolded(log: EventLog, next: Offsets): Promise<ReadonlyMap<string, number>> {
  const folded = new Map<string, number>();
  for (const [topic, partitions] of next) {
    let count = 0;
    for (const { partition, begin } of await log.bounds(topic)) {
      const offset = partitions.get(partition) ?? begin;
      const first = (await recordAt(log, topic, partition, begin))?.offset ?? offset;
      if (offset > first) count += Number(offset - first);
    }
    folded.set(topic, count);
  }
  return folded;
}
