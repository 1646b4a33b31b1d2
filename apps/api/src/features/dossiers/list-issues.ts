import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { IssueAnswer, Page, PageQuery } from '@parley/contracts';
import { IssueEntity } from '@parley/store';
import { type DataSource, MoreThan } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { RECORD } from '../../record/record.js';
import { requireDossier } from './require-dossier.js';

export class ListIssues extends Query<Page<IssueAnswer>> {
  constructor(
    readonly dossier: string,
    readonly asked: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListIssues)
export class ListIssuesHandler implements IQueryHandler<ListIssues> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ dossier, asked }: ListIssues): Promise<Page<IssueAnswer>> {
    await requireDossier(this.record, dossier);
    const scope: CursorScope = { list: 'issues', filters: { dossier } };
    const after = asked.cursor === undefined ? -1 : decodeCursor(scope, asked.cursor, z.int().min(0));
    const rows = await this.record.getRepository(IssueEntity).find({
      where: { dossierId: dossier, ordinal: MoreThan(after) },
      order: { ordinal: 'ASC' },
      take: asked.limit + 1,
    });
    return pageOfRows(
      rows,
      asked.limit,
      scope,
      ({ id, label, proposition, terms }) => ({ id, label, proposition, terms }),
      (row) => row.ordinal,
    );
  }
}
