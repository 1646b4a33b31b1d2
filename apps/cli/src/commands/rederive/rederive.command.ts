import type { Command } from 'commander';
import { addOutputOptions, type OutputOptions, wholeNumber } from '../command-context.js';

export interface RederiveCommandOptions extends OutputOptions {
  readonly with?: string;
  readonly apply?: boolean;
  readonly by: string;
  readonly examples: number;
}

/** `parley rederive`: the positions of a dossier under another policy. */
export function addRederiveCommand(program: Command): void {
  addOutputOptions(
    program
      .command('rederive')
      .description('what the policy of a dossier would change in its positions; puts it in force for all of them')
      .argument('<dossier>', 'id of the dossier')
      .option('--with <file>', 'a dossier file whose policy to try, before it is published')
      .option('--apply', 'put the policy of the published dossier in force; positions follow as corrections')
      .option('--by <name>', 'who puts it in force', 'operator')
      .option('-n, --examples <number>', 'most differences of a kind to show', wholeNumber(0, 1_000), 3)
      .addHelpText(
        'after',
        `
A dossier that is published with another policy keeps the one its positions are decided under, until this command puts
the new one in force: for all of its positions at one place in the log. Without --apply nothing is written.
Works on the database and the log themselves, as "parley rebuild".

Examples:
  parley rederive us-china-trade --with my-draft.yaml
  parley dossier publish my-draft.yaml && parley rederive us-china-trade
  parley rederive us-china-trade --apply --by ann`,
      ),
    'one difference a line {"difference":"position","kind",...}, then one line {"summary"}',
  ).action(async (dossier: string, options: RederiveCommandOptions) => {
    const { rederivePositions } = await import('./rederive.js');
    await rederivePositions(dossier, options);
  });
}
