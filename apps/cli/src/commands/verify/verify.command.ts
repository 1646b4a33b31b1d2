import type { Command } from 'commander';
import { addOutputOptions, howMany, type OutputOptions } from '../command-context.js';

export interface VerifyCommandOptions extends OutputOptions {
  readonly dossier?: string;
  /** Most disagreements to show of each kind; null for all. */
  readonly limit: number;
}

/** `parley verify`: whether the record, the announcements and the log agree. */
export function addVerifyCommand(program: Command): void {
  addOutputOptions(
    program
      .command('verify')
      .description('recompute the record from the log and say whether all agrees, or what does not')
      .option('-d, --dossier <id>', 'compare statements, positions and versions of this dossier alone')
      .option('-n, --limit <number>', 'most disagreements to show of each kind, or "all"', howMany, 20)
      .addHelpText(
        'after',
        `
Works on the database and the log themselves (PARLEY_DATABASE_URL, PARLEY_KAFKA_BROKERS, PARLEY_DATA_DIR), whether Parley
runs or not, and changes nothing. It compares the database as it is when it begins with the log as far as each service had
taken it by then, so articles may come in meanwhile. Ends with 0 where all agrees and with 1 where something does not.

Examples:
  parley verify
  parley verify --dossier us-china-trade
  parley verify --json --limit all > verified.json`,
      ),
    'one document {"agrees","at","counts","lag","kinds","findings","seconds"}',
  ).action(async (options: VerifyCommandOptions) => {
    const { verify } = await import('./verify.js');
    await verify(options);
  });
}
