import { curationPageSchema, type ShownCuration } from '@parley/contracts';
import type { Command } from 'commander';
import { takePages } from '../../api/take-pages.js';
import { renderCuration } from '../../output/render-curation.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, howMany, openApi, standardOutput } from '../command-context.js';

interface LogOptions extends ApiOptions {
  readonly statement?: string;
  readonly article?: string;
  readonly author?: string;
  readonly limit: number;
}

async function log(options: LogOptions): Promise<void> {
  const { statement, article, author, limit } = options;
  const query = { statement, article, author };
  const found = takePages<ShownCuration>(openApi(options), '/v1/curations', query, curationPageSchema, limit);
  const terminal = standardOutput(options);
  let shown = 0;
  let step = await found.next();
  for (; !step.done; step = await found.next(), shown++)
    await (options.json ? writeJsonLine(step.value) : writeOut(`${renderCuration(step.value, terminal)}\n`));
  if (shown === 0 && !options.json) await writeOut('Nothing was put right yet.\n');
  if (step.value) note('there are more: raise --limit, or --limit all');
}

/** `parley curate log` */
export function addLogCommand(curate: Command): void {
  addApiOptions(
    curate
      .command('log')
      .description('what people put right, latest first')
      .option('--statement <id>', 'only of this statement')
      .option('--article <id>', 'only of this article')
      .option('--author <name>', 'only by this person')
      .option('-n, --limit <number>', 'most curations to show, or "all"', howMany, 20)
      .addHelpText('after', '\nExamples:\n  parley curate log\n  parley curate log --author ann --limit all --json'),
    'one curation a line',
  ).action((options: LogOptions) => log(options));
}
