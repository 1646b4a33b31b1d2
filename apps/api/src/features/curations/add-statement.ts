import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AcceptedCuration, type AdditionBody, type ArticleRef, statementIdOf } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { ArticleEntity, StatementEntity, WithdrawalEntity } from '@parley/store';
import { type DataSource, IsNull, MoreThanOrEqual } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { CurationDesk, type Draft } from './curation-desk.js';
import { actorInForce, issueInForce } from './names-in-force.js';
import { revisionWithText, wordsAt } from './words-of.js';

export class AddStatement extends Command<AcceptedCuration> {
  constructor(
    readonly articleId: string,
    readonly body: AdditionBody,
  ) {
    super();
  }
}

@CommandHandler(AddStatement)
export class AddStatementHandler implements ICommandHandler<AddStatement> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly desk: CurationDesk,
  ) {}

  async execute({ articleId, body }: AddStatement): Promise<AcceptedCuration> {
    return this.desk.take(() => this.draft(articleId, body));
  }

  private async draft(articleId: string, body: AdditionBody): Promise<Draft> {
    const { author, reason, dossier, stance, statedOn, start, end, kind } = body;
    const article = await this.record.getRepository(ArticleEntity).findOneBy({ id: articleId });
    if (article === null) throw new ProblemError('NOT_FOUND', `There is no article ${articleId}.`);
    const stored = await revisionWithText(this.record, articleId, body.revision);
    if (stored === null)
      throw new ProblemError('INVALID_BODY', `The article has no revision ${body.revision}.`, [
        { pointer: '/revision', detail: 'is none of this article' },
      ]);
    if (body.condition !== undefined && stance !== 'conditional')
      throw new ProblemError('INVALID_BODY', 'Only a conditional stance has a condition.', [
        { pointer: '/condition', detail: `is not for ${stance}` },
      ]);
    await this.refuseWithdrawn(articleId, stored.number);
    const actor = await actorInForce(this.record, dossier, body.actor, '/actor');
    const issue = await issueInForce(this.record, dossier, body.issue, '/issue');
    const revision = { number: stored.number, hash: stored.hash };
    const place = { dossier, actor: actor.id, issue: issue.id, stance, start, end };
    const id = statementIdOf({ ...place, articleId, revisionHash: revision.hash });
    const statement = {
      id,
      ...place,
      ...wordsAt(stored.text, start, end, ''),
      kind,
      statedOn,
      // A person vouches for it.
      confidence: 1,
      speaker: body.speaker ?? actor.name,
      cue: '',
      condition: body.condition ?? null,
    };
    await this.refuseKnown(id);
    const data = { articleId, author, reason, article: refOf(article), revision, actor, issue, statement };
    return { type: 'parley.statement.added', data };
  }

  private async refuseWithdrawn(articleId: string, revision: number): Promise<void> {
    const withdrawn = await this.record
      .getRepository(WithdrawalEntity)
      .existsBy({ articleId, revisionNumber: MoreThanOrEqual(revision) });
    if (withdrawn)
      throw new ProblemError('CONFLICT', 'This revision of the article was withdrawn: nothing in it counts.');
  }

  private async refuseKnown(id: string): Promise<void> {
    if (await this.record.getRepository(StatementEntity).existsBy({ id, supersededAt: IsNull() }))
      throw new ProblemError('CONFLICT', `That very statement counts already: ${id}.`);
  }
}

const refOf = (article: ArticleEntity): ArticleRef => ({
  id: article.id,
  url: article.url,
  title: article.title,
  publisher: article.publisher,
  publishedAt: article.publishedAt.toISOString(),
  publishedOn: article.publishedOn,
});
