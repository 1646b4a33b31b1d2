import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CurationQuery, Page, ShownCuration, Statement } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, exactInstant, R, RECORD, rowsOf } from '../../record/record.js';
import { kindOf } from './curation-desk.js';

export class ListCurations extends Query<Page<ShownCuration>> {
  constructor(readonly asked: CurationQuery) {
    super();
  }
}

interface Row {
  readonly event_id: string;
  readonly type: string;
  readonly author: string;
  readonly reason: string;
  readonly curated_at: Date;
  readonly recorded_at: Date;
  readonly exact: string;
  readonly article_id: string;
  readonly title: string | null;
  readonly statement_id: string;
  readonly undoes: string | null;
  readonly undone_by: string | null;
  /** What the types have beside what all have in common. */
  readonly data: {
    readonly changes?: Record<string, string | number>;
    readonly statement?: Statement;
    readonly asRead?: { readonly statement: Statement } | null;
  };
}

const placeSchema = z.tuple([placeParts.instant, z.uuid()]);

@QueryHandler(ListCurations)
export class ListCurationsHandler implements IQueryHandler<ListCurations> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListCurations): Promise<Page<ShownCuration>> {
    const scope: CursorScope = { list: 'curations', filters: { ...asked } };
    const conditions = new Conditions()
      .where(asked.statement, (id) => `c.statement_id = ${id}::uuid`)
      .where(asked.article, (id) => `c.article_id = ${id}`)
      .where(asked.author, (author) => `c.author = ${author}`);
    if (asked.cursor !== undefined) {
      const [instant, id] = decodeCursor(scope, asked.cursor, placeSchema);
      const at = `${conditions.parameter(instant)}::timestamptz`;
      conditions.also(`c.recorded_at <= ${at}`);
      conditions.also(`(c.recorded_at < ${at} OR c.event_id > ${conditions.parameter(id)}::uuid)`);
    }
    const rows = await rowsOf<Row>(
      this.record,
      `SELECT c.event_id, c.type, c.author, c.reason, c.curated_at, c.recorded_at, ${exactInstant('c.recorded_at')} AS exact,
              c.article_id, a.title, c.statement_id, c.undoes, c.data,
              (SELECT u.event_id FROM ${R}.curation u WHERE u.undoes = c.event_id
                ORDER BY u.recorded_at, u.event_id LIMIT 1) AS undone_by
         FROM ${R}.curation c LEFT JOIN ${R}.article a ON a.id = c.article_id
        WHERE ${conditions} ORDER BY c.recorded_at DESC, c.event_id LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    return pageOfRows(rows, asked.limit, scope, showCuration, (row) => [row.exact, row.event_id]);
  }
}

const showCuration = (row: Row): ShownCuration => ({
  eventId: row.event_id,
  curation: kindOf(row.type),
  author: row.author,
  reason: row.reason,
  curatedAt: row.curated_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  articleId: row.article_id,
  articleTitle: row.title,
  statementId: row.statement_id,
  changes: row.data.changes ?? null,
  sentence: row.data.statement?.evidence ?? row.data.asRead?.statement.evidence ?? null,
  undoes: row.undoes,
  undoneBy: row.undone_by,
});
