import { Command } from '@nestjs/cqrs';
import type { Restoration, WithdrawalBody } from '@parley/contracts';

/**
 * Undoes the withdrawal of an article: it counts again, with all its revisions. Throws ProblemError NOT_FOUND where no
 * revision of it is known; says so where it is not withdrawn.
 */
export class RestoreArticleCommand extends Command<Restoration> {
  constructor(
    readonly articleId: string,
    readonly body: WithdrawalBody,
  ) {
    super();
  }
}
