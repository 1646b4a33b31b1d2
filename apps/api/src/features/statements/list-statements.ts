import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Page, ShownStatement, StatementQuery } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, RECORD, rowsOf } from '../../record/record.js';
import { type StatementRow, selectStatements, showStatement, statedBy } from './statement-row.js';

export class ListStatements extends Query<Page<ShownStatement>> {
  constructor(readonly asked: StatementQuery) {
    super();
  }
}

const dayPlaceSchema = z.tuple([placeParts.day, z.uuid()]);
const rankPlaceSchema = z.tuple([z.number().min(0).max(1_000), z.uuid()]);

@QueryHandler(ListStatements)
export class ListStatementsHandler implements IQueryHandler<ListStatements> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListStatements): Promise<Page<ShownStatement>> {
    const order = asked.order ?? (asked.q === undefined ? 'day' : 'rank');
    if (order === 'rank' && asked.q === undefined)
      throw new ProblemError('INVALID_QUERY', 'order=rank needs q: without words there is no best match.', [
        { pointer: '/order', detail: 'needs q' },
      ]);
    if (asked.knownAt !== undefined && (asked.superseded || asked.state !== 'in-force'))
      throw new ProblemError(
        'INVALID_QUERY',
        'knownAt asks what counted then; leave out state and superseded, which ask of now.',
        [{ pointer: asked.superseded ? '/superseded' : '/state', detail: 'can not be asked with knownAt' }],
      );
    const scope: CursorScope = { list: `statements by ${order}`, filters: { ...asked } };
    const conditions = new Conditions();
    const words = asked.q === undefined ? null : `websearch_to_tsquery('english', ${conditions.parameter(asked.q)})`;
    if (words !== null) conditions.also(`s.search @@ ${words}`);
    if (asked.state === 'retracted') conditions.also(`s.curated = 'retracted'`);
    else if (asked.state === 'in-force' && asked.knownAt === undefined)
      conditions.also(asked.superseded ? `s.curated IS DISTINCT FROM 'retracted'` : 's.superseded_at IS NULL');
    conditions
      .where(asked.dossier, (id) => `s.dossier_id = ${id}`)
      .where(asked.actor, statedBy)
      .where(asked.issue, (id) => `s.issue_id = ${id}`)
      .where(asked.stance, (stance) => `s.stance = ${stance}`)
      .where(asked.article, (id) => `s.article_id = ${id}`)
      .where(asked.from, (day) => `s.stated_on >= ${day}::date`)
      .where(asked.to, (day) => `s.stated_on <= ${day}::date`);
    // float8, for a rank to come back through JSON as the very same number.
    const key = order === 'day' ? 's.stated_on' : `ts_rank(s.search, ${words})::float8`;
    if (asked.cursor !== undefined) {
      const [value, id] = decodeCursor<readonly [string | number, string]>(
        scope,
        asked.cursor,
        order === 'day' ? dayPlaceSchema : rankPlaceSchema,
      );
      const at = `${conditions.parameter(value)}::${order === 'day' ? 'date' : 'float8'}`;
      conditions.also(`${key} <= ${at}`);
      conditions.also(`(${key} < ${at} OR s.id > ${conditions.parameter(id)}::uuid)`);
    }
    const instant = conditions.optional(asked.knownAt);
    const rows = await rowsOf<StatementRow & { sort_key: string | number }>(
      this.record,
      `${selectStatements(instant, `${key} AS sort_key, `)}
        WHERE ${conditions} ORDER BY ${key} DESC, s.id LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    return pageOfRows(rows, asked.limit, scope, showStatement, (row) => [row.sort_key, row.id]);
  }
}
