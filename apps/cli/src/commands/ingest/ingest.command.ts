import { type Command, Option } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { startProgress } from '../../output/progress.js';
import { counted } from '../../output/render-change.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalOf } from '../../output/terminal.js';
import { shorten, terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, addApiOptions, configuration, openApi, wholeNumber } from '../command-context.js';
import type { IngestOutcome, IngestSummary } from './ingest-sources.js';
import type { RefusedArticle } from './refused-file.js';

interface IngestOptions extends ApiOptions {
  readonly url?: string;
  readonly title?: string;
  readonly date?: string;
  readonly publisher?: string;
  readonly language?: string;
  readonly format?: 'json' | 'ndjson' | 'html' | 'text';
  readonly refused?: string;
  readonly allowPrivate?: boolean;
  readonly wait?: boolean;
  readonly patience: number;
}

/** More refusals than this are in the file only. */
const SHOWN_REFUSALS = 10;

async function ingest(sources: readonly string[], options: IngestOptions): Promise<void> {
  const [{ ingestSources }, { waitUntilCaughtUp }] = await Promise.all([
    import('./ingest-sources.js'),
    import('./wait-until-caught-up.js'),
  ]);
  const api = openApi(options);
  const { interactive } = terminalOf(process.stderr, process.env);
  const progress = startProgress('reading', { interactive });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const refusals: RefusedArticle[] = [];
  let outcome: IngestOutcome;
  try {
    const { url, title, date, publisher, language, format } = options;
    outcome = await ingestSources(api, sources, {
      details: {
        ...(url === undefined ? {} : { url }),
        ...(title === undefined ? {} : { title }),
        ...(date === undefined ? {} : { publishedAt: date }),
        ...(publisher === undefined ? {} : { publisher }),
        ...(language === undefined ? {} : { language }),
      },
      ...(format ? { format } : {}),
      allowPrivate: options.allowPrivate ?? false,
      maxArticleBytes: configuration().maxArticleBytes,
      refusedFile: options.refused ?? null,
      stdin: process.stdin,
      stop: stop.signal,
      patienceMs: options.patience * 1_000,
      onProgress: ({ bytes, totalBytes, accepted, duplicates, refused }) =>
        progress.update(bytes, totalBytes ?? 0, `${accepted} accepted, ${duplicates} duplicates, ${refused} refused`),
      onRefused: (refused) => {
        if (refusals.length < SHOWN_REFUSALS) refusals.push(refused);
      },
      onRetry: (reason, ms) => {
        const again = `sending again in ${(ms / 1_000).toFixed(1)} s`;
        if (interactive) progress.say(`${shorten(terminalText(reason), 60)} ${again}`);
        else note(`${terminalText(reason)}; ${again}`);
      },
    });
  } finally {
    progress.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  const { summary, failure } = outcome;
  for (const refused of refusals) note(refusalText(refused));
  if (summary.refused > refusals.length) note(`... and ${summary.refused - refusals.length} more`);
  await (options.json ? writeJsonLine(summary) : writeOut(summaryText(summary)));
  if (failure) throw failure;
  if (stop.signal.aborted) {
    note('stopped before the end; what was accepted stays');
    // It may be waited for still.
    if (sources.includes('-')) process.stdin.destroy();
    process.exitCode = 130;
    return;
  }
  if (options.wait) await waitUntilCaughtUp(api, { interactive });
  if (summary.refused === 0) return;
  const nothingWentIn = summary.accepted + summary.duplicates === 0;
  throw new CommandError(
    `${summary.refused} refused${summary.refusedFile === null ? '' : `, see ${summary.refusedFile}`}`,
    nothingWentIn ? EXIT.failed : EXIT.partly,
  );
}

function refusalText({ source, line, entry, problem }: RefusedArticle): string {
  const place = `${source === '-' ? 'standard input' : source}${line === null ? '' : `:${line}`}${entry === null ? '' : `[${entry}]`}`;
  return `${terminalText(place)}: ${terminalText(problem.detail ?? problem.code)} [${problem.code}]`;
}

function summaryText({ accepted, duplicates, refused, resent, passedOver, seconds }: IngestSummary): string {
  const parts = [`${accepted} accepted`, `${duplicates} duplicates`, `${refused} refused`];
  if (passedOver > 0) parts.push(`${counted(passedOver, 'file')} of other kinds passed over`);
  if (resent > 0) parts.push(`${resent} sent again after a broken connection`);
  return `${parts.join(', ')} in ${seconds.toFixed(1)} s\n`;
}

/** `parley ingest PATH|URL|-...` */
export function addIngestCommand(program: Command): void {
  addApiOptions(
    program
      .command('ingest')
      .description('send articles to Parley: files, folders, web addresses, standard input')
      .argument(
        '<sources...>',
        'JSON, NDJSON, HTML or plain text; a folder is read with all below it; - is standard input',
      )
      .option('--url <address>', 'of HTML or plain text: the web address of the article')
      .option('--date <date>', 'of HTML or plain text: when it was published')
      .option('--title <title>', 'of HTML or plain text')
      .option('--publisher <name>', 'of HTML or plain text')
      .option('--language <tag>', 'of HTML or plain text: BCP 47, as en or pt-BR')
      .addOption(
        new Option('--format <format>', 'what the sources are, instead of finding out').choices([
          'json',
          'ndjson',
          'html',
          'text',
        ]),
      )
      .option(
        '--refused <file>',
        'where to write what was refused (default: named after the first source; only if any)',
      )
      .option('--allow-private', 'fetch addresses in private and local networks, too')
      .option('--patience <seconds>', 'go on trying this long while Parley does not answer', wholeNumber(0, 86_400), 60)
      .option('-w, --wait', 'until positions have caught up with what was sent')
      .addHelpText(
        'after',
        `
Sending again is safe: an article that is known is a duplicate, its new content a new revision.
Each line of the file of what was refused has "source", "line", "entry", "problem" and "input", or "raw"
(the line as it stood; "rawBase64" where it is not UTF-8) where it could not be read.

Examples:
  parley ingest samples/articles
  parley ingest https://example.org/news/story.html
  parley ingest --url https://example.org/a --date 2025-08-19 story.txt
  zcat archive.ndjson.gz | parley ingest --wait -`,
      ),
    'one document {"accepted","duplicates","refused","resent","passedOver","seconds","refusedFile"}',
  ).action((sources: string[], options: IngestOptions) => ingest(sources, options));
}
