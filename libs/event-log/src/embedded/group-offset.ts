import type pg from 'pg';
import type { CheckpointSource } from '../event-log.js';

/** The checkpoints that the log keeps itself. */
export const groupOffsetsOf = (pool: pg.Pool, group: string): CheckpointSource => ({
  async load(topic, partition) {
    const { rows } = await pool.query<{ next_offset: string }>({
      name: 'parley-log-load-group-offset',
      text: `select next_offset::text from log.group_offset where "group" = $1 and topic = $2 and partition = $3`,
      values: [group, topic, partition],
    });
    return rows[0] ? BigInt(rows[0].next_offset) : null;
  },
});

/** Moves a group's offset from where it is expected; false, changing nothing, where it is elsewhere by now. */
export async function moveGroupOffset(
  pool: pg.Pool,
  place: { readonly group: string; readonly topic: string; readonly partition: number },
  from: bigint | null,
  to: bigint,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    from === null
      ? {
          name: 'parley-log-insert-group-offset',
          text: `insert into log.group_offset ("group", topic, partition, next_offset) values ($1, $2, $3, $4)
                 on conflict do nothing`,
          values: [place.group, place.topic, place.partition, String(to)],
        }
      : {
          name: 'parley-log-move-group-offset',
          text: `update log.group_offset set next_offset = $4, updated_at = now()
                 where "group" = $1 and topic = $2 and partition = $3 and next_offset = $5`,
          values: [place.group, place.topic, place.partition, String(to), String(from)],
        },
  );
  return rowCount === 1;
}
