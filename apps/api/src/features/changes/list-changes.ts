import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ChangePage, ChangeQuery } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, exactInstant, R, RECORD, rowsOf } from '../../record/record.js';
import { CHANGE_COLUMNS, type ChangeRow, filtersOf, matching, showChange } from './change-row.js';
import { encodeFeedPlace, feedHeads, feedStart, readFeed } from './feed.js';

export class ListChanges extends Query<ChangePage> {
  constructor(readonly asked: ChangeQuery) {
    super();
  }
}

const placeSchema = z.tuple([placeParts.instant, placeParts.partition, placeParts.offset]);

@QueryHandler(ListChanges)
export class ListChangesHandler implements IQueryHandler<ListChanges> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  execute({ asked }: ListChanges): Promise<ChangePage> {
    return asked.order === 'asc' ? this.readOn(asked) : this.readBack(asked);
  }

  private async readOn(asked: ChangeQuery): Promise<ChangePage> {
    const from = await feedStart(this.record, asked, asked.after);
    const page = await readFeed(this.record, asked, from, asked.limit);
    return { items: page.items.map((item) => item.change), next: encodeFeedPlace(asked, page.next), follow: null };
  }

  private async readBack(asked: ChangeQuery): Promise<ChangePage> {
    const scope: CursorScope = { list: 'changes', filters: { ...filtersOf(asked) } };
    const conditions = matching(new Conditions(), asked);
    // Before the page is read: what becomes visible in between is then seen twice rather than never.
    const follow = asked.after === undefined ? encodeFeedPlace(asked, await feedHeads(this.record)) : null;
    if (asked.after !== undefined) {
      const [instant, partition, offset] = decodeCursor(scope, asked.after, placeSchema);
      const at = `${conditions.parameter(instant)}::timestamptz`;
      const place = `(${conditions.parameter(partition)}::int, ${conditions.parameter(offset)}::bigint)`;
      // The first comparison alone lets the index find the place; the second is exact.
      conditions.also(`c.recorded_at <= ${at}`);
      conditions.also(`(c.recorded_at < ${at} OR (c.partition, c."offset") > ${place})`);
    }
    const rows = await rowsOf<ChangeRow & { exact: string }>(
      this.record,
      `SELECT ${CHANGE_COLUMNS}, ${exactInstant('c.recorded_at')} AS exact
         FROM ${R}.change c WHERE ${conditions}
        ORDER BY c.recorded_at DESC, c.partition, c."offset" LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    const page = pageOfRows(rows, asked.limit, scope, showChange, (row) => [
      row.exact,
      row.partition,
      String(row.offset),
    ]);
    return { items: [...page.items], next: page.next, follow };
  }
}
