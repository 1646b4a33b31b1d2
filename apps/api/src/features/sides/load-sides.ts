import type { ActorRef, IssueRef, ShownVoice, SidesQuery } from '@parley/contracts';
import { bodiesIn, type SideActor, type SidePosition, sidesOf, type Voice } from '@parley/domain';
import type { DataSource } from 'typeorm';
import { Conditions, rowsOf } from '../../record/record.js';
import { loadDossierAt, withDossiersAt } from '../dossiers/dossiers-at.js';
import {
  askedDay,
  isBelieved,
  isHeld,
  POSITIONS,
  type PositionRow,
  positionColumns,
} from '../positions/position-row.js';

/** A position as the domain rolls it up, with the row it comes from. */
interface HeldRow {
  readonly actor: string;
  readonly issue: string;
  readonly stance: PositionRow['stance'];
  readonly validFrom: string;
  readonly lastStatedOn: string;
  readonly independentSources: number;
  readonly stale: boolean;
  readonly row: PositionRow;
}

export interface LoadedSides {
  /** Bodies and issues in the order of the dossier. */
  readonly bodies: readonly ActorRef[];
  readonly issues: readonly IssueRef[];
  sideOf(body: string, issue: string): SidePosition<HeldRow> | undefined;
}

/** The sides of a dossier, by the roles of the version in force, at `knownAt` where that is asked for. */
export async function loadSides(
  record: DataSource,
  dossier: string,
  asked: SidesQuery,
  now: Date,
): Promise<LoadedSides> {
  const conditions = new Conditions();
  const id = conditions.parameter(dossier);
  conditions.also(`p.dossier_id = ${id}`);
  const instant = conditions.optional(asked.knownAt);
  conditions.also(isHeld(conditions.optional(asked.validAt))).also(isBelieved(instant));
  const day = askedDay(asked, now);
  const columns = positionColumns(conditions.parameter(day));
  const [{ actors, issues }, rows] = await Promise.all([
    loadDossierAt(record, dossier, asked.knownAt),
    rowsOf<PositionRow>(
      record,
      `WITH ${withDossiersAt(instant, id)} SELECT ${columns} FROM ${POSITIONS} WHERE ${conditions}`,
      conditions.parameters,
    ),
  ]);
  const holders = actors.map(({ id, kind, roles = [] }): SideActor => ({ id, roles, isPerson: kind === 'person' }));
  const sides = sidesOf(holders, rows.map(heldOf), day);
  const byPlace = new Map(sides.map((side) => [`${side.body} ${side.issue}`, side]));
  const bodies = bodiesIn(holders);
  return {
    bodies: actors.filter(({ id }) => bodies.has(id)).map(({ id, name, kind }) => ({ id, name, kind })),
    issues,
    sideOf: (body, issue) => byPlace.get(`${body} ${issue}`),
  };
}

const heldOf = (row: PositionRow): HeldRow => ({
  actor: row.actor_id,
  issue: row.issue_id,
  stance: row.stance,
  validFrom: row.valid_from,
  lastStatedOn: row.last_stated_on,
  independentSources: row.independent_sources,
  stale: row.stale,
  row,
});

export const showVoice = ({ rank, title, position: { row } }: Voice<HeldRow>): ShownVoice => ({
  actor: row.actor,
  rank,
  title,
  stance: row.stance,
  condition: row.condition,
  since: row.valid_from,
  lastStatedOn: row.last_stated_on,
  independentSources: row.independent_sources,
  stale: row.stale,
});
