import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ActorRef, Comparison, ComparisonQuery, Doubt, IssueRef, Stance } from '@parley/contracts';
import { addDays } from '@parley/domain';
import { CLOCK, type Clock, ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, encodeCursor, placeParts } from '../../paging/cursor.js';
import { Conditions, R, RECORD, rowsOf } from '../../record/record.js';
import { type BelievedStretch, differencesOf } from './differences.js';

export class ComparePositions extends Query<Comparison> {
  constructor(readonly asked: ComparisonQuery) {
    super();
  }
}

/** With the later instant, so that all pages compare with the same one. */
const placeSchema = z.tuple([placeParts.instant, placeParts.text, placeParts.text, placeParts.text]);

interface Row {
  readonly dossier_id: string;
  readonly actor_id: string;
  readonly issue_id: string;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly stance: Stance;
  readonly condition: string | null;
  readonly doubt: Doubt | null;
  readonly statements: number;
  readonly independent_sources: number;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly was: boolean;
  readonly is: boolean;
}

@QueryHandler(ComparePositions)
export class ComparePositionsHandler implements IQueryHandler<ComparePositions> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ asked }: ComparePositions): Promise<Comparison> {
    if (asked.from !== undefined && asked.to !== undefined && asked.to < asked.from)
      throw new ProblemError('INVALID_QUERY', `The days end (${asked.to}) before they begin (${asked.from}).`, [
        { pointer: '/to', detail: 'must not lie before from' },
      ]);
    const scope: CursorScope = { list: 'comparison', filters: { ...asked } };
    const place = asked.cursor === undefined ? null : decodeCursor(scope, asked.cursor, placeSchema);
    const knownAfter = asked.knownAfter ?? place?.[0] ?? this.clock().toISOString();
    const period = { from: asked.from ?? null, before: asked.to === undefined ? null : addDays(asked.to, 1) };
    const rows = await this.load(asked, knownAfter, period, place?.slice(1) ?? null);

    const timelines = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${row.dossier_id} ${row.actor_id} ${row.issue_id}`;
      timelines.set(key, [...(timelines.get(key) ?? []), row]);
    }
    const page = [...timelines.values()].slice(0, asked.limit);
    const last = page.at(-1)?.[0];
    return {
      knownBefore: new Date(asked.knownBefore).toISOString(),
      knownAfter: new Date(knownAfter).toISOString(),
      from: asked.from ?? null,
      to: asked.to ?? null,
      items: page.flatMap((stretches) => {
        const [first] = stretches;
        const differences = differencesOf(
          stretches.filter(({ was }) => was).map(stretchOf),
          stretches.filter(({ is }) => is).map(stretchOf),
          period,
        );
        if (!first || differences.length === 0) return [];
        return [{ dossier: first.dossier_id, actor: first.actor, issue: first.issue, differences }];
      }),
      next:
        timelines.size > asked.limit && last
          ? encodeCursor(scope, [new Date(knownAfter).toISOString(), last.dossier_id, last.actor_id, last.issue_id])
          : null,
    };
  }

  /** All that is believed, at either instant, on timelines that hold anything believed at one of them alone. */
  private load(
    asked: ComparisonQuery,
    knownAfter: string,
    period: { readonly from: string | null; readonly before: string | null },
    after: readonly string[] | null,
  ): Promise<Row[]> {
    const conditions = new Conditions();
    const was = `p.known @> ${conditions.parameter(asked.knownBefore)}::timestamptz`;
    const is = `p.known @> ${conditions.parameter(knownAfter)}::timestamptz`;
    const days = `daterange(${conditions.parameter(period.from)}::date, ${conditions.parameter(period.before)}::date)`;
    conditions
      .also(`p.valid && ${days}`)
      .also(`(${was}) <> (${is})`)
      .where(asked.dossier, (id) => `p.dossier_id = ${id}`)
      .where(asked.actor, (id) => `p.actor_id = ${id}`)
      .where(asked.issue, (id) => `p.issue_id = ${id}`);
    if (after)
      conditions.also(
        `(p.dossier_id, p.actor_id, p.issue_id) > (${after.map((part) => conditions.parameter(part)).join(', ')})`,
      );
    return rowsOf<Row>(
      this.record,
      `WITH differing AS (
         SELECT DISTINCT p.dossier_id, p.actor_id, p.issue_id FROM ${R}.position p WHERE ${conditions}
          ORDER BY p.dossier_id, p.actor_id, p.issue_id LIMIT ${conditions.parameter(asked.limit + 1)})
       SELECT p.dossier_id, p.actor_id, p.issue_id, t.actor, t.issue, p.stance, p.condition, p.doubt, p.statements,
              p.independent_sources, p.valid_from, p.valid_to, ${was} AS was, ${is} AS is
         FROM differing
         JOIN ${R}.position p USING (dossier_id, actor_id, issue_id)
         JOIN ${R}.timeline t USING (dossier_id, actor_id, issue_id)
        WHERE p.valid && ${days} AND (${was} OR ${is})
        ORDER BY p.dossier_id, p.actor_id, p.issue_id, p.valid_from`,
      conditions.parameters,
    );
  }
}

const stretchOf = (row: Row): BelievedStretch => ({
  validFrom: row.valid_from,
  validTo: row.valid_to,
  believed: {
    stance: row.stance,
    condition: row.condition,
    doubt: row.doubt?.kind ?? null,
    statements: row.statements,
    independentSources: row.independent_sources,
  },
});
