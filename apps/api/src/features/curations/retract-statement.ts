import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AcceptedCuration, CurationBody } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { CurationDesk } from './curation-desk.js';
import { statementAtHand } from './statement-at-hand.js';

export class RetractStatement extends Command<AcceptedCuration> {
  constructor(
    readonly id: string,
    readonly ifMatch: string | undefined,
    readonly body: CurationBody,
  ) {
    super();
  }
}

@CommandHandler(RetractStatement)
export class RetractStatementHandler implements ICommandHandler<RetractStatement> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly desk: CurationDesk,
  ) {}

  async execute({ id, ifMatch, body }: RetractStatement): Promise<AcceptedCuration> {
    return this.desk.take(async () => {
      const { row, asRead } = await statementAtHand(this.record, id, ifMatch);
      return {
        type: 'parley.statement.retracted',
        data: { articleId: row.article_id, ...body, statementId: row.id, asRead },
      };
    });
  }
}
