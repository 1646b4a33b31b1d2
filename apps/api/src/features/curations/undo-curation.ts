import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AcceptedCuration, CurationBody } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { CurationEntity } from '@parley/store';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { CurationDesk } from './curation-desk.js';

export class UndoCuration extends Command<AcceptedCuration> {
  constructor(
    readonly eventId: string,
    readonly body: CurationBody,
  ) {
    super();
  }
}

@CommandHandler(UndoCuration)
export class UndoCurationHandler implements ICommandHandler<UndoCuration> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly desk: CurationDesk,
  ) {}

  async execute({ eventId, body }: UndoCuration): Promise<AcceptedCuration> {
    return this.desk.take(async () => {
      const curations = this.record.getRepository(CurationEntity);
      const curation = await curations.findOneBy({ eventId });
      if (curation === null)
        throw new ProblemError(
          'NOT_FOUND',
          `There is no curation ${eventId}. GET /v1/curations lists those there are.`,
        );
      if (curation.undoes !== null)
        throw new ProblemError('CONFLICT', 'An undoing can not be undone: make the curation again.');
      const undoing = await curations.findOneBy({ undoes: eventId });
      if (undoing !== null)
        throw new ProblemError('CONFLICT', `It was undone already, by ${undoing.author}: ${undoing.reason}`);
      const { articleId, statementId } = curation;
      return { type: 'parley.statement.restored', data: { articleId, ...body, statementId, curationId: eventId } };
    });
  }
}
