import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ARTICLES_TOPIC, createEvent, encodeEvent, type Restoration } from '@parley/contracts';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, PG_POOL, ProblemError } from '@parley/platform';
import type { Pool } from 'pg';
import { inTransaction } from '../in-transaction.js';
import { CatchUpGate } from '../push-articles/catch-up-gate.js';
import { Turnstile } from '../push-articles/turnstile.js';
import { lockWithdrawable, writeRestoration } from '../withdrawals.sql.js';
import { addressOf } from './address-of.js';
import { after } from './after.js';
import { RestoreArticleCommand } from './restore-article.command.js';

@CommandHandler(RestoreArticleCommand)
export class RestoreArticleHandler implements ICommandHandler<RestoreArticleCommand> {
  /** One at a time: each holds a connection while the embedded log needs others of the same pool. */
  private readonly turnstile = new Turnstile(1);

  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CatchUpGate) private readonly gate: CatchUpGate,
  ) {}

  /** What it throws of the log and of the database means that nothing was undone, or that it may be said again. */
  async execute(command: RestoreArticleCommand): Promise<Restoration> {
    await this.gate.pass();
    return this.turnstile.through(() => this.restore(command));
  }

  private restore({ articleId, body }: RestoreArticleCommand): Promise<Restoration> {
    return inTransaction(this.pool, async (client) => {
      const article = await lockWithdrawable(client, articleId);
      if (article === null)
        throw new ProblemError('NOT_FOUND', `No article ${articleId} was ever taken in, so none can be restored.`);
      if (!article.withdrawal)
        return { status: 'not-withdrawn', articleId, withdrawalId: null, eventId: null, restoredAt: null };
      const { eventId: withdrawalId, withdrawnAt } = article.withdrawal;
      const time = after(withdrawnAt, this.clock());
      const url = await addressOf(this.log, articleId, article.offset);
      const event = createEvent(
        'parley.article.restored',
        { articleId, url, withdrawalId, reason: body.reason, restoredBy: body.by, restoredAt: time.toISOString() },
        { source: '/parley/ingest', time, subject: url },
      );
      await this.log.append(ARTICLES_TOPIC, [encodeEvent(event)]);
      await writeRestoration(client, event.data);
      return { status: 'restored', articleId, withdrawalId, eventId: event.id, restoredAt: event.data.restoredAt };
    });
  }
}
