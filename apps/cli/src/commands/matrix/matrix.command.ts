import { dossierPageSchema, matrixSchema } from '@parley/contracts';
import type { Command } from 'commander';
import type { ApiClient } from '../../api/api-client.js';
import { takePages } from '../../api/take-pages.js';
import { renderMatrix } from '../../output/render-matrix.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, day, instant, openApi, standardOutput } from '../command-context.js';

interface MatrixCommandOptions extends ApiOptions {
  readonly validAt?: string;
  readonly knownAt?: string;
  readonly all?: boolean;
}

async function matrix(dossier: string | undefined, options: MatrixCommandOptions): Promise<void> {
  const api = openApi(options);
  const { validAt, knownAt } = options;
  const terminal = standardOutput(options);
  const dossiers = dossier === undefined ? await dossierIds(api) : [dossier];
  if (dossiers.length === 0 && !options.json)
    return writeOut('No dossier is published yet: "parley dossier publish FILE" publishes one.\n');
  for (const [index, id] of dossiers.entries()) {
    // All actors are asked for in any case: those of whom nothing is known are named below the table.
    const path = `/v1/dossiers/${encodeURIComponent(id)}/matrix`;
    const answer = await api.get(path, { validAt, knownAt, all: true }, matrixSchema);
    if (options.json) await writeJsonLine(answer);
    else await writeOut(`${index > 0 ? '\n' : ''}${renderMatrix(answer, { ...terminal, all: options.all ?? false })}`);
  }
}

async function dossierIds(api: ApiClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of takePages(api, '/v1/dossiers', {}, dossierPageSchema)) ids.push(id);
  return ids;
}

/** `parley matrix [DOSSIER]`: actors by issues. */
export function addMatrixCommand(program: Command): void {
  addApiOptions(
    program
      .command('matrix')
      .description('who holds what position: a table of actors by issues')
      .argument('[dossier]', 'id of a dossier; all of them unless told')
      .option('--valid-at <day>', 'positions as held on that day, by when they were stated', day)
      .option('--known-at <instant>', 'as it was known at that day or instant, by when it was recorded', instant)
      .option('--all', 'also rows and columns of which nothing is known')
      .addHelpText(
        'after',
        `
Examples:
  parley matrix us-china-trade
  parley matrix ukraine-peace-talks --valid-at 2025-08-20
  parley matrix us-china-trade --json | jq '.actors[] | {id, positions}'`,
      ),
    'one document a dossier, a line each; a position that is unknown is null',
  ).action((dossier: string | undefined, options: MatrixCommandOptions) => matrix(dossier, options));
}
