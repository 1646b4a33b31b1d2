import type { HeldPosition, PositionPath } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { Conditions, rowsOf } from '../../record/record.js';
import { withDossiersAt } from '../dossiers/dossiers-at.js';
import { loadEvidence } from './load-evidence.js';
import {
  askedDay,
  isBelieved,
  isHeld,
  positionColumns,
  READING_COLUMNS,
  type ReadPositionRow,
  readPositions,
  showPosition,
} from './position-row.js';

/**
 * Stretches of one timeline with their evidence, oldest first: those up to a day (all where none is asked about), or the
 * one held on it.
 */
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
  const conditions = new Conditions();
  const dossier = conditions.parameter(path.dossier);
  conditions
    .also(`p.dossier_id = ${dossier}`)
    .where(path.actor, (id) => `p.actor_id = ${id}`)
    .where(path.issue, (id) => `p.issue_id = ${id}`);
  const instant = conditions.optional(asked.knownAt);
  conditions.also(isBelieved(instant));
  if (asked.segments === 'one') conditions.also(isHeld(conditions.optional(asked.validAt)));
  else conditions.where(asked.validAt, (day) => `p.valid_from <= ${day}::date`);
  const day = conditions.parameter(askedDay(asked, now));
  const rows = await rowsOf<ReadPositionRow>(
    record,
    `WITH ${withDossiersAt(instant, dossier)}
     SELECT ${positionColumns(day)}, ${READING_COLUMNS}
       FROM ${readPositions(instant)}
      WHERE ${conditions} ORDER BY p.valid_from`,
    conditions.parameters,
  );
  const evidence = await loadEvidence(
    record,
    rows.map((row) => row.id),
    asked.evidence,
  );
  // A stretch that another has ended went out of force; it did not grow old.
  const isPast = ({ valid_to }: ReadPositionRow) =>
    asked.segments === 'all' && valid_to !== null && (asked.validAt === undefined || valid_to <= asked.validAt);
  return rows.map((row) => showPosition({ ...row, stale: row.stale && !isPast(row) }, evidence.get(row.id) ?? []));
}
