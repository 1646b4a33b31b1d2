import type pg from 'pg';
import type { PartitionBounds } from '../event-log.js';

/**
 * The first offset recorded at or after a time; the end where there is none. Recorded times never go back within a
 * partition, so this halves its way through the primary key instead of keeping an index that every append would pay for.
 */
export async function findOffsetAt(
  pool: pg.Pool,
  topic: string,
  { partition, begin, end }: PartitionBounds,
  time: Date,
): Promise<bigint> {
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) / 2n;
    const { rows } = await pool.query<{ offset: string; recorded_ms: string }>({
      name: 'parley-log-find-offset-at',
      text: `select "offset"::text, (extract(epoch from recorded_at) * 1000)::bigint::text as recorded_ms
             from log.record r where topic = $1 and partition = $2 and "offset" >= $3 and "offset" < $4
             order by r."offset" limit 1`,
      values: [topic, partition, String(middle), String(high)],
    });
    const found = rows[0];
    // Nothing from the middle on: a gap, or an answer that lies before it.
    if (found === undefined || Number(found.recorded_ms) >= time.getTime()) high = middle;
    else low = BigInt(found.offset) + 1n;
  }
  return low;
}
