import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AcceptedCuration, AmendmentBody, StatementAmended } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { CurationDesk } from './curation-desk.js';
import { actorInForce, issueInForce } from './names-in-force.js';
import { type StatementAtHand, statementAtHand } from './statement-at-hand.js';
import { revisionWithText, wordsAt } from './words-of.js';

export class AmendStatement extends Command<AcceptedCuration> {
  constructor(
    readonly id: string,
    readonly ifMatch: string | undefined,
    readonly body: AmendmentBody,
  ) {
    super();
  }
}

type Changes = AmendmentBody['changes'];
type Amended = Pick<StatementAmended, 'changes' | 'actor' | 'issue' | 'words'>;

@CommandHandler(AmendStatement)
export class AmendStatementHandler implements ICommandHandler<AmendStatement> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly desk: CurationDesk,
  ) {}

  async execute({ id, ifMatch, body }: AmendStatement): Promise<AcceptedCuration> {
    return this.desk.take(async () => {
      const atHand = await statementAtHand(this.record, id, ifMatch);
      const { changes, ...by } = body;
      return {
        type: 'parley.statement.amended',
        data: {
          articleId: atHand.row.article_id,
          ...by,
          statementId: atHand.row.id,
          asRead: atHand.asRead,
          ...(await this.amended(atHand, changes)),
        },
      };
    });
  }

  /** Throws ProblemError INVALID_BODY for what changes nothing, or to what is not there. */
  private async amended({ row, asRead }: StatementAtHand, changes: Changes): Promise<Amended> {
    const { actor, issue, stance, statedOn } = changes;
    const [start, end] = [changes.start ?? row.span_start, changes.end ?? row.span_end];
    const isSpan = start !== row.span_start || end !== row.span_end;
    const isChange =
      isSpan ||
      (actor !== undefined && actor !== row.actor_id) ||
      (issue !== undefined && issue !== row.issue_id) ||
      (stance !== undefined && stance !== row.stance) ||
      (statedOn !== undefined && statedOn !== row.stated_on);
    if (!isChange)
      throw new ProblemError('INVALID_BODY', 'The statement has all of that already.', [
        { pointer: '/changes', detail: 'changes nothing' },
      ]);
    return {
      changes: {
        ...(actor === undefined ? {} : { actor }),
        ...(issue === undefined ? {} : { issue }),
        ...(stance === undefined ? {} : { stance }),
        ...(statedOn === undefined ? {} : { statedOn }),
        ...(isSpan ? { start, end } : {}),
      },
      actor: actor === undefined ? null : await actorInForce(this.record, row.dossier_id, actor, '/changes/actor'),
      issue: issue === undefined ? null : await issueInForce(this.record, row.dossier_id, issue, '/changes/issue'),
      words: isSpan ? wordsAt(await this.textOf(row.article_id, asRead.revision.number), start, end, '/changes') : null,
    };
  }

  private async textOf(articleId: string, number: number): Promise<string> {
    const revision = await revisionWithText(this.record, articleId, number);
    if (revision === null)
      throw new ProblemError('CONFLICT', 'The text of the article has not arrived yet; try again shortly.');
    return revision.text;
  }
}
