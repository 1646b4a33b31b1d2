import { sidesSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { renderSides } from '../../output/render-sides.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, day, instant, openApi, standardOutput } from '../command-context.js';

export interface SidesCommandOptions extends ApiOptions {
  readonly validAt?: string;
  readonly knownAt?: string;
}

async function sides(dossier: string, options: SidesCommandOptions): Promise<void> {
  const { validAt, knownAt } = options;
  const path = `/v1/dossiers/${encodeURIComponent(dossier)}/sides`;
  const answer = await openApi(options).get(path, { validAt, knownAt }, sidesSchema);
  await (options.json ? writeJsonLine(answer) : writeOut(renderSides(answer, standardOutput(options))));
}

/** `parley sides DOSSIER`: what each body holds, rolled up from those who speak for it. */
export function addSidesCommand(program: Command): void {
  addApiOptions(
    program
      .command('sides')
      .description('what each body holds: its own word, else that of its head or another member')
      .argument('<dossier>', 'id of the dossier')
      .option('--valid-at <day>', 'positions as held on that day, by when they were stated', day)
      .option('--known-at <instant>', 'as it was known at that day or instant, by when it was recorded', instant)
      .addHelpText(
        'after',
        `
Examples:
  parley sides us-china-trade
  parley sides ukraine-peace-talks --valid-at 2025-08-20`,
      ),
    'one document {"dossier","issues","sides"}',
  ).action(sides);
}
