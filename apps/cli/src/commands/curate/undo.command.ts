import type { Command } from 'commander';
import { openApi } from '../command-context.js';
import { addCurateOptions, type CurateOptions, sendCuration, tellCuration } from './curate-options.js';

/** `parley curate undo CURATION` */
export function addUndoCommand(curate: Command): void {
  addCurateOptions(
    curate
      .command('undo')
      .description('undo a retraction, an amendment or an addition')
      .argument('<curation>', 'its id: "parley curate log" shows it'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  parley curate undo 640380cc-38f0-55a0-9410-c7e332057ffc --by ann --reason "it was meant after all"',
    )
    .action(async (id: string, options: CurateOptions) => {
      const body = { author: options.by, reason: options.reason };
      const path = `/v1/curations/${encodeURIComponent(id)}/undo`;
      await tellCuration(await sendCuration(openApi(options), path, body), options);
    });
}
