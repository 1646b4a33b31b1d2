import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DossierCard, DossierPartQuery, Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, RECORD, rowsOf } from '../../record/record.js';
import { dossiersAt } from './dossiers-at.js';

export class ListDossiers extends Query<Page<DossierCard>> {
  constructor(readonly asked: DossierPartQuery) {
    super();
  }
}

interface DossierRow {
  readonly id: string;
  readonly title: string;
  readonly number: number;
  readonly version: string;
  readonly published_by: string;
  readonly published_at: Date;
  readonly actors: number;
  readonly issues: number;
}

@QueryHandler(ListDossiers)
export class ListDossiersHandler implements IQueryHandler<ListDossiers> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListDossiers): Promise<Page<DossierCard>> {
    const scope: CursorScope = { list: 'dossiers', filters: { knownAt: asked.knownAt } };
    const conditions = new Conditions();
    if (asked.cursor !== undefined)
      conditions.where(decodeCursor(scope, asked.cursor, placeParts.text), (id) => `d.id > ${id}`);
    const rows = await rowsOf<DossierRow>(
      this.record,
      `SELECT d.id, d.document ->> 'title' AS title, d.number, d.version, d.published_by, d.published_at,
              jsonb_array_length(d.document -> 'actors') AS actors, jsonb_array_length(d.document -> 'issues') AS issues
         FROM ${dossiersAt(conditions.optional(asked.knownAt))} d
        WHERE ${conditions} ORDER BY d.id LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    return pageOfRows(
      rows,
      asked.limit,
      scope,
      (row) => ({
        id: row.id,
        title: row.title,
        number: row.number,
        version: row.version,
        actors: row.actors,
        issues: row.issues,
        publishedBy: row.published_by,
        publishedAt: row.published_at.toISOString(),
      }),
      (row) => row.id,
    );
  }
}
