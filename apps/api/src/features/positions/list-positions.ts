import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ListedPosition, Page, PositionQuery } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, RECORD, rowsOf } from '../../record/record.js';
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

/** Which positions are held, on a day, as believed at an instant. */
export class ListPositions extends Query<Page<ListedPosition>> {
  constructor(readonly filters: PositionQuery) {
    super();
  }
}

const placeSchema = z.tuple([placeParts.text, placeParts.text, placeParts.text]);

@QueryHandler(ListPositions)
export class ListPositionsHandler implements IQueryHandler<ListPositions> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ filters }: ListPositions): Promise<Page<ListedPosition>> {
    const scope: CursorScope = { list: 'positions', filters: { ...filters } };
    const conditions = new Conditions()
      .where(filters.dossier, (id) => `p.dossier_id = ${id}`)
      .where(filters.actor, (id) => `p.actor_id = ${id}`)
      .where(filters.issue, (id) => `p.issue_id = ${id}`)
      .where(filters.stance, (stance) => `p.stance = ${stance}`);
    believed(held(conditions, filters.validAt), filters.knownAt);
    if (filters.cursor !== undefined) {
      // At one day and one instant a timeline has one position at most, so its ids make a total order.
      const place = decodeCursor(scope, filters.cursor, placeSchema).map((part) => conditions.parameter(part));
      conditions.also(`(p.dossier_id, p.actor_id, p.issue_id) > (${place.join(', ')})`);
    }
    const day = conditions.parameter(askedDay(filters, this.clock()));
    const rows = await rowsOf<ReadPositionRow>(
      this.record,
      `SELECT ${positionColumns(day)}, ${READING_COLUMNS}
         FROM ${READ_POSITIONS}
        WHERE ${conditions}
        ORDER BY p.dossier_id, p.actor_id, p.issue_id
        LIMIT ${conditions.parameter(filters.limit + 1)}`,
      conditions.parameters,
    );
    const shownIds = rows.slice(0, filters.limit).map((row) => row.id);
    const evidence = await loadEvidence(this.record, shownIds, filters.evidence);
    return pageOfRows(
      rows,
      filters.limit,
      scope,
      (row) => ({
        dossier: row.dossier_id,
        actor: row.actor,
        issue: row.issue,
        ...showPosition(row, evidence.get(row.id) ?? []),
      }),
      (row) => [row.dossier_id, row.actor_id, row.issue_id],
    );
  }
}
