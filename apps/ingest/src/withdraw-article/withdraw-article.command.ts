import { Command } from '@nestjs/cqrs';
import type { Withdrawal, WithdrawalBody } from '@parley/contracts';

/**
 * Takes an article back, with all its revisions up to the latest. Throws ProblemError NOT_FOUND where no revision of it
 * is known; says so where it is withdrawn already.
 */
export class WithdrawArticleCommand extends Command<Withdrawal> {
  constructor(
    readonly articleId: string,
    readonly body: WithdrawalBody,
  ) {
    super();
  }
}
