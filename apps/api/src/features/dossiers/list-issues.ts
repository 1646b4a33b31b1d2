import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type DossierPartQuery, type IssueAnswer, issueSchema, type Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { RECORD } from '../../record/record.js';
import { partsInOrder } from './parts-in-order.js';
import { requireDossier } from './require-dossier.js';

export class ListIssues extends Query<Page<IssueAnswer>> {
  constructor(
    readonly dossier: string,
    readonly asked: DossierPartQuery,
  ) {
    super();
  }
}

@QueryHandler(ListIssues)
export class ListIssuesHandler implements IQueryHandler<ListIssues> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ dossier, asked }: ListIssues): Promise<Page<IssueAnswer>> {
    const { document } = await requireDossier(this.record, dossier, asked.knownAt);
    const scope: CursorScope = { list: 'issues', filters: { dossier, knownAt: asked.knownAt } };
    const after = asked.cursor === undefined ? -1 : decodeCursor(scope, asked.cursor, z.int().min(0));
    return pageOfRows(
      partsInOrder(document.issues, after, asked.limit + 1),
      asked.limit,
      scope,
      ({ part: { id, label, proposition, terms } }) =>
        issueSchema.parse({ id, label, proposition, terms: terms ?? [] }),
      ({ ordinal }) => ordinal,
    );
  }
}
