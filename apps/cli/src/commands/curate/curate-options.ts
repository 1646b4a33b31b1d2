import { type AcceptedCuration, acceptedCurationSchema, shownStatementSchema } from '@parley/contracts';
import type { Command } from 'commander';
import type { ApiClient } from '../../api/api-client.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions } from '../command-context.js';

/** Options of every command that puts something right. */
export interface CurateOptions extends ApiOptions {
  readonly by: string;
  readonly reason: string;
}

/** Options of those about a statement that is there. */
export interface StatementOptions extends CurateOptions {
  readonly ifMatch?: string;
}

const JSON_FORM = 'one object: {"eventId","curation","articleId","statementId"}';

/** `--by`, `--reason` and what every command that asks the API has. */
export const addCurateOptions = (command: Command): Command =>
  addApiOptions(
    command
      .requiredOption('--by <name>', 'who says so, for the record')
      .requiredOption('--reason <text>', 'why, for the record'),
    JSON_FORM,
  );

export const addIfMatch = (command: Command): Command =>
  command.option(
    '--if-match <etag>',
    'refuse it unless the statement is still in the state that has this ETag; without it: as it is now',
  );

/** Sends a curation. Throws what the API's answers are made into. */
export async function sendCuration(
  api: ApiClient,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<AcceptedCuration> {
  const response = await api.send(
    path,
    {},
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    },
  );
  return acceptedCurationSchema.parse(await response.json());
}

/** Sends a curation of a statement: of the state that was named, else of the one it has now. */
export async function curateStatement(
  api: ApiClient,
  id: string,
  what: 'retraction' | 'amendment',
  body: object,
  options: StatementOptions,
): Promise<AcceptedCuration> {
  const path = `/v1/statements/${encodeURIComponent(id)}`;
  return sendCuration(api, `${path}/${what}`, body, { 'if-match': options.ifMatch ?? (await etagOf(api, path)) });
}

async function etagOf(api: ApiClient, path: string): Promise<string> {
  const response = await api.send(path, {}, { signal: AbortSignal.timeout(30_000) });
  shownStatementSchema.loose().parse(await response.json());
  return response.headers.get('etag') ?? '*';
}

const DONE = { retracted: 'retracted', amended: 'amended', added: 'added', restored: 'undone' } as const;

export async function tellCuration(curation: AcceptedCuration, options: ApiOptions): Promise<void> {
  if (options.json) return writeJsonLine(curation);
  const undo = curation.curation === 'restored' ? '' : `; to undo it: parley curate undo ${curation.eventId}`;
  await writeOut(`statement ${curation.statementId}: ${DONE[curation.curation]}${undo}\n`);
}
