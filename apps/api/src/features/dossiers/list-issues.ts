import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type DossierPartQuery, type IssueAnswer, issueSchema, type Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { pageOfParts } from './page-of-parts.js';

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

  execute({ dossier, asked }: ListIssues): Promise<Page<IssueAnswer>> {
    return pageOfParts(this.record, 'issues', dossier, asked, ({ id, label, proposition, terms }) =>
      issueSchema.parse({ id, label, proposition, terms: terms ?? [] }),
    );
  }
}
