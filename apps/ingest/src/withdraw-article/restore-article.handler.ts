import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createEvent, type Restoration } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import { writeRestoration } from '../withdrawals.sql.js';
import { after } from './after.js';
import { HeldArticles } from './held-articles.js';
import { RestoreArticleCommand } from './restore-article.command.js';

@CommandHandler(RestoreArticleCommand)
export class RestoreArticleHandler implements ICommandHandler<RestoreArticleCommand> {
  constructor(
    @Inject(HeldArticles) private readonly articles: HeldArticles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What it throws of the log and of the database means that nothing was undone, or that it may be said again. */
  execute({ articleId, body }: RestoreArticleCommand): Promise<Restoration> {
    return this.articles.hold(articleId, 'restored', async (article) => {
      if (!article.withdrawal)
        return { status: 'not-withdrawn', articleId, withdrawalId: null, eventId: null, restoredAt: null };
      const { eventId: withdrawalId, withdrawnAt } = article.withdrawal;
      const time = after(withdrawnAt, this.clock());
      const url = await article.address();
      const event = createEvent(
        'parley.article.restored',
        { articleId, url, withdrawalId, reason: body.reason, restoredBy: body.by, restoredAt: time.toISOString() },
        { source: '/parley/ingest', time, subject: url },
      );
      await article.say(event);
      await writeRestoration(article.client, event.data);
      return { status: 'restored', articleId, withdrawalId, eventId: event.id, restoredAt: event.data.restoredAt };
    });
  }
}
