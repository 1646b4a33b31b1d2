import type { Command } from 'commander';
import { addOutputOptions } from '../command-context.js';
import type { RebuildCommandOptions } from './rebuild.js';

/** `parley rebuild`: the read models anew from the log. */
export function addRebuildCommand(program: Command): void {
  addOutputOptions(
    program
      .command('rebuild')
      .description('build the read models anew from the log, beside those in use, and swap them in')
      .option('--from-scratch', 'do not go on with a rebuild that did not come to its end')
      .option('--discard', 'drop what such a rebuild has left, and do nothing else')
      .addHelpText(
        'after',
        `
Works on the database and the log themselves (PARLEY_DATABASE_URL, PARLEY_KAFKA_BROKERS, PARLEY_DATA_DIR), whether Parley
runs or not. Readers never see an empty record; nothing is published or fetched. If an event can't be read it stops, and
the record stays as it was. Ctrl-C stops it, too; the next one goes on from there, as after a crash.

Examples:
  parley rebuild
  PARLEY_DATA_DIR=./desk parley rebuild --json`,
      ),
    'one document {"records","resumedFrom","topics","skipped","seconds","recordsPerSecond"}',
  ).action(async (options: RebuildCommandOptions) => {
    const { rebuild } = await import('./rebuild.js');
    await rebuild(options);
  });
}
