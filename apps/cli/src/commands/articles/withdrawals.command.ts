import { type ShownWithdrawal, withdrawalPageSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { takePages } from '../../api/take-pages.js';
import { renderWithdrawal } from '../../output/render-withdrawal.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, howMany, openApi, standardOutput } from '../command-context.js';

interface WithdrawalsOptions extends ApiOptions {
  readonly article?: string;
  readonly limit: number;
}

async function withdrawals(options: WithdrawalsOptions): Promise<void> {
  const { article, limit } = options;
  const found = takePages<ShownWithdrawal>(
    openApi(options),
    '/v1/withdrawals',
    { article },
    withdrawalPageSchema,
    limit,
  );
  const terminal = standardOutput(options);
  let shown = 0;
  let step = await found.next();
  for (; !step.done; step = await found.next(), shown++)
    await (options.json ? writeJsonLine(step.value) : writeOut(`${renderWithdrawal(step.value, terminal)}\n`));
  if (shown === 0 && !options.json) await writeOut('No article was withdrawn.\n');
  if (step.value) note('there are more: raise --limit, or --limit all');
}

/** `parley articles withdrawals` */
export function addWithdrawalsCommand(articles: Command): void {
  addApiOptions(
    articles
      .command('withdrawals')
      .description('articles that were taken back, by whom and why, and who undid it; latest first')
      .option('--article <id>', 'only of this article')
      .option('-n, --limit <number>', 'most withdrawals to show, or "all"', howMany, 20)
      .addHelpText('after', '\nExample:\n  parley articles withdrawals --limit all --json'),
    'one withdrawal a line',
  ).action((options: WithdrawalsOptions) => withdrawals(options));
}
