import type { Command } from 'commander';
import { openApi } from '../command-context.js';
import {
  addCurateOptions,
  addIfMatch,
  curateStatement,
  type StatementOptions,
  tellCuration,
} from './curate-options.js';

/** `parley curate retract STATEMENT` */
export function addRetractCommand(curate: Command): void {
  addCurateOptions(
    addIfMatch(
      curate
        .command('retract')
        .description('take a statement out of the record; it stays readable')
        .argument('<statement>', 'its id'),
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  parley curate retract da3b30ec-1863-5b67-a165-5d4de2ee5501 --by ann --reason sarcasm
  parley curate retract da3b30ec-1863-5b67-a165-5d4de2ee5501 --by ann --reason sarcasm --if-match '"x1y2..."' --json`,
    )
    .action(async (id: string, options: StatementOptions) => {
      const body = { author: options.by, reason: options.reason };
      await tellCuration(await curateStatement(openApi(options), id, 'retraction', body, options), options);
    });
}
