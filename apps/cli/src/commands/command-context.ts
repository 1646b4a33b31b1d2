import { loadConfig, type ParleyConfig } from '@parley/settings';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ApiClient } from '../api/api-client.js';
import { type Terminal, terminalOf } from '../output/terminal.js';

/** Options of every command that prints. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly color: boolean;
}
/** Options of every command that asks the API. */
export interface ApiOptions extends OutputOptions {
  readonly api?: string;
}

/** `--json` and `--no-color`. `json` says in what form the command prints then. */
export const addOutputOptions = (command: Command, json: string): Command =>
  command.option('--json', `for programs: ${json}`).option('--no-color', 'no colours (NO_COLOR does the same)');

/** `--api` beside the options of output. The token is never among the words of a call, where `ps` would show it. */
export const addApiOptions = (command: Command, json: string): Command =>
  addOutputOptions(
    command.addOption(
      new Option('--api <url>', 'where the API is (default: PARLEY_API_URL, else http://127.0.0.1:7700)'),
    ),
    json,
  );

/** The configuration of this process. Throws ConfigError. */
export const configuration = (): ParleyConfig => loadConfig(process.env);

/** The API as configured. Throws ConfigError, or CommandError for an address that is none. */
export function openApi(options: Pick<ApiOptions, 'api'>): ApiClient {
  const config = configuration();
  return new ApiClient({ baseUrl: options.api ?? config.apiUrl, token: config.ingestToken });
}

/** Standard output as it is now. */
export const standardOutput = (options: Pick<OutputOptions, 'color'>): Terminal =>
  terminalOf(process.stdout, process.env, { color: options.color });

/** Reads a whole number of an option. */
export const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(
        most === Number.MAX_SAFE_INTEGER
          ? `It must be a whole number, ${least} or more.`
          : `It must be a whole number from ${least} to ${most}.`,
      );
    return number;
  };

/** `all`, which is without end (null is what commander takes for no value), or how many. */
export const howMany = (text: string): number => (text === 'all' ? Number.POSITIVE_INFINITY : wholeNumber(1)(text));

/** A day of an option. */
export function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a day, YYYY-MM-DD.');
  return text;
}

/** Either an instant, or the cursor that an earlier answer gave. */
export function instantOrCursor(text: string): { readonly since: string } | { readonly after: string } {
  if (/^\d{4}-/.test(text)) return { since: instant(text) };
  if (!/^[A-Za-z0-9_-]{8,}$/.test(text))
    throw new InvalidArgumentError(
      'It must be a day, an instant with its zone as 2025-08-25T12:00:00Z, or a cursor of an earlier answer.',
    );
  return { after: text };
}

/** An instant of an option; a day alone is its beginning in UTC. */
export function instant(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${day(text)}T00:00:00Z`;
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a day or an instant with its zone, as 2025-08-25T12:00:00Z.');
  return text;
}
