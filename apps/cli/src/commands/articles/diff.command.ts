import { revisionDiffSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { renderDiff } from '../../output/render-diff.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, openApi, standardOutput, wholeNumber } from '../command-context.js';
import { idOf } from '../withdraw/withdraw.command.js';

interface DiffOptions extends ApiOptions {
  readonly from?: number;
  readonly to?: number;
}

async function diff(article: string, options: DiffOptions): Promise<void> {
  const { from, to } = options;
  const answer = await openApi(options).get(
    `/v1/articles/${await idOf(article)}/diff`,
    { from, to },
    revisionDiffSchema,
  );
  await (options.json ? writeJsonLine(answer) : writeOut(renderDiff(answer, standardOutput(options))));
}

/** `parley articles diff ARTICLE` */
export function addDiffCommand(articles: Command): void {
  addApiOptions(
    articles
      .command('diff')
      .description('what the outlet changed, word by word: [-gone-] and {+new+}')
      .argument('<article>', 'its id, or its address')
      .option('--from <number>', 'which revision; the one before --to unless told', wholeNumber(1, 1_000_000))
      .option('--to <number>', 'to which one; the latest unless told', wholeNumber(1, 1_000_000))
      .addHelpText('after', '\nExample:\n  parley articles diff https://gazette.example/talks --from 1 --to 3'),
    'one document',
  ).action((article: string, options: DiffOptions) => diff(article, options));
}
