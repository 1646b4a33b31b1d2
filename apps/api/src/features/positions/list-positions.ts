import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Page, PositionItem, PositionQuery } from '@parley/contracts';
import { CLOCK, type Clock, ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, R, RECORD, rowsOf } from '../../record/record.js';
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
  UNKNOWN_COLUMNS,
  type UnknownRow,
} from './position-row.js';

/** Which positions are held, on a day, as believed at an instant. */
export class ListPositions extends Query<Page<PositionItem>> {
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

  async execute({ filters }: ListPositions): Promise<Page<PositionItem>> {
    const { stance } = filters;
    if (filters.includeUnknown && stance !== undefined && stance !== 'unknown')
      throw new ProblemError('INVALID_QUERY', `stance=${stance} leaves out what is unknown; ask for one of the two.`, [
        { pointer: '/includeUnknown', detail: 'can not be asked with a stance' },
      ]);
    const scope: CursorScope = { list: 'positions', filters: { ...filters } };
    const values = new Conditions();
    const instant = values.optional(filters.knownAt);
    const isAnswer = `${isHeld(values.optional(filters.validAt))} AND ${isBelieved(instant)}`;
    const [dossier, actor, issue] = [filters.dossier, filters.actor, filters.issue].map((id) => values.optional(id));
    // At one day and one instant a timeline has one position at most, so its ids make a total order.
    const after =
      filters.cursor === undefined
        ? undefined
        : decodeCursor(scope, filters.cursor, placeSchema).map((part) => values.parameter(part));
    /** The filters, for whatever has these columns of ids. */
    const matching = (dossierId: string, actorId: string, issueId: string): string =>
      [
        ...(dossier === undefined ? [] : [`${dossierId} = ${dossier}`]),
        ...(actor === undefined ? [] : [`${actorId} = ${actor}`]),
        ...(issue === undefined ? [] : [`${issueId} = ${issue}`]),
        ...(after === undefined ? [] : [`(${dossierId}, ${actorId}, ${issueId}) > (${after.join(', ')})`]),
      ].join(' AND ') || 'true';
    const limit = values.parameter(filters.limit + 1);
    const held = (): string => `
      (SELECT ${positionColumns(values.parameter(askedDay(filters, this.clock())))}, ${READING_COLUMNS}
         FROM ${readPositions(instant)}
        WHERE ${isAnswer} AND ${matching('p.dossier_id', 'p.actor_id', 'p.issue_id')}
          ${stance === undefined ? '' : `AND p.stance = ${values.parameter(stance)}`}
        ORDER BY p.dossier_id, p.actor_id, p.issue_id LIMIT ${limit})`;
    const unknown = `
      (SELECT ${UNKNOWN_COLUMNS}
         FROM actor_then named JOIN issue_then worded USING (dossier_id)
        WHERE ${matching('dossier_id', 'named.id', 'worded.id')}
          AND NOT EXISTS (SELECT 1 FROM ${R}.position p
                           WHERE p.dossier_id = named.dossier_id AND p.actor_id = named.id AND p.issue_id = worded.id
                             AND ${isAnswer})
        ORDER BY dossier_id, named.id, worded.id LIMIT ${limit})`;
    const parts = [
      ...(stance === 'unknown' ? [] : [held()]),
      ...(stance === 'unknown' || filters.includeUnknown ? [unknown] : []),
    ];
    const rows = await rowsOf<ReadPositionRow | UnknownRow>(
      this.record,
      `WITH ${withDossiersAt(instant, dossier)}
       SELECT * FROM (${parts.join(' UNION ALL ')}) AS item
        ORDER BY dossier_id, actor_id, issue_id LIMIT ${limit}`,
      values.parameters,
    );
    const shownIds = rows.slice(0, filters.limit).flatMap(({ id }) => (id === null ? [] : [id]));
    const evidence = await loadEvidence(this.record, shownIds, filters.evidence);
    return pageOfRows(
      rows,
      filters.limit,
      scope,
      (row) => {
        const names = { dossier: row.dossier_id, actor: row.actor, issue: row.issue };
        return row.id === null
          ? { ...names, stance: row.stance }
          : { ...names, ...showPosition(row, evidence.get(row.id) ?? []) };
      },
      (row) => [row.dossier_id, row.actor_id, row.issue_id],
    );
  }
}
