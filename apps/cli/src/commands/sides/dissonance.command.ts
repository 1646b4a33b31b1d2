import { dissonanceListSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { renderDissonance } from '../../output/render-sides.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { addApiOptions, day, instant, openApi, standardOutput } from '../command-context.js';
import type { SidesCommandOptions } from './sides.command.js';

async function dissonance(dossier: string, options: SidesCommandOptions): Promise<void> {
  const { validAt, knownAt } = options;
  const path = `/v1/dossiers/${encodeURIComponent(dossier)}/dissonance`;
  const answer = await openApi(options).get(path, { validAt, knownAt }, dissonanceListSchema);
  await (options.json ? writeJsonLine(answer) : writeOut(renderDissonance(answer, standardOutput(options))));
}

/** `parley dissonance DOSSIER`: who of one side differs from it, on what, since when. */
export function addDissonanceCommand(program: Command): void {
  addApiOptions(
    program
      .command('dissonance')
      .description('where members of one side hold different stances: who, on what, since when')
      .argument('<dossier>', 'id of the dossier')
      .option('--valid-at <day>', 'positions as held on that day, by when they were stated', day)
      .option('--known-at <instant>', 'as it was known at that day or instant, by when it was recorded', instant)
      .addHelpText(
        'after',
        `
Examples:
  parley dissonance us-china-trade
  parley dissonance ukraine-peace-talks --json | jq '.items[] | {body: .body.id, issue: .issue.id, since}'`,
      ),
    'one document {"dossier","items"}',
  ).action(dissonance);
}
