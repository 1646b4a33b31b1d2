import { type DossierCard, dossierPageSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { takePages } from '../../api/take-pages.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { renderTable } from '../../output/table.js';
import { terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, addApiOptions, instant, openApi } from '../command-context.js';

async function list(options: ApiOptions & { knownAt?: string }): Promise<void> {
  const dossiers: DossierCard[] = [];
  const { knownAt } = options;
  for await (const dossier of takePages(openApi(options), '/v1/dossiers', { knownAt }, dossierPageSchema)) {
    if (options.json) await writeJsonLine(dossier);
    else dossiers.push(dossier);
  }
  if (options.json) return;
  if (dossiers.length === 0)
    return writeOut(
      knownAt === undefined
        ? 'No dossier is published yet: "parley dossier publish FILE" publishes one.\n'
        : `No dossier was published at ${knownAt}.\n`,
    );
  await writeOut(
    renderTable(
      [
        { title: 'dossier' },
        { title: 'title' },
        { title: 'actors', align: 'right' },
        { title: 'issues', align: 'right' },
        { title: 'number', align: 'right' },
        { title: 'published' },
      ],
      dossiers.map(({ id, title, actors, issues, number, publishedAt }) => [
        id,
        terminalText(title),
        String(actors),
        String(issues),
        String(number),
        publishedAt.slice(0, 10),
      ]),
    ),
  );
}

/** `parley dossier list` */
export function addListCommand(dossier: Command): void {
  addApiOptions(
    dossier
      .command('list')
      .description('the dossiers in force')
      .option('--known-at <instant>', 'those in force at that day or instant', instant)
      .addHelpText('after', '\nExample:\n  parley dossier list --json'),
    'one dossier a line',
  ).action((options: ApiOptions & { knownAt?: string }) => list(options));
}
