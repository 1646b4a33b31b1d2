import type { Ground } from '../ground.js';

/** Where these topics end now, all partitions together. */
export async function endOf(ground: Ground, topics: readonly string[]): Promise<bigint> {
  let end = 0n;
  for (const topic of topics) for (const bound of await ground.runtime.log.bounds(topic)) end += bound.end;
  return end;
}

/** Whether a consumer's checkpoints, all partitions together, have come as far as `end`. One cheap query. */
export async function checkpointReaches(
  ground: Ground,
  schema: 'tracker' | 'record',
  consumer: string,
  topics: readonly string[],
  end: bigint,
): Promise<boolean> {
  const { rows } = await ground.runtime.pool.query<{ reached: bigint }>({
    name: `reached-${schema}`,
    text: `SELECT coalesce(sum(next_offset), 0)::bigint AS reached FROM ${schema}.checkpoint
            WHERE consumer = $1 AND topic = ANY ($2::text[])`,
    values: [consumer, topics],
  });
  return (rows[0]?.reached ?? 0n) >= end;
}
