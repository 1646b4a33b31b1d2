import type { Command } from 'commander';
import { addOutputOptions, type OutputOptions } from '../command-context.js';

/** `parley rebuild`: the read models anew from the log. */
export function addRebuildCommand(program: Command): void {
  addOutputOptions(
    program
      .command('rebuild')
      .description('build the read models anew from the log, beside those in use, and swap them in')
      .addHelpText(
        'after',
        `
Works on the database and the log themselves (PARLEY_DATABASE_URL, PARLEY_KAFKA_BROKERS, PARLEY_DATA_DIR), whether Parley
runs or not. Readers never see an empty record; nothing is published or fetched. If an event can't be read it stops, and
the record stays as it was. Ctrl-C stops it, too.

Examples:
  parley rebuild
  PARLEY_DATA_DIR=./desk parley rebuild --json`,
      ),
    'one document {"records","topics","skipped","seconds","recordsPerSecond"}',
  ).action(async (options: OutputOptions) => {
    const { rebuild } = await import('./rebuild.js');
    await rebuild(options);
  });
}
