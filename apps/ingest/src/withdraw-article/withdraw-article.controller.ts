import { Body, Controller, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Restoration, type Withdrawal, type WithdrawalBody, withdrawalBodySchema } from '@parley/contracts';
import { Route, SchemaPipe } from '@parley/platform';
import type { FastifyReply } from 'fastify';
import { restoreArticleRoute, withdrawArticleRoute } from './contract.js';
import { RestoreArticleCommand } from './restore-article.command.js';
import { WithdrawArticleCommand } from './withdraw-article.command.js';

@Controller()
export class WithdrawArticleController {
  constructor(private readonly commands: CommandBus) {}

  @Route(withdrawArticleRoute)
  async withdraw(
    @Param({ schema: withdrawArticleRoute.params }) path: { id: string },
    @Body({ schema: withdrawalBodySchema, pipes: [new SchemaPipe('INVALID_BODY')] }) body: WithdrawalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Withdrawal> {
    const withdrawal = await this.commands.execute(new WithdrawArticleCommand(path.id, body));
    reply.code(withdrawal.status === 'withdrawn' ? 202 : 200);
    return withdrawal;
  }

  @Route(restoreArticleRoute)
  async restore(
    @Param({ schema: restoreArticleRoute.params }) path: { id: string },
    @Body({ schema: withdrawalBodySchema, pipes: [new SchemaPipe('INVALID_BODY')] }) body: WithdrawalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Restoration> {
    const restoration = await this.commands.execute(new RestoreArticleCommand(path.id, body));
    reply.code(restoration.status === 'restored' ? 202 : 200);
    return restoration;
  }
}
