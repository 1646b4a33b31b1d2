import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OneStatementQuery, ShownStatement } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { loadStatement } from './load-statement.js';
import { showStatement } from './statement-row.js';

/** One statement, as it counts now or counted at an instant. */
export class GetStatement extends Query<ShownStatement> {
  constructor(
    readonly id: string,
    readonly asked: OneStatementQuery,
  ) {
    super();
  }
}

@QueryHandler(GetStatement)
export class GetStatementHandler implements IQueryHandler<GetStatement> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id, asked }: GetStatement): Promise<ShownStatement> {
    return showStatement(await loadStatement(this.record, id, asked.knownAt));
  }
}
