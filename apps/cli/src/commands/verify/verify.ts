import { findDossierInForce } from '@parley/store';
import { type Finding, VerifyError, type VerifyProgress, type VerifyReport, verifyRecord } from '@parley/verification';
import { CommandError, EXIT } from '../../exit-codes.js';
import { inkOf } from '../../output/ink.js';
import { startProgress } from '../../output/progress.js';
import { remainingTime } from '../../output/remaining-time.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalOf } from '../../output/terminal.js';
import { terminalText } from '../../output/terminal-text.js';
import { configuration, standardOutput } from '../command-context.js';
import { withRuntime } from '../with-runtime.js';
import { FirstOfEachKind } from './first-of-each-kind.js';
import { renderReport } from './render-report.js';
import type { VerifyCommandOptions } from './verify.command.js';

/** Verifies the record with a bar; says what agrees, or what does not and what to do. */
export async function verify(options: VerifyCommandOptions): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = startProgress('verifying', terminalOf(process.stderr, process.env));
  try {
    const findings = new FirstOfEachKind(options.limit);
    const report = await withRuntime(configuration(), async ({ log, databaseUrl }) => {
      if (options.dossier !== undefined && !(await findDossierInForce(log, options.dossier)))
        throw new CommandError(`no dossier "${terminalText(options.dossier)}" was published`, EXIT.usage);
      return verifyRecord({
        log,
        databaseUrl,
        signal: stop.signal,
        ...(options.dossier === undefined ? {} : { dossier: options.dossier }),
        onFinding: (finding) => findings.take(finding),
        onProgress: (state) => progress.update(state.done, state.total, textOf(state)),
      });
    });
    progress.stop();
    if (options.json) await writeJsonLine(documentOf(report, findings.all()));
    else await writeOut(renderReport(report, findings.all(), inkOf(standardOutput(options).color)));
    // What disagrees has been said, with what to do.
    if (!report.agrees) process.exitCode = EXIT.failed;
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    throw new CommandError(`${terminalText(error.message)} [${error.code}]`, EXIT.failed, { cause: error });
  } finally {
    progress.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

const PHASES = {
  reading: 'reading the log',
  articles: 'comparing articles and statements',
  positions: 'comparing positions',
  done: 'done',
} as const satisfies Record<VerifyProgress['phase'], string>;

const textOf = ({ phase, topic, done, total, perSecond }: VerifyProgress): string => {
  const left = phase === 'done' ? '' : remainingTime(done, total, perSecond);
  const what = `${PHASES[phase]}${topic === null ? '' : ` ${topic}`}`;
  return `${what}, ${Math.round(perSecond)} a second${left === '' ? '' : `, ${left}`}`;
};

/** As `--json` prints it: offsets and lags as text, since they outgrow the numbers of JSON. */
const documentOf = (
  { findings: kinds, seconds, lag, ...report }: VerifyReport,
  findings: readonly Finding[],
): object => ({
  ...report,
  lag: lag.map((one) => ({ ...one, lag: String(one.lag) })),
  kinds,
  findings: findings.map(({ where, ...finding }) => ({
    ...finding,
    where: Object.fromEntries(
      Object.entries(where).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
    ),
  })),
  seconds: Math.round(seconds * 1_000) / 1_000,
});
