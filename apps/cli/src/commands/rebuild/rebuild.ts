import { discardRebuild, RebuildError, type RebuildProgress, rebuildRecord } from '@parley/projection';
import { buildVersion } from '../../build-version.js';
import { CommandError, EXIT } from '../../exit-codes.js';
import { startProgress } from '../../output/progress.js';
import { remainingTime } from '../../output/remaining-time.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalOf } from '../../output/terminal.js';
import { terminalText } from '../../output/terminal-text.js';
import { configuration, type OutputOptions } from '../command-context.js';
import { withRuntime } from '../with-runtime.js';

export interface RebuildCommandOptions extends OutputOptions {
  readonly fromScratch?: boolean;
  readonly discard?: boolean;
}

/** Rebuilds the record with a bar; says at the end how much was folded. */
export async function rebuild(options: RebuildCommandOptions): Promise<void> {
  if (options.discard) return discard(options);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = startProgress('rebuilding', terminalOf(process.stderr, process.env));
  try {
    const report = await withRuntime(configuration(), ({ log, databaseUrl, logger }) =>
      rebuildRecord({
        log,
        databaseUrl,
        logger,
        signal: stop.signal,
        build: buildVersion(),
        fromScratch: options.fromScratch ?? false,
        onLeftover: (sentence) => {
          if (!options.json) note(terminalText(sentence));
        },
        onProgress: (state) => progress.update(state.done, state.total, textOf(state)),
      }),
    );
    progress.stop();
    if (options.json) {
      const skipped = report.skipped.map((one) => ({ ...one, offset: String(one.offset) }));
      const { seconds, recordsPerSecond } = report;
      return await writeJsonLine({
        ...report,
        skipped,
        seconds: Math.round(seconds * 1_000) / 1_000,
        recordsPerSecond: Math.round(recordsPerSecond),
      });
    }
    for (const { topic, partition, offset, code, reason } of report.skipped)
      note(`left out, as the projector had: ${topic}/${partition}/${offset} ${terminalText(reason)} [${code}]`);
    const rate = Math.round(report.recordsPerSecond);
    const earlier = report.resumedFrom > 0 ? `, ${report.resumedFrom} of them before it was interrupted` : '';
    await writeOut(`${report.records} events folded in ${report.seconds.toFixed(1)} s (${rate} a second)${earlier}\n`);
  } catch (error) {
    if (!(error instanceof RebuildError)) throw error;
    progress.stop();
    if (error.code === 'REBUILD_ABORTED') {
      note(
        'stopped. The record is as it was. "parley rebuild" goes on from here; with --discard it drops what was built.',
      );
      process.exitCode = 130;
      return;
    }
    const advice =
      error.code === 'REBUILD_EVENT_UNPROJECTABLE'
        ? ' The record is as it was. A newer version of Parley may read it; "parley dlq list" shows what was set aside.'
        : '';
    throw new CommandError(`${terminalText(error.message)}${advice} [${error.code}]`, EXIT.failed, { cause: error });
  } finally {
    progress.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function discard({ json }: RebuildCommandOptions): Promise<void> {
  const discarded = await withRuntime(configuration(), ({ databaseUrl }) => discardRebuild(databaseUrl));
  if (json) return writeJsonLine({ discarded });
  await writeOut(
    discarded ? 'the unfinished rebuild is dropped; the record is as it was\n' : 'there is no unfinished rebuild\n',
  );
}

const textOf = ({ phase, topic, done, total, recordsPerSecond }: RebuildProgress): string =>
  [
    `${phase}${topic === null ? '' : ` ${topic}`}`,
    `${done} events`,
    `${Math.round(recordsPerSecond)} a second`,
    ...(phase === 'reading' ? [remainingTime(done, total, recordsPerSecond)] : []),
  ]
    .filter((part) => part !== '')
    .join(', ');
