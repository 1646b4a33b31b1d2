import { EXIT } from '../../exit-codes.js';
import { type Ink, inkOf } from '../../output/ink.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, standardOutput } from '../command-context.js';
import type { Check } from './check.js';
import { checkApi } from './check-api.js';
import { checkConfig, checkDataFolder, checkNode } from './check-machine.js';
import { checkRuntime } from './check-runtime.js';

/** Runs all checks and says what they found; each is shown as soon as it is done. */
export async function doctor(options: ApiOptions): Promise<void> {
  const ink = inkOf(standardOutput(options).color);
  const checks: Check[] = [];
  for await (const check of allChecks(options)) {
    checks.push(check);
    if (!options.json) await writeOut(lineOf(check, ink));
  }
  const failed = checks.some(({ status }) => status === 'fail');
  if (options.json) await writeJsonLine({ ok: !failed, checks });
  // What failed has been said, with what to do.
  if (failed) process.exitCode = EXIT.failed;
}

async function* allChecks(options: ApiOptions): AsyncGenerator<Check, void, undefined> {
  yield checkNode(process.versions.node);
  const { check, config } = checkConfig(process.env);
  yield check;
  if (config === null) return;
  const folder = await checkDataFolder(config);
  if (folder) yield folder;
  yield* await checkRuntime(config);
  yield await checkApi(options);
}

function lineOf({ name, status, detail, advice }: Check, ink: Ink): string {
  const sign = { ok: ink.good('ok  '), warn: ink.warn('warn'), fail: ink.bad('FAIL') }[status];
  const line = `${sign}  ${name.padEnd(16)}  ${terminalText(detail)}\n`;
  return advice === null ? line : `${line}${' '.repeat(24)}${ink.faint('→')} ${advice}\n`;
}
