import { dossierVersion, formatProblem, parseDossier } from '@parley/dossier';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { addOutputOptions } from '../command-context.js';
import { readDossierText } from './read-dossier-file.js';

async function validate(files: readonly string[], options: { json?: boolean }): Promise<void> {
  let refused = 0;
  for (const file of files) {
    const parsed = parseDossier(await readDossierText(file), { source: file });
    if (!parsed.ok) refused++;
    if (options.json) {
      await writeJsonLine(
        parsed.ok
          ? { file, valid: true, dossier: parsed.dossier.dossier, version: dossierVersion(parsed.dossier) }
          : { file, valid: false, problems: parsed.problems },
      );
    } else if (parsed.ok) {
      const { dossier, actors, issues } = parsed.dossier;
      await writeOut(`${file}: ${dossier} is valid (${actors.length} actors, ${issues.length} issues)\n`);
    } else {
      for (const problem of parsed.problems) await writeOut(`${terminalText(formatProblem(problem, file))}\n`);
    }
  }
  if (refused > 0) process.exitCode = EXIT.failed;
}

/** `parley dossier validate FILE...`: checks dossiers without a running system. */
export function addValidateCommand(dossier: Command): void {
  addOutputOptions(
    dossier
      .command('validate')
      .description('check dossier files; needs no running Parley')
      .argument('<file...>', 'YAML files')
      .addHelpText('after', '\nExample:\n  parley dossier validate samples/dossiers/*.yaml'),
    'one object a file: {"file","valid","dossier","version"}, or {"file","valid","problems"}',
  ).action((files: string[], options: { json?: boolean }) => validate(files, options));
}
