import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, loadConfig } from '@parley/platform';
import { isCaughtUp, pipelineLag, reportStartFailure, stopOnSignals } from '@parley/service';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { loadSamples } from './load-samples.js';
import { renderOverview } from './overview.js';
import { readSamples } from './samples.js';
import { type Standalone, startStandalone } from './start-standalone.js';

interface Options {
  readonly dataDir?: string;
  readonly port?: string;
  readonly host?: string;
  readonly samples: boolean;
  readonly once?: boolean;
}

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Command-line options stand over the environment; a person at the terminal is spared the log's routine lines. */
function configOf(options: Options) {
  return loadConfig({
    PARLEY_LOG_LEVEL: 'warn',
    ...process.env,
    ...(options.dataDir === undefined ? {} : { PARLEY_DATA_DIR: options.dataDir }),
    ...(options.port === undefined ? {} : { PARLEY_HTTP_PORT: options.port }),
    ...(options.host === undefined ? {} : { PARLEY_HTTP_HOST: options.host }),
  });
}

/** A bar on a terminal; elsewhere a line at the end of each stage, so that logs stay readable. */
function progress(label: string, total: number): { update(done: number): void; stop(): void } {
  if (!process.stderr.isTTY) {
    let last = 0;
    return {
      update: (done) => {
        last = done;
      },
      stop: () => say(`${label}: ${last} of ${total}`),
    };
  }
  const bar = new SingleBar({
    format: `${label.padEnd(20)} {bar} {value}/{total}`,
    stream: process.stderr,
    barsize: 30,
  });
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

async function loadAndRead(standalone: Standalone, token: string | null): Promise<void> {
  const samples = await readSamples();
  const loading = progress('articles ingested', samples.articles.length);
  const report = await loadSamples({ url: standalone.url, token }, samples, (done) => loading.update(done));
  loading.stop();
  if (report.duplicates > 0) say(`${report.duplicates} of them were already there`);
  for (const { line, reason } of report.rejected) say(`sample ${line} was refused: ${reason}`);
}

/** Waits until all that was appended is in the read models, showing how much is still to be read. */
async function waitUntilCaughtUp(standalone: Standalone): Promise<void> {
  let lag = await pipelineLag(standalone.runtime);
  const total = lag.extractor + lag.tracker + lag.outbox + lag.projector;
  if (total === 0) return;
  const reading = progress('events processed', total);
  let most = total;
  while (!isCaughtUp(lag)) {
    await delay(50);
    lag = await pipelineLag(standalone.runtime);
    const open = lag.extractor + lag.tracker + lag.outbox + lag.projector;
    // Each stage makes work for the next, so what is open may grow for a while; the bar never goes back.
    most = Math.min(most, open);
    reading.update(total - most);
  }
  reading.stop();
}

function whereNext(standalone: Standalone): string {
  const { url } = standalone;
  return [
    `Parley is running: ${url}`,
    `  try the API          ${url}/docs`,
    '  the matrix           npx parley matrix us-china-trade',
    '  one position         npx parley history ukraine-peace-talks zelensky leaders-summit',
    '  follow what changes  npx parley changes --follow',
    '  add your articles    npx parley ingest FILE|FOLDER|URL',
    '  add your negotiation npx parley dossier publish FILE.yaml',
    standalone.dataDir === null ? '' : `State is kept in ${standalone.dataDir}. Ctrl-C stops.`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

async function run(options: Options): Promise<void> {
  const started = Date.now();
  const config = configOf(options);
  const logger = createLogger(config, 'standalone');
  say('Starting Parley ...');
  const standalone = await startStandalone({ config, logger, onFatal: () => process.exit(70) });
  stopOnSignals(logger, async () => {
    say('\nStopping ...');
    await standalone.close();
    say('Stopped. Everything is kept.');
  });
  say(`started in ${((Date.now() - started) / 1000).toFixed(1)} s on the ${standalone.runtime.log.adapter} log`);
  if (options.samples) await loadAndRead(standalone, config.ingestToken);
  await waitUntilCaughtUp(standalone);
  say();
  say(
    await renderOverview(standalone.url, {
      width: process.stdout.columns ?? 120,
      color: process.stdout.isTTY && !process.env.NO_COLOR,
    }),
  );
  if (options.once) {
    await standalone.close();
    process.exit(0);
  }
  say(whereNext(standalone));
}

const program = new Command('parley start')
  .option('-d, --data-dir <folder>')
  .option('-p, --port <number>')
  .option('--host <address>')
  .option('--no-samples')
  .option('--once')
  .action(async (options: Options) => {
    try {
      await run(options);
    } catch (error) {
      reportStartFailure('start', error);
      process.exit(1);
    }
  });
await program.parseAsync();
