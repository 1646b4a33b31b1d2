import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Page, ShownWithdrawal, WithdrawalQuery } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, exactInstant, R, RECORD, rowsOf } from '../../record/record.js';

export class ListWithdrawals extends Query<Page<ShownWithdrawal>> {
  constructor(readonly asked: WithdrawalQuery) {
    super();
  }
}

interface Row {
  readonly event_id: string;
  readonly article_id: string;
  readonly url: string;
  readonly title: string;
  readonly revision_number: number;
  readonly reason: string;
  readonly withdrawn_by: string;
  readonly recorded_at: Date;
  readonly exact: string;
  readonly undone_event_id: string | null;
  readonly undone_at: Date | null;
  readonly undone_by: string | null;
  readonly undone_reason: string | null;
}

const placeSchema = z.tuple([placeParts.instant, z.uuid()]);

@QueryHandler(ListWithdrawals)
export class ListWithdrawalsHandler implements IQueryHandler<ListWithdrawals> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListWithdrawals): Promise<Page<ShownWithdrawal>> {
    const scope: CursorScope = { list: 'withdrawals', filters: { ...asked } };
    const conditions = new Conditions().where(asked.article, (id) => `w.article_id = ${id}`);
    if (asked.cursor !== undefined) {
      const [instant, id] = decodeCursor(scope, asked.cursor, placeSchema);
      const at = `${conditions.parameter(instant)}::timestamptz`;
      conditions.also(`w.recorded_at <= ${at}`);
      conditions.also(`(w.recorded_at < ${at} OR w.event_id > ${conditions.parameter(id)}::uuid)`);
    }
    const rows = await rowsOf<Row>(
      this.record,
      `SELECT w.event_id, w.article_id, a.url, a.title, w.revision_number, w.reason, w.withdrawn_by, w.recorded_at,
              ${exactInstant('w.recorded_at')} AS exact, w.undone_event_id, w.undone_at, w.undone_by, w.undone_reason
         FROM ${R}.withdrawal w JOIN ${R}.article a ON a.id = w.article_id
        WHERE ${conditions} ORDER BY w.recorded_at DESC, w.event_id LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    return pageOfRows(rows, asked.limit, scope, showWithdrawal, (row) => [row.exact, row.event_id]);
  }
}

const showWithdrawal = (row: Row): ShownWithdrawal => ({
  id: row.event_id,
  article: { id: row.article_id, url: row.url, title: row.title },
  revision: row.revision_number,
  reason: row.reason,
  by: row.withdrawn_by,
  recordedAt: row.recorded_at.toISOString(),
  undone:
    row.undone_event_id === null || row.undone_at === null
      ? null
      : {
          eventId: row.undone_event_id,
          reason: row.undone_reason ?? '',
          by: row.undone_by ?? '',
          recordedAt: row.undone_at.toISOString(),
        },
});
