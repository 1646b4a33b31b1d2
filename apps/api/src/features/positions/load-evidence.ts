import type { Evidence, ShownEvidence } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';
import { showEvidence } from './show-evidence.js';

/** The latest `most` statements of each position, newest first, for a whole page in one query. */
export async function loadEvidence(
  record: DataSource,
  positionIds: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, readonly ShownEvidence[]>> {
  const found = new Map<string, ShownEvidence[]>(positionIds.map((id) => [id, []]));
  if (most === 0 || positionIds.length === 0) return found;
  const rows = await rowsOf<{ position_id: string; data: Evidence }>(
    record,
    `SELECT p.id AS position_id, shown.data
       FROM ${R}.position p
       CROSS JOIN LATERAL (
         SELECT e.data, e.stated_on, e.statement_id FROM ${R}.evidence e
          WHERE e.statement_id = ANY (p.statement_ids)
          ORDER BY e.stated_on DESC, e.statement_id LIMIT $2) shown
      WHERE p.id = ANY ($1::uuid[])
      ORDER BY p.id, shown.stated_on DESC, shown.statement_id`,
    [positionIds, most],
  );
  for (const row of rows) found.get(row.position_id)?.push(showEvidence(row.data));
  return found;
}
