import { Inject, Injectable } from '@nestjs/common';
import { ARTICLES_TOPIC, type CloudEvent, encodeEvent } from '@parley/contracts';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { PG_POOL, ProblemError } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import type { ClientBase, Pool } from 'pg';
import { CatchUpGate } from '../push-articles/catch-up-gate.js';
import { Turnstile } from '../push-articles/turnstile.js';
import { STANDING_LIMITS } from '../standing-revisions.sql.js';
import { lockWithdrawable, type WithdrawableArticle } from '../withdrawals.sql.js';
import { addressOf } from './address-of.js';

/** An article that nobody else changes for the time being. */
export interface HeldArticle extends WithdrawableArticle {
  /** Of the transaction that holds it. */
  readonly client: ClientBase;
  /** Its canonical address. */
  address(): Promise<string>;
  /** Appends what is said of it, durably. */
  say(event: CloudEvent<'parley.article.withdrawn' | 'parley.article.restored'>): Promise<void>;
}

/** Holds an article from the look at what stands of it to the append of what is said, so that nothing can come in between. */
@Injectable()
export class HeldArticles {
  /** One at a time: each holds a connection while the embedded log needs others of the same pool. */
  private readonly turnstile = new Turnstile(1);

  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CatchUpGate) private readonly gate: CatchUpGate,
  ) {}

  /** Throws ProblemError NOT_FOUND for an article that was never taken in; `undone` says what therefore can't be done. */
  async hold<Result>(
    articleId: string,
    undone: 'withdrawn' | 'restored',
    work: (article: HeldArticle) => Promise<Result>,
  ): Promise<Result> {
    await this.gate.pass();
    return this.turnstile.through(() =>
      inTransaction(
        this.pool,
        async (client) => {
          const article = await lockWithdrawable(client, articleId);
          if (article === null)
            throw new ProblemError('NOT_FOUND', `No article ${articleId} was ever taken in, so none can be ${undone}.`);
          return work({
            ...article,
            client,
            address: () => addressOf(this.log, articleId, article.offset),
            say: async (event) => {
              await this.log.append(ARTICLES_TOPIC, [encodeEvent(event)]);
            },
          });
        },
        STANDING_LIMITS,
      ),
    );
  }
}
