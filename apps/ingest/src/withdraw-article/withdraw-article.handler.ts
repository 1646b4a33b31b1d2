import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ARTICLES_TOPIC, createEvent, encodeEvent, type Withdrawal } from '@parley/contracts';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, PG_POOL, ProblemError } from '@parley/platform';
import type { Pool } from 'pg';
import { inTransaction } from '../in-transaction.js';
import { CatchUpGate } from '../push-articles/catch-up-gate.js';
import { Turnstile } from '../push-articles/turnstile.js';
import { lockWithdrawable, writeWithdrawal } from '../withdrawals.sql.js';
import { addressOf } from './address-of.js';
import { after } from './after.js';
import { WithdrawArticleCommand } from './withdraw-article.command.js';

@CommandHandler(WithdrawArticleCommand)
export class WithdrawArticleHandler implements ICommandHandler<WithdrawArticleCommand> {
  /** One at a time: each holds a connection while the embedded log needs others of the same pool. */
  private readonly turnstile = new Turnstile(1);

  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CatchUpGate) private readonly gate: CatchUpGate,
  ) {}

  /** What it throws of the log and of the database means that nothing was withdrawn, or that it may be said again. */
  async execute(command: WithdrawArticleCommand): Promise<Withdrawal> {
    await this.gate.pass();
    return this.turnstile.through(() => this.withdraw(command));
  }

  /** The article is held from the look at its latest revision to the append, so that none can come in between. */
  private withdraw({ articleId, body }: WithdrawArticleCommand): Promise<Withdrawal> {
    return inTransaction(this.pool, async (client) => {
      const article = await lockWithdrawable(client, articleId);
      if (article === null)
        throw new ProblemError('NOT_FOUND', `No article ${articleId} was ever taken in, so none can be withdrawn.`);
      if (article.withdrawal) {
        const { revision, eventId, withdrawnAt } = article.withdrawal;
        return { status: 'already-withdrawn', articleId, revision, eventId, withdrawnAt: withdrawnAt.toISOString() };
      }
      const { revision } = article;
      const time = after(article.restoredAt, this.clock());
      const url = await addressOf(this.log, articleId, article.offset);
      const event = createEvent(
        'parley.article.withdrawn',
        {
          articleId,
          url,
          revision,
          reason: body.reason,
          withdrawnBy: body.by,
          withdrawnAt: time.toISOString(),
        },
        { source: '/parley/ingest', time, subject: url },
      );
      await this.log.append(ARTICLES_TOPIC, [encodeEvent(event)]);
      const { withdrawnAt } = event.data;
      await writeWithdrawal(client, { articleId, revision, eventId: event.id, withdrawnAt });
      return { status: 'withdrawn', articleId, revision, eventId: event.id, withdrawnAt };
    });
  }
}
