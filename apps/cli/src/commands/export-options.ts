import { once } from 'node:events';
import { Option } from 'commander';
import type { ApiClient, Query } from '../api/api-client.js';
import { CommandError, EXIT } from '../exit-codes.js';
import { terminalText } from '../output/terminal-text.js';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `--format`, which makes a command print all there is, for other programs. */
export const formatOption = (what: string): Option =>
  new Option('--format <format>', `all ${what}, as ndjson, csv or json, however many`).choices(EXPORT_FORMATS);

/**
 * Passes an export of the API on to standard output as it comes, so that memory stays flat whatever its size. Throws
 * CommandError (unreachable) where it breaks off, saying how to go on.
 */
export async function passOn(api: ApiClient, path: string, query: Query, onBreak: string): Promise<void> {
  const response = await api.send(path, query, { headers: { accept: '*/*' } });
  try {
    for await (const chunk of response.body ?? [])
      if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  } catch (cause) {
    // A reader that has seen enough, as head has, is no fault.
    if ((cause as { code?: unknown }).code === 'EPIPE') return;
    throw new CommandError(
      `the export broke off (${terminalText(api.unreachable(cause).message)}): ${onBreak}`,
      EXIT.unreachable,
    );
  }
}
