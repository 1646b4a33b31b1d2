import type { Command } from 'commander';
import { addListCommand } from './list.command.js';
import { addPublishCommand } from './publish.command.js';
import { addSuggestCommand } from './suggest.command.js';
import { addValidateCommand } from './validate.command.js';

/** `parley dossier ...`: the negotiations that are tracked. */
export function addDossierCommand(program: Command): void {
  const dossier = program
    .command('dossier')
    .description('the negotiations that are tracked')
    .addHelpText(
      'after',
      `
Examples:
  parley dossier validate talks.yaml
  parley dossier publish talks.yaml
  parley dossier list
  parley dossier suggest articles.jsonl`,
    );
  addValidateCommand(dossier);
  addPublishCommand(dossier);
  addListCommand(dossier);
  addSuggestCommand(dossier);
}
