import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ShownStatement } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD, rowsOf } from '../../record/record.js';
import { SELECT_STATEMENTS, type StatementRow, showStatement } from './statement-row.js';

export class GetStatement extends Query<ShownStatement> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetStatement)
export class GetStatementHandler implements IQueryHandler<GetStatement> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id }: GetStatement): Promise<ShownStatement> {
    const [row] = await rowsOf<StatementRow>(this.record, `${SELECT_STATEMENTS} WHERE s.id = $1`, [id]);
    if (row === undefined) throw new ProblemError('NOT_FOUND', `There is no statement ${id}.`);
    return showStatement(row);
  }
}
