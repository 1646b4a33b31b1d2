import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ActorRef, Matrix, MatrixCell, MatrixQuery } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { Conditions, RECORD, rowsOf } from '../../record/record.js';
import { loadDossierAt, withDossiersAt } from '../dossiers/dossiers-at.js';
import { requireDossier } from '../dossiers/require-dossier.js';
import {
  askedDay,
  isBelieved,
  isHeld,
  POSITIONS,
  type PositionRow,
  positionColumns,
} from '../positions/position-row.js';

export class GetMatrix extends Query<Matrix> {
  constructor(
    readonly dossier: string,
    readonly asked: MatrixQuery,
  ) {
    super();
  }
}

@QueryHandler(GetMatrix)
export class GetMatrixHandler implements IQueryHandler<GetMatrix> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ dossier, asked }: GetMatrix): Promise<Matrix> {
    const { title } = await requireDossier(this.record, dossier);
    const [{ actors, issues }, positions] = await Promise.all([
      loadDossierAt(this.record, dossier, asked.knownAt),
      this.loadPositions(dossier, asked),
    ]);
    // What has a position stays visible after a later version of the dossier has dropped it.
    const allActors = withAlso<ActorRef>(
      actors.map(({ id, name, kind }) => ({ id, name, kind })),
      positions.map((row) => row.actor),
    );
    const allIssues = withAlso(
      issues,
      positions.map((row) => row.issue),
    );
    const cells = new Map(positions.map((row) => [`${row.actor_id} ${row.issue_id}`, cellOf(row)]));
    const holding = new Set(positions.map((row) => row.actor_id));
    return {
      dossier,
      title,
      validAt: asked.validAt ?? null,
      knownAt: asked.knownAt ?? null,
      issues: allIssues,
      actors: allActors
        .filter((actor) => asked.all || holding.has(actor.id))
        .map((actor) => ({
          ...actor,
          positions: Object.fromEntries(
            allIssues.map((issue) => [issue.id, cells.get(`${actor.id} ${issue.id}`) ?? null]),
          ),
        })),
    };
  }

  private loadPositions(dossier: string, asked: MatrixQuery): Promise<PositionRow[]> {
    const conditions = new Conditions().where(dossier, (id) => `p.dossier_id = ${id}`);
    const instant = conditions.optional(asked.knownAt);
    conditions.also(isHeld(conditions.optional(asked.validAt))).also(isBelieved(instant));
    const day = conditions.parameter(askedDay(asked, this.clock()));
    return rowsOf<PositionRow>(
      this.record,
      `WITH ${withDossiersAt(instant)}
       SELECT ${positionColumns(day)} FROM ${POSITIONS}
        WHERE ${conditions} ORDER BY p.actor_id, p.issue_id`,
      conditions.parameters,
    );
  }
}

const cellOf = (row: PositionRow): MatrixCell => ({
  stance: row.stance,
  condition: row.condition,
  since: row.valid_from,
  lastStatedOn: row.last_stated_on,
  statements: row.statements,
  independentSources: row.independent_sources,
  doubt: row.doubt?.kind ?? null,
  stale: row.stale,
});

/** `first`, then each of `also` whose id is not there yet. */
function withAlso<Named extends { readonly id: string }>(first: readonly Named[], also: readonly Named[]): Named[] {
  const byId = new Map(first.map((one) => [one.id, one]));
  for (const one of also) if (!byId.has(one.id)) byId.set(one.id, one);
  return [...byId.values()];
}
