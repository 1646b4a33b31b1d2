import { changePageSchema } from '@parley/contracts';
import type { Command } from 'commander';
import type { ApiClient, Query } from '../../api/api-client.js';
import { followChanges } from '../../api/follow-changes.js';
import { requireDossier } from '../../api/require-dossier.js';
import { CommandError, EXIT } from '../../exit-codes.js';
import { renderChange } from '../../output/render-change.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import {
  type ApiOptions,
  addApiOptions,
  day,
  instant,
  instantOrCursor,
  openApi,
  standardOutput,
  wholeNumber,
} from '../command-context.js';
import { type ExportFormat, formatOption, passOn } from '../export-options.js';

interface ChangesOptions extends ApiOptions {
  readonly dossier?: string;
  readonly actor?: string;
  readonly issue?: string;
  readonly change?: string;
  readonly since?: { readonly since: string } | { readonly after: string };
  readonly until?: string;
  readonly validAt?: string;
  readonly after?: string;
  readonly format?: ExportFormat;
  readonly limit?: number;
  readonly follow?: boolean;
}

const filtersOf = ({ dossier, actor, issue, change, since, until, validAt }: ChangesOptions): Query => ({
  dossier,
  actor,
  issue,
  change,
  since: since && 'since' in since ? since.since : undefined,
  until,
  validAt,
});

/** `--after`, or `--since` where that is a cursor. */
const placeOf = ({ since, after }: ChangesOptions): string | undefined =>
  after ?? (since && 'after' in since ? since.after : undefined);

async function changes(options: ChangesOptions): Promise<void> {
  const api = openApi(options);
  const after = placeOf(options);
  if (options.format !== undefined)
    return passOn(
      api,
      '/v1/changes/export',
      { ...filtersOf(options), after, format: options.format },
      'go on with --since and the cursor of the last whole line',
    );
  if (options.follow) return follow(api, options);
  const order = after === undefined ? 'desc' : 'asc';
  const page = await api.get(
    '/v1/changes',
    { ...filtersOf(options), order, after, limit: options.limit ?? 20 },
    changePageSchema,
  );
  if (page.items.length === 0) await requireDossier(api, options.dossier);
  if (options.json) return writeJsonLine(page);
  const terminal = standardOutput(options);
  if (page.items.length === 0) await writeOut('No changes.\n');
  for (const change of page.items) await writeOut(`${renderChange(change, terminal)}\n`);
  if (order === 'asc' && page.next !== null) note(`go on with --after ${page.next}`);
  else if (page.next !== null) note('there are more: raise --limit, or name --since');
}

/** What was latest, oldest first, and from there on whatever comes, until Ctrl-C. */
async function follow(api: ApiClient, options: ChangesOptions): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const terminal = standardOutput(options);
  const show = (change: Parameters<typeof renderChange>[0]) =>
    options.json ? writeJsonLine(change) : writeOut(`${renderChange(change, terminal)}\n`);
  try {
    let query: Query = { ...filtersOf(options), after: placeOf(options) };
    if (query.after === undefined && options.since === undefined) {
      const latest = await api.get(
        '/v1/changes',
        { ...filtersOf(options), order: 'desc', limit: options.limit ?? 3 },
        changePageSchema,
      );
      for (const change of [...latest.items].reverse()) await show(change);
      query = { ...query, after: latest.follow ?? undefined };
    }
    note('following; Ctrl-C ends');
    const stream = followChanges(api, {
      query,
      signal: stop.signal,
      onConnection: (lost) => note(lost === null ? 'connected again' : `${lost}; connecting again ...`),
    });
    for await (const change of stream) await show(change);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** `parley changes`: what changed, and what changes. */
export function addChangesCommand(program: Command): void {
  addApiOptions(
    program
      .command('changes')
      .description('what changed, newest first, with the sentences that prove it; --follow shows what comes')
      .option('-d, --dossier <id>', 'only this dossier')
      .option('-a, --actor <id>', 'only this actor')
      .option('-i, --issue <id>', 'only this issue')
      .option('-c, --change <kind>', 'only taken, shifted, reaffirmed, contested, settled or corrected')
      .option(
        '--since <instant|cursor>',
        'only what was recorded at that day or instant, or later; or what comes after a cursor',
        instantOrCursor,
      )
      .option('--until <instant>', 'only what was recorded before that day or instant', instant)
      .option('--valid-at <day>', 'only what speaks of that day', day)
      .addOption(formatOption('changes, oldest first, as they were announced'))
      .option('--after <cursor>', 'oldest first, from where an earlier answer ended: the feed for programs')
      .option('-n, --limit <number>', 'most changes to show (default: 20; with --follow, 3)', wholeNumber(1, 500))
      .option('-f, --follow', 'go on showing changes as they happen')
      .addHelpText(
        'after',
        `
Examples:
  parley changes --dossier us-china-trade
  parley changes --follow
  parley changes --since 2025-08-25 --until 2025-09-01 --format ndjson > week.ndjson
  parley changes --since "$(tail -n 1 week.ndjson | jq -r .cursor)" --format ndjson >> week.ndjson
  parley changes --since 2026-01-01 --json | jq '.items[].actor.name'
  parley changes --after "$(cat place)" --json > page.json && jq -r .next page.json > place`,
      ),
    'one document {"items","next","follow"}; with --follow one change a line; --format says it otherwise',
  )
    .hook('preAction', (command) => {
      const { after, since, until, follow: follows, format, limit, json } = command.opts<ChangesOptions>();
      if (after && since) throw new CommandError('--after already says where to begin: leave out --since', EXIT.usage);
      if (follows && (until !== undefined || format !== undefined))
        throw new CommandError('--follow goes on without an end: leave out --until and --format', EXIT.usage);
      if (format !== undefined && (limit !== undefined || json))
        throw new CommandError(
          '--format prints all there is in its own form: leave out --limit and --json',
          EXIT.usage,
        );
    })
    .action((options: ChangesOptions) => changes(options));
}
