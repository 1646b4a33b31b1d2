import type pg from 'pg';
import type { LogRecord, RecordBatch } from '../event-log.js';

/**
 * Keyset paging by the primary key, cut off where the values exceed the byte limit: a page of a thousand records of ten
 * megabytes must not be fetched whole. octet_length() reads a value's length without fetching it.
 * The order names its table: a bare "offset" would be the text that is given out, and 10 would come before 9.
 */
const READ_RECORDS = `
  select "offset"::text, key, headers::text, value, (extract(epoch from recorded_at) * 1000)::bigint::text as recorded_ms
  from (
    select *, row_number() over in_order as place, sum(octet_length(value)) over in_order as bytes
    from (
      select "offset", key, headers, value, recorded_at
      from log.record
      where topic = $1 and partition = $2 and "offset" >= $3 and "offset" < $4
      order by "offset"
      limit $5
    ) page
    window in_order as (order by "offset" rows unbounded preceding)
  ) measured
  where place = 1 or coalesce(bytes, 0) <= $6
  order by measured."offset"`;

/** Past every offset. */
export const NO_LIMIT = 2n ** 63n - 1n;

/** Records of [from, to), as many as the limits allow and at least one if there is any; null where there is none. */
export async function readRecords(
  pool: pg.Pool,
  place: { readonly topic: string; readonly partition: number; readonly from: bigint; readonly to: bigint },
  limits: { readonly maxRecords: number; readonly maxBytes: number },
): Promise<RecordBatch | null> {
  const { rows } = await pool.query<{
    offset: string;
    key: Buffer | null;
    headers: string;
    value: Buffer | null;
    recorded_ms: string;
  }>({
    name: 'parley-log-read-records',
    text: READ_RECORDS,
    values: [place.topic, place.partition, String(place.from), String(place.to), limits.maxRecords, limits.maxBytes],
  });
  const records = rows.map(
    (row): LogRecord => ({
      topic: place.topic,
      partition: place.partition,
      offset: BigInt(row.offset),
      key: row.key === null ? null : row.key.toString(),
      headers: JSON.parse(row.headers) as Record<string, string>,
      value: row.value,
      recordedAt: new Date(Number(row.recorded_ms)),
    }),
  );
  const last = records.at(-1);
  return last ? { topic: place.topic, partition: place.partition, records, nextOffset: last.offset + 1n } : null;
}
