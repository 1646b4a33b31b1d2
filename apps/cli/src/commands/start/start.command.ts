import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

/** Runs the standalone program in the foreground and ends as it ends. */
async function start(options: StartOptions): Promise<void> {
  const main = fileURLToPath(new URL('../../../../standalone/src/main.js', import.meta.url));
  const child = spawn(process.execPath, ['--enable-source-maps', main, ...argumentsOf(options)], { stdio: 'inherit' });
  // Ctrl-C reaches the whole foreground group, so the child hears it too: only wait. A TERM reaches us alone.
  const wait = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', pass);
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

interface StartOptions {
  readonly dataDir?: string;
  readonly port?: string;
  readonly host?: string;
  readonly samples: boolean;
  readonly once?: boolean;
}

function argumentsOf(options: StartOptions): string[] {
  const words: string[] = [];
  if (options.dataDir) words.push('--data-dir', options.dataDir);
  if (options.port) words.push('--port', options.port);
  if (options.host) words.push('--host', options.host);
  if (!options.samples) words.push('--no-samples');
  if (options.once) words.push('--once');
  return words;
}

/** `parley start`: everything in one process on the embedded default. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('run all of Parley in one process, with an embedded log and Postgres unless others are configured')
    .option('-d, --data-dir <folder>', 'where state is kept (default: PARLEY_DATA_DIR, else .parley)')
    .option('-p, --port <number>', 'port of the API (default: PARLEY_HTTP_PORT, else 7700; 0 takes any)')
    .option('--host <address>', 'address to listen on (default: PARLEY_HTTP_HOST, else 127.0.0.1)')
    .option('--no-samples', 'do not load the sample dossiers and articles')
    .option('--once', 'load, print, and end instead of serving')
    .addHelpText(
      'after',
      `
Examples:
  parley start                          sample negotiations, API on http://127.0.0.1:7700
  parley start --no-samples -d ./desk   an empty record in ./desk
  PARLEY_KAFKA_BROKERS=kafka:9092 PARLEY_DATABASE_URL=postgres://... parley start`,
    )
    .action((options: StartOptions) => start(options));
}
