import type { HeldPosition, PositionPath } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { Conditions, rowsOf } from '../../record/record.js';
import { loadEvidence } from './load-evidence.js';
import {
  askedDay,
  believed,
  held,
  positionColumns,
  READ_POSITIONS,
  READING_COLUMNS,
  type ReadPositionRow,
  showPosition,
} from './position-row.js';

/** Stretches of one timeline with their evidence, oldest first: all of them, or the one held on a day. */
export async function loadSegments(
  record: DataSource,
  path: PositionPath,
  asked: {
    readonly segments: 'all' | 'one';
    readonly validAt?: string | undefined;
    readonly knownAt?: string | undefined;
    readonly evidence: number;
  },
  now: Date,
): Promise<HeldPosition[]> {
  const conditions = new Conditions()
    .where(path.dossier, (id) => `p.dossier_id = ${id}`)
    .where(path.actor, (id) => `p.actor_id = ${id}`)
    .where(path.issue, (id) => `p.issue_id = ${id}`);
  believed(conditions, asked.knownAt);
  if (asked.segments === 'one') held(conditions, asked.validAt);
  const day = conditions.parameter(askedDay(asked, now));
  const rows = await rowsOf<ReadPositionRow>(
    record,
    `SELECT ${positionColumns(day)}, ${READING_COLUMNS}
       FROM ${READ_POSITIONS}
      WHERE ${conditions} ORDER BY p.valid_from`,
    conditions.parameters,
  );
  const evidence = await loadEvidence(
    record,
    rows.map((row) => row.id),
    asked.evidence,
  );
  // A stretch that another has ended went out of force; it did not grow old.
  const isPast = (row: ReadPositionRow) => asked.segments === 'all' && row.valid_to !== null;
  return rows.map((row) => showPosition({ ...row, stale: row.stale && !isPast(row) }, evidence.get(row.id) ?? []));
}
