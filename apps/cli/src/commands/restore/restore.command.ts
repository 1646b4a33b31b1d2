import { restorationSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, openApi } from '../command-context.js';
import { idOf } from '../withdraw/withdraw.command.js';

interface RestoreOptions extends ApiOptions {
  readonly reason: string;
  readonly by: string;
}

async function restore(article: string, options: RestoreOptions): Promise<void> {
  const restoration = await openApi(options).post(
    `/v1/articles/${await idOf(article)}/restoration`,
    { mediaType: 'application/json', text: JSON.stringify({ reason: options.reason, by: options.by }) },
    restorationSchema,
  );
  if (options.json) return writeJsonLine(restoration);
  const { status, articleId } = restoration;
  await writeOut(
    status === 'restored'
      ? `${articleId}: its withdrawal is undone, what it says counts again\n`
      : `${articleId}: is not withdrawn\n`,
  );
}

/** `parley restore ARTICLE` */
export function addRestoreCommand(program: Command): void {
  addApiOptions(
    program
      .command('restore')
      .description('undo the withdrawal of an article: what it says counts again')
      .argument('<article>', 'its id, or its address')
      .requiredOption('--reason <text>', 'why, for the record')
      .requiredOption('--by <name>', 'who says so, for the record')
      .addHelpText(
        'after',
        `
Example:
  parley restore https://gazette.example/talks --reason "it was another article that was taken down" --by ann

Who withdrew what and who undid it: parley articles withdrawals`,
      ),
    'one object: {"status","articleId","withdrawalId","eventId","restoredAt"}',
  ).action((article: string, options: RestoreOptions) => restore(article, options));
}
