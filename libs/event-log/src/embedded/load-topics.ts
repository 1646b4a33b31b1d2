import type pg from 'pg';

export interface EmbeddedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly keeps: 'all' | 'latest-per-key';
  readonly compacts: boolean;
  readonly maxRecordBytes: number;
}

/** The topics of these names that exist. */
export async function loadTopics(pool: pg.Pool, names: readonly string[]): Promise<ReadonlyMap<string, EmbeddedTopic>> {
  const { rows } = await pool.query<{
    topic: string;
    partitions: number;
    keeps: EmbeddedTopic['keeps'];
    max_record_bytes: string;
  }>('select topic, partitions, keeps, max_record_bytes::text from log.topic where topic = any($1::text[])', [names]);
  return new Map(
    rows.map((row) => [
      row.topic,
      {
        name: row.topic,
        partitions: row.partitions,
        keeps: row.keeps,
        compacts: row.keeps === 'latest-per-key',
        maxRecordBytes: Number(row.max_record_bytes),
      },
    ]),
  );
}
