import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ActorRef, IssueRef, Matrix, MatrixCell, MatrixQuery } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { Conditions, R, RECORD, rowsOf } from '../../record/record.js';
import { loadDossierAt, withDossiersAt } from '../dossiers/dossiers-at.js';
import { requireDossier } from '../dossiers/require-dossier.js';
import { askedDay, isBelieved, isHeld, type PositionRow, staleOn } from '../positions/position-row.js';

type CellRow = Pick<
  PositionRow,
  | 'actor_id'
  | 'issue_id'
  | 'stance'
  | 'condition'
  | 'valid_from'
  | 'last_stated_on'
  | 'statements'
  | 'independent_sources'
  | 'doubt'
  | 'stale'
>;

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
    const allActors = [
      ...actors.map(({ id, name, kind }) => ({ id, name, kind })),
      ...(await this.loadDropped<ActorRef>(
        dossier,
        'actor',
        positions.map((row) => row.actor_id),
        actors,
      )),
    ];
    const allIssues = [
      ...issues,
      ...(await this.loadDropped<IssueRef>(
        dossier,
        'issue',
        positions.map((row) => row.issue_id),
        issues,
      )),
    ];
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

  private loadPositions(dossier: string, asked: MatrixQuery): Promise<CellRow[]> {
    const conditions = new Conditions();
    const id = conditions.parameter(dossier);
    const instant = conditions.optional(asked.knownAt);
    conditions
      .also(`p.dossier_id = ${id}`)
      .also(isHeld(conditions.optional(asked.validAt)))
      .also(isBelieved(instant));
    const day = conditions.parameter(askedDay(asked, this.clock()));
    // Without names, which would be the same in each row and column.
    return rowsOf<CellRow>(
      this.record,
      `WITH ${withDossiersAt(instant, id)}
       SELECT p.actor_id, p.issue_id, p.stance, p.condition, p.valid_from, p.last_stated_on, p.statements,
              p.independent_sources, p.doubt, ${staleOn(day)}
         FROM ${R}.position p LEFT JOIN dossier_then ruled ON ruled.id = p.dossier_id
        WHERE ${conditions} ORDER BY p.actor_id, p.issue_id`,
      conditions.parameters,
    );
  }

  /** Those of `ids` that are not among `known`, in their order, by the names they were announced by. */
  private async loadDropped<Named extends ActorRef | IssueRef>(
    dossier: string,
    what: 'actor' | 'issue',
    ids: readonly string[],
    known: readonly { readonly id: string }[],
  ): Promise<Named[]> {
    const there = new Set(known.map(({ id }) => id));
    const dropped = [...new Set(ids)].filter((id) => !there.has(id));
    if (dropped.length === 0) return [];
    const rows = await rowsOf<{ named: Named }>(
      this.record,
      `SELECT DISTINCT ON (t.${what}_id) t.${what} AS named FROM ${R}.timeline t
        WHERE t.dossier_id = $1 AND t.${what}_id = ANY ($2) ORDER BY t.${what}_id, t.actor_id, t.issue_id`,
      [dossier, dropped],
    );
    const byId = new Map(rows.map(({ named }) => [named.id, named]));
    return dropped.flatMap((id) => byId.get(id) ?? []);
  }
}

const cellOf = (row: CellRow): MatrixCell => ({
  stance: row.stance,
  condition: row.condition,
  since: row.valid_from,
  lastStatedOn: row.last_stated_on,
  statements: row.statements,
  independentSources: row.independent_sources,
  doubt: row.doubt?.kind ?? null,
  stale: row.stale,
});
