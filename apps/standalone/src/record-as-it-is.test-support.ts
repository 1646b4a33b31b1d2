import type { Position, PositionChanged } from '@parley/contracts';
import { POSITIONS_TOPIC, STATEMENTS_TOPIC } from '@parley/contracts';
import type { ParleyUnderTest } from './parley-under-test.test-support.js';

/** The stretches of each timeline, by `dossier actor issue`. */
export type WholeRecord = ReadonlyMap<string, readonly Position[]>;

/** The record as it is believed at an instant, or now. */
export async function recordOf({ pool }: ParleyUnderTest, knownAt?: Date): Promise<WholeRecord> {
  const { rows } = await pool.query<{ key: string; position: Position }>(
    `SELECT dossier_id || ' ' || actor_id || ' ' || issue_id AS key,
            jsonb_build_object('stance', stance, 'validFrom', valid_from::text, 'validTo', valid_to::text,
              'lastStatedOn', last_stated_on::text, 'statements', statements,
              'independentSources', independent_sources, 'condition', condition, 'doubt', doubt) AS position
       FROM record.position
      WHERE CASE WHEN $1::timestamptz IS NULL THEN upper_inf(known) ELSE known @> $1::timestamptz END
      ORDER BY dossier_id, actor_id, issue_id, valid_from`,
    [knownAt ?? null],
  );
  const record = new Map<string, Position[]>();
  for (const { key, position } of rows) record.set(key, [...(record.get(key) ?? []), position]);
  return record;
}

/** The changes that were announced, in the order they were recorded. */
export async function changesOf({ pool }: ParleyUnderTest): Promise<readonly PositionChanged[]> {
  const { rows } = await pool.query<{ data: PositionChanged }>(
    'SELECT data FROM record.change ORDER BY recorded_at, partition, "offset"',
  );
  return rows.map(({ data }) => data);
}

/** How many records the topics of statements and positions have. */
export async function logSize({ log }: ParleyUnderTest): Promise<number> {
  const bounds = [...(await log.bounds(STATEMENTS_TOPIC)), ...(await log.bounds(POSITIONS_TOPIC))];
  return bounds.reduce((sum, { begin, end }) => sum + Number(end - begin), 0);
}
