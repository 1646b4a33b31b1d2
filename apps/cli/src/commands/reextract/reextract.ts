import {
  countOutdatedReadings,
  type ReextractionProgress,
  type ReextractionReport,
  reextract,
} from '@parley/derivation';
import { createStatementReader, DossierRegistry, extractorsOf, migrateExtractor } from '@parley/reading';
import { type Runtime, ServiceMetrics } from '@parley/service';
import { EXIT } from '../../exit-codes.js';
import { DifferencePrinter } from '../../output/difference-printer.js';
import { startProgress } from '../../output/progress.js';
import { remainingTime } from '../../output/remaining-time.js';
import { renderCounts } from '../../output/render-differences.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalOf } from '../../output/terminal.js';
import { terminalText } from '../../output/terminal-text.js';
import { configuration, standardOutput } from '../command-context.js';
import { chosenDossiers, reportedDerivation } from '../derivation-errors.js';
import { stopOnSignals } from '../stop-on-signals.js';
import { waitUntilDecided } from '../wait-until-decided.js';
import { withRuntime } from '../with-runtime.js';
import type { ReextractCommandOptions } from './reextract.command.js';

/** As the extractor service asks for them: see its batches. */
const ASKED_AT_ONCE = 20;
const READ_AT_ONCE = 200;
/** Articles that could not be read and are named. */
const NAMED_FAILURES = 10;

/** Says how many articles would be read, without reading any. */
export async function countArticles(options: ReextractCommandOptions): Promise<void> {
  const config = configuration();
  const [extractor] = extractorsOf(config.extractor);
  try {
    await withRuntime(config, async ({ log, logger, pool }) => {
      const dossiers = new DossierRegistry(log, logger);
      await dossiers.catchUp();
      for (const { dossier, version } of chosenDossiers(dossiers.all(), options.dossier)) {
        const id = dossier.dossier;
        const articles = extractor
          ? await countOutdatedReadings(pool, { id, version, from: dossier.from }, extractor)
          : 0;
        if (options.json) await writeJsonLine({ dossier: id, articles });
        else
          await writeOut(
            articles === 0
              ? `${id}: all articles are read as they would be read now\n`
              : `${id}: ${articles} articles were read by other rules or under another version of it, or not at all: parley reextract --dossier ${id}\n`,
          );
      }
    });
  } catch (error) {
    reportedDerivation(error, 'Nothing was written.');
  }
}

/** Reads anew with a bar, shows what differs, and applies it if asked to. */
export async function reextractArticles(options: ReextractCommandOptions): Promise<void> {
  const config = configuration();
  const { signal, release } = stopOnSignals();
  const progress = startProgress('reading anew', terminalOf(process.stderr, process.env));
  const printer = new DifferencePrinter(options.json ?? false, options.examples);
  const failures: string[] = [];
  try {
    const { report, isDecided } = await withRuntime(config, async (runtime) => {
      const { log, databaseUrl, logger, clock } = runtime;
      const dossiers = new DossierRegistry(log, logger);
      await dossiers.catchUp();
      const chosen = chosenDossiers(dossiers.all(), options.dossier);
      if (config.extractor.kind !== 'rules') await migrateExtractor(databaseUrl);
      const metrics = new ServiceMetrics(() => []);
      const reader = createStatementReader({ ...runtime, metrics });
      try {
        const report = await reextract({
          log,
          databaseUrl,
          clock,
          logger,
          reader,
          extractors: extractorsOf(config.extractor),
          dossiers: chosen,
          selection: {
            publisher: options.source ?? null,
            since: options.since ?? null,
            until: options.until ?? null,
          },
          atOnce: config.extractor.kind === 'rules' ? READ_AT_ONCE : ASKED_AT_ONCE,
          apply: options.apply ?? false,
          signal,
          onProgress: (state) => progress.update(state.done, state.total, textOf(state)),
          onDifference: (difference) => printer.take(difference),
          onFailed: (url, reason) => {
            if (failures.length < NAMED_FAILURES) failures.push(`${url}: ${reason}`);
          },
        });
        return { report, isDecided: await isFollowed(runtime, report) };
      } finally {
        await reader.close();
      }
    });
    progress.stop();
    for (const failure of failures) note(`could not be read: ${terminalText(failure)}`);
    if (options.json)
      await writeJsonLine({ summary: { ...report, seconds: Math.round(report.seconds * 1_000) / 1_000 } });
    else await writeOut(summaryText(report, isDecided, printer.rendered(standardOutput(options))));
    if (report.articles.failed > 0) process.exitCode = EXIT.partly;
  } catch (error) {
    progress.stop();
    reportedDerivation(error, 'What was read is kept: the same call goes on from there.');
  } finally {
    progress.stop();
    release();
  }

  /** null where nothing was applied. */
  async function isFollowed(runtime: Runtime, report: ReextractionReport): Promise<boolean | null> {
    if (!report.applied) return null;
    return waitUntilDecided(runtime, progress, signal);
  }
}

const PHASES = {
  reading: 'articles looked at',
  comparing: 'readings compared',
  deciding: 'positions compared',
  applying: 'readings written',
} as const satisfies Record<ReextractionProgress['phase'], string>;

const textOf = ({ phase, done, total, perSecond, articles }: ReextractionProgress): string =>
  [
    `${done} of ${total} ${PHASES[phase]}`,
    ...(phase === 'reading' ? [`${articles.read} read`] : []),
    ...(perSecond > 0 && Number.isFinite(perSecond) ? [`${Math.round(perSecond)} a second`] : []),
    remainingTime(done, total, perSecond),
  ]
    .filter((part) => part !== '')
    .join(', ');

function summaryText(report: ReextractionReport, isDecided: boolean | null, examples: string): string {
  const { extractor, dossiers, articles, statements, positions, applied } = report;
  const readings = articles.read + articles.readBefore;
  const passedOver = [
    `${articles.upToDate} were read so already`,
    ...(articles.withdrawn > 0 ? [`${articles.withdrawn} are withdrawn`] : []),
    ...(articles.failed > 0 ? [`${articles.failed} could not be read`] : []),
  ].join(', ');
  const earlier = articles.readBefore > 0 ? ` (${articles.readBefore} of them by an earlier call)` : '';
  const lines = [
    `${readings} articles read anew by ${extractor.kind} ${extractor.id} ${extractor.version}${earlier}, ${articles.different} of them otherwise; ${passedOver}`,
    `under ${dossiers.map(({ id }) => id).join(', ')}`,
    '',
    renderCounts({ statements, positions }),
  ];
  if (examples !== '') lines.push(examples);
  if (applied === null)
    lines.push(
      readings === 0
        ? 'Nothing is to be written.'
        : 'Nothing was written. With --apply the same call writes it into the log, and positions follow as corrections.',
    );
  else
    lines.push(
      `${applied} readings were written into the log. ${isDecided === false ? 'Positions follow when the tracker runs.' : 'Positions have followed.'}`,
    );
  return `${lines.join('\n')}\n`;
}
