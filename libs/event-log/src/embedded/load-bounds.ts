import type pg from 'pg';
import type { PartitionBounds } from '../event-log.js';

/** Bounds of every partition of a topic, in the order of their numbers; empty where there is no such topic. */
export async function loadBounds(pool: pg.Pool, topic: string): Promise<readonly PartitionBounds[]> {
  const { rows } = await pool.query<{ partition: number; begin_offset: string; next_offset: string }>({
    name: 'parley-log-load-bounds',
    text: `select partition, begin_offset::text, next_offset::text from log.partition where topic = $1 order by partition`,
    values: [topic],
  });
  return rows.map((row) => ({
    partition: row.partition,
    begin: BigInt(row.begin_offset),
    end: BigInt(row.next_offset),
  }));
}
