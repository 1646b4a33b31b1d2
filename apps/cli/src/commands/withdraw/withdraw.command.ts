import { articleIdOf, withdrawalSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, addApiOptions, openApi } from '../command-context.js';

interface WithdrawOptions extends ApiOptions {
  readonly reason: string;
  readonly by: string;
}

async function withdraw(article: string, options: WithdrawOptions): Promise<void> {
  const withdrawal = await openApi(options).post(
    `/v1/articles/${await idOf(article)}/withdrawal`,
    { mediaType: 'application/json', text: JSON.stringify({ reason: options.reason, by: options.by }) },
    withdrawalSchema,
  );
  if (options.json) return writeJsonLine(withdrawal);
  const { status, articleId, revision, withdrawnAt } = withdrawal;
  await writeOut(
    status === 'withdrawn'
      ? `${articleId}: withdrawn, with all revisions up to ${revision}\n`
      : `${articleId}: had been withdrawn already, on ${withdrawnAt.slice(0, 10)}\n`,
  );
}

/** An article's id, as it is or as it follows from its address. Throws CommandError (usage) for what is neither. */
export async function idOf(article: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(article)) return article;
  const { canonicalUrl } = await import('@parley/ingestion');
  const address = canonicalUrl(article);
  if (!address.ok)
    throw new CommandError(
      `${terminalText(article)} is neither the id of an article nor its address: "parley articles list --json" shows both`,
      EXIT.usage,
    );
  return articleIdOf(address.url);
}

/** `parley withdraw ARTICLE` */
export function addWithdrawCommand(program: Command): void {
  addApiOptions(
    program
      .command('withdraw')
      .description('take an article back: what it says no longer counts, and stays readable')
      .argument('<article>', 'its id, or its address')
      .requiredOption('--reason <text>', 'why, for the record')
      .requiredOption('--by <name>', 'who says so, for the record')
      .addHelpText(
        'after',
        `
Examples:
  parley withdraw https://gazette.example/talks --reason "the outlet took it down" --by ann
  parley withdraw 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --reason hoax --by ann --json

A later revision of the article, once it is observed, counts again.`,
      ),
    'one object: {"status","articleId","revision","eventId","withdrawnAt"}',
  ).action((article: string, options: WithdrawOptions) => withdraw(article, options));
}
