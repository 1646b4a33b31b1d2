import type { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../command-context.js';

/** `parley doctor`: what is wrong, and what to do. */
export function addDoctorCommand(program: Command): void {
  addApiOptions(
    program
      .command('doctor')
      .description('check everything Parley needs, and say what to do about what is wrong')
      .addHelpText(
        'after',
        `
Looks at the version of Node, the settings, the data folder, the database, the log and its topics, how far each service is
behind, dead letters, and the API. Changes nothing. Ends with 1 if anything fails.

Examples:
  parley doctor
  parley doctor --json | jq '.checks[] | select(.status != "ok")'`,
      ),
    'one document {"ok","checks":[{"name","status","detail","advice"}]}',
  ).action(async (options: ApiOptions) => {
    const { doctor } = await import('./doctor.js');
    await doctor(options);
  });
}
