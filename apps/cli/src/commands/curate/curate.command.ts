import type { Command } from 'commander';
import { addAddCommand } from './add.command.js';
import { addAmendCommand } from './amend.command.js';
import { addLogCommand } from './log.command.js';
import { addRetractCommand } from './retract.command.js';
import { addUndoCommand } from './undo.command.js';

/** `parley curate ...`: what people put right. */
export function addCurateCommand(program: Command): void {
  const curate = program
    .command('curate')
    .description('put statements right; who, when and why stays on record')
    .addHelpText(
      'after',
      `
Examples:
  parley statements search tariffs --json | head -1        # has the id of the statement
  parley curate retract STATEMENT --by ann --reason "the article quotes somebody else"
  parley curate amend STATEMENT --stated-on 2025-08-18 --by ann --reason "said on Sunday"
  parley curate log -n 5`,
    );
  addRetractCommand(curate);
  addAmendCommand(curate);
  addAddCommand(curate);
  addUndoCommand(curate);
  addLogCommand(curate);
}
