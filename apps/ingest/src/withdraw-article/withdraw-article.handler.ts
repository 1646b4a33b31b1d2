import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createEvent, type Withdrawal } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import { writeWithdrawal } from '../withdrawals.sql.js';
import { after } from './after.js';
import { HeldArticles } from './held-articles.js';
import { WithdrawArticleCommand } from './withdraw-article.command.js';

@CommandHandler(WithdrawArticleCommand)
export class WithdrawArticleHandler implements ICommandHandler<WithdrawArticleCommand> {
  constructor(
    @Inject(HeldArticles) private readonly articles: HeldArticles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What it throws of the log and of the database means that nothing was withdrawn, or that it may be said again. */
  execute({ articleId, body }: WithdrawArticleCommand): Promise<Withdrawal> {
    return this.articles.hold(articleId, 'withdrawn', async (article) => {
      if (article.withdrawal) {
        const { revision, eventId, withdrawnAt } = article.withdrawal;
        return { status: 'already-withdrawn', articleId, revision, eventId, withdrawnAt: withdrawnAt.toISOString() };
      }
      const { revision } = article;
      const time = after(article.restoredAt, this.clock());
      const url = await article.address();
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
      await article.say(event);
      const { withdrawnAt } = event.data;
      await writeWithdrawal(article.client, { articleId, revision, eventId: event.id, withdrawnAt });
      return { status: 'withdrawn', articleId, revision, eventId: event.id, withdrawnAt };
    });
  }
}
