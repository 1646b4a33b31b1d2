import type { OutgoingRecord } from '@parley/event-log';
import type { Pool } from 'pg';

/** An event that waits to be published. `seq` is a bigint as text. */
export interface WaitingEvent {
  readonly seq: string;
  readonly record: OutgoingRecord;
}

/** The events that wait, in order: at most `maxRecords`, and no more bytes than `maxBytes` unless the first has more. */
export async function loadWaiting(
  pool: Pool,
  topic: string,
  limits: { readonly maxRecords: number; readonly maxBytes: number },
): Promise<WaitingEvent[]> {
  const { rows } = await pool.query<{ seq: string; key: string; headers: Record<string, string>; value: Buffer }>({
    name: 'tracker-load-waiting',
    text: `SELECT seq::text, key, headers, value
             FROM (SELECT *, sum(octet_length(value)) OVER (ORDER BY seq) AS bytes, row_number() OVER (ORDER BY seq) AS n
                     FROM (SELECT * FROM tracker.outbox WHERE topic = $1 ORDER BY seq LIMIT $2) AS first) AS sized
            WHERE bytes <= $3 OR n = 1
            ORDER BY sized.seq`,
    values: [topic, limits.maxRecords, limits.maxBytes],
  });
  return rows.map(({ seq, key, headers, value }) => ({ seq, record: { key, headers, value } }));
}

/**
 * Takes published events out of the outbox, and with them moves on what is known of the topic, never back. Named by
 * their place in the outbox, or by id where the topic told of them; ids that are no UUID are none of Parley's.
 * Gives how many there were.
 */
export async function takeOutPublished(
  pool: Pool,
  topic: string,
  published: { readonly seqs: readonly string[] } | { readonly ids: readonly string[] },
  next: ReadonlyMap<number, bigint>,
): Promise<number> {
  const [column, type, values] =
    'seqs' in published
      ? (['seq', 'bigint', published.seqs] as const)
      : (['event_id', 'uuid', published.ids.filter((id) => UUID.test(id))] as const);
  const { rows } = await pool.query<{ count: number }>({
    name: `tracker-take-out-published-by-${column}`,
    text: `WITH taken AS (
             DELETE FROM tracker.outbox WHERE topic = $1 AND ${column} = ANY ($2::${type}[]) RETURNING seq),
           moved AS (
             INSERT INTO tracker.publication AS p (topic, partition, next_offset)
             SELECT $1, * FROM unnest($3::int[], $4::bigint[])
             ON CONFLICT (topic, partition) DO UPDATE
               SET next_offset = greatest(p.next_offset, excluded.next_offset), updated_at = now())
           SELECT count(*)::int AS count FROM taken`,
    values: [topic, values, [...next.keys()], [...next.values()].map(String)],
  });
  return rows[0]?.count ?? 0;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether nothing waits for a topic, and up to where each partition is known to hold nothing that waits. */
export async function loadProgress(
  pool: Pool,
  topic: string,
): Promise<{ readonly isEmpty: boolean; readonly next: ReadonlyMap<number, bigint> }> {
  const waiting = await pool.query('SELECT FROM tracker.outbox WHERE topic = $1 LIMIT 1', [topic]);
  const { rows } = await pool.query<{ partition: number; next_offset: string }>(
    'SELECT partition, next_offset::text FROM tracker.publication WHERE topic = $1',
    [topic],
  );
  return {
    isEmpty: waiting.rowCount === 0,
    next: new Map(rows.map(({ partition, next_offset }) => [partition, BigInt(next_offset)])),
  };
}

/** Sets what is known of the topic, back too. */
export async function resetProgress(pool: Pool, topic: string, next: ReadonlyMap<number, bigint>): Promise<void> {
  await pool.query(
    `INSERT INTO tracker.publication (topic, partition, next_offset)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[])
     ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset, updated_at = now()`,
    [topic, [...next.keys()], [...next.values()].map(String)],
  );
}
