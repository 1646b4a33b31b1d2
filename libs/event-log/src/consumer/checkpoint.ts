import type pg from 'pg';
import { CheckpointMovedError } from '../errors.js';
import type { CheckpointSource } from '../event-log.js';

/** Whatever runs SQL: a client inside a transaction, or a pool. */
type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

function tableOf(schema: string): string {
  if (!SCHEMA_NAME.test(schema)) throw new RangeError(`${JSON.stringify(schema)} is no name of a schema`);
  return `"${schema}".checkpoint`;
}

/** DDL of the checkpoint table; the schema must exist. Throws RangeError for a name that is no plain identifier. */
export const checkpointTableSql = (schema: string): string => `
  create table if not exists ${tableOf(schema)} (
    consumer text not null,
    topic text not null,
    partition int not null,
    next_offset bigint not null check (next_offset >= 0),
    updated_at timestamptz not null default now(),
    primary key (consumer, topic, partition)
  )`;

/**
 * Moves a checkpoint from where it is expected (`from`, null: there is none yet) in the caller's transaction. Throws
 * CheckpointMovedError where it is elsewhere; the caller must then roll back. Call it before the effects: it takes the
 * row's lock, so that a second consumer of the same partition waits here and not half-way through its work.
 */
export async function moveCheckpoint(
  client: pg.ClientBase,
  table: { readonly schema: string },
  consumer: string,
  topic: string,
  partition: number,
  from: bigint | null,
  to: bigint,
): Promise<void> {
  const name = tableOf(table.schema);
  // Of two that come first at the same time, one inserts and the other waits for it and then does nothing.
  const { rowCount } =
    from === null
      ? await client.query(
          `insert into ${name} (consumer, topic, partition, next_offset) values ($1, $2, $3, $4) on conflict do nothing`,
          [consumer, topic, partition, String(to)],
        )
      : await client.query(
          `update ${name} set next_offset = $4, updated_at = now()
           where consumer = $1 and topic = $2 and partition = $3 and next_offset = $5`,
          [consumer, topic, partition, String(to), String(from)],
        );
  if (rowCount === 1) return;
  throw new CheckpointMovedError(topic, partition, from, await load(client, name, consumer, topic, partition));
}

/** Where a consumer's checkpoints are, for the log to begin at. */
export function checkpointSource(pool: Pick<pg.Pool, 'query'>, schema: string, consumer: string): CheckpointSource {
  const name = tableOf(schema);
  return { load: (topic, partition) => load(pool, name, consumer, topic, partition) };
}

async function load(
  client: Queryable,
  table: string,
  consumer: string,
  topic: string,
  partition: number,
): Promise<bigint | null> {
  const { rows } = await client.query<{ next_offset: string }>(
    `select next_offset::text from ${table} where consumer = $1 and topic = $2 and partition = $3`,
    [consumer, topic, partition],
  );
  return rows[0] ? BigInt(rows[0].next_offset) : null;
}
