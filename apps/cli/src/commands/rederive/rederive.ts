import { type RederivationReport, rederive } from '@parley/derivation';
import { policyOf } from '@parley/domain';
import { CommandError, EXIT } from '../../exit-codes.js';
import { DifferencePrinter } from '../../output/difference-printer.js';
import { startProgress } from '../../output/progress.js';
import { remainingTime } from '../../output/remaining-time.js';
import { renderCounts } from '../../output/render-differences.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalOf } from '../../output/terminal.js';
import { terminalText } from '../../output/terminal-text.js';
import { configuration, standardOutput } from '../command-context.js';
import { reportedDerivation } from '../derivation-errors.js';
import { readDossierFile } from '../dossier/read-dossier-file.js';
import { stopOnSignals } from '../stop-on-signals.js';
import { waitUntilDecided } from '../wait-until-decided.js';
import { withRuntime } from '../with-runtime.js';
import type { RederiveCommandOptions } from './rederive.command.js';

/** Compares with a bar, shows what differs, and puts the policy in force if asked to. */
export async function rederivePositions(id: string, options: RederiveCommandOptions): Promise<void> {
  const draft = options.with === undefined ? null : await readDossierFile(options.with);
  if (draft && draft.dossier !== id)
    throw new CommandError(
      `${terminalText(options.with ?? '')} is the dossier ${draft.dossier}, not ${id}`,
      EXIT.usage,
    );
  const { signal, release } = stopOnSignals();
  const progress = startProgress('deciding anew', terminalOf(process.stderr, process.env));
  const printer = new DifferencePrinter(options.json ?? false, options.examples);
  try {
    const { report, isDecided } = await withRuntime(configuration(), async (runtime) => {
      const report = await rederive({
        log: runtime.log,
        pool: runtime.pool,
        databaseUrl: runtime.databaseUrl,
        dossier: id,
        policy: draft ? policyOf(id, draft.policy) : null,
        apply: options.apply ?? false,
        publishedBy: options.by,
        now: runtime.clock(),
        signal,
        onProgress: (done, total, perSecond) =>
          progress.update(
            done,
            total,
            `${done} of ${total} positions compared, ${Math.round(perSecond)} a second ${remainingTime(done, total, perSecond)}`.trim(),
          ),
        onDifference: (difference) => printer.take(difference),
      });
      return { report, isDecided: report.applied === null || (await waitUntilDecided(runtime, progress, signal)) };
    });
    progress.stop();
    if (options.json)
      await writeJsonLine({ summary: { ...report, seconds: Math.round(report.seconds * 1_000) / 1_000 } });
    else
      await writeOut(summaryText(report, options.apply ?? false, isDecided, printer.rendered(standardOutput(options))));
  } catch (error) {
    progress.stop();
    reportedDerivation(error, 'Nothing was written.');
  } finally {
    progress.stop();
    release();
  }
}

function summaryText(report: RederivationReport, apply: boolean, isDecided: boolean, examples: string): string {
  const { dossier, from, to, positions, applied } = report;
  const same = from.id === to.id && from.version === to.version;
  const lines = [
    same
      ? `${dossier}: policy ${to.id} ${to.version} is in force`
      : `${dossier}: policy ${to.id} ${to.version}, where ${from.id} ${from.version} is in force`,
    '',
    renderCounts({ positions }),
  ];
  if (examples !== '') lines.push(examples);
  if (applied !== null)
    lines.push(
      `Publication ${applied} of the dossier puts it in force. ${isDecided ? 'Positions have followed.' : 'Positions follow when the tracker runs.'}`,
    );
  else if (apply) lines.push('It was in force already: nothing was written.');
  else if (same) lines.push('Nothing is to be written.');
  else lines.push('Nothing was written. Once the dossier is published with this policy, --apply puts it in force.');
  return `${lines.join('\n')}\n`;
}
