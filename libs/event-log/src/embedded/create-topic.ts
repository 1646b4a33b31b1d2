import type pg from 'pg';

/** Creates a topic with its partitions; false where it exists already (it is then left as it is). */
export async function createTopic(
  pool: pg.Pool,
  topic: { name: string; partitions: number; keeps: string; maxRecordBytes: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with created as (
       insert into log.topic (topic, partitions, keeps, max_record_bytes) values ($1, $2, $3, $4)
       on conflict (topic) do nothing
       returning topic, partitions
     )
     insert into log.partition (topic, partition)
     select topic, generate_series(0, partitions - 1) from created`,
    [topic.name, topic.partitions, topic.keeps, topic.maxRecordBytes],
  );
  return (rowCount ?? 0) > 0;
}
