import { type Command, Option } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { day, openApi, wholeNumber } from '../command-context.js';
import {
  addCurateOptions,
  addIfMatch,
  curateStatement,
  type StatementOptions,
  tellCuration,
} from './curate-options.js';

export const STANCES = ['support', 'oppose', 'conditional', 'noncommittal'] as const;

interface AmendOptions extends StatementOptions {
  readonly actor?: string;
  readonly issue?: string;
  readonly stance?: string;
  readonly statedOn?: string;
  readonly start?: number;
  readonly end?: number;
}

async function amend(id: string, options: AmendOptions): Promise<void> {
  const { actor, issue, stance, statedOn, start, end } = options;
  const changes = { actor, issue, stance, statedOn, start, end };
  if (Object.values(changes).every((value) => value === undefined))
    throw new CommandError(
      'say what is to be changed: --actor, --issue, --stance, --stated-on, --start or --end',
      EXIT.usage,
    );
  const body = { author: options.by, reason: options.reason, changes };
  await tellCuration(await curateStatement(openApi(options), id, 'amendment', body, options), options);
}

/** `parley curate amend STATEMENT` */
export function addAmendCommand(curate: Command): void {
  addCurateOptions(
    addIfMatch(
      curate
        .command('amend')
        .description('put actor, issue, stance, day or span of a statement right')
        .argument('<statement>', 'its id')
        .option('-a, --actor <id>', 'whose statement it is')
        .option('-i, --issue <id>', 'what it is about')
        .addOption(new Option('-s, --stance <stance>', 'what it says').choices(STANCES))
        .option('--stated-on <day>', 'when it was said', day)
        .option('--start <unit>', 'where it begins in the text, in UTF-16 units', wholeNumber(0))
        .option('--end <unit>', 'where it ends: one past its last unit', wholeNumber(1)),
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  parley curate amend da3b30ec-1863-5b67-a165-5d4de2ee5501 --stance oppose --by ann --reason "not a yes"
  parley curate amend da3b30ec-1863-5b67-a165-5d4de2ee5501 --stated-on 2025-08-18 --by ann --reason "on Sunday" --json`,
    )
    .action((id: string, options: AmendOptions) => amend(id, options));
}
