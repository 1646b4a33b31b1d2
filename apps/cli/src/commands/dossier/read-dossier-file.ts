import { readFile } from 'node:fs/promises';
import { type Dossier, formatProblem, parseDossier } from '@parley/dossier';
import { CommandError, EXIT } from '../../exit-codes.js';
import { terminalText } from '../../output/terminal-text.js';

/** The text of a dossier file. Throws CommandError (usage) where it can't be read. */
export async function readDossierText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`can't read ${terminalText(file)}: ${(cause as Error).message}`, EXIT.usage, { cause });
  }
}

/** A dossier file that must be right. Throws CommandError with all its problems. */
export async function readDossierFile(file: string): Promise<Dossier> {
  const parsed = parseDossier(await readDossierText(file), { source: file });
  if (parsed.ok) return parsed.dossier;
  const problems = parsed.problems.map((problem) => terminalText(formatProblem(problem, file)));
  throw new CommandError(`the dossier can't be used:\n${problems.join('\n')}`, EXIT.failed);
}
