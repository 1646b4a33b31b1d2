import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ARTICLES_TOPIC, DOSSIERS_TOPIC, POSITIONS_TOPIC, STATEMENTS_TOPIC } from '@parley/contracts';
import { describeEnvironment } from '../pipeline/environment.js';
import { type Ground, startServers } from '../pipeline/ground.js';
import { ServiceProcess } from '../pipeline/service-process.js';
import { copyRecord } from './copy-on-disk.js';
import { madeUpDossiers, madeUpEvents } from './made-up-record.js';
import { type RecordBenchOptions, readOptions, USAGE } from './options.js';
import { ask, type Latency, questionsAt } from './questions.js';
import { type MeasuredRebuild, measureRebuild } from './rebuild-process.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Fills the log; gives how many events there are, and an instant at which about half of them were there. */
async function fillLog(
  ground: Ground,
  statements: number,
): Promise<{ events: number; halfAt: string; seconds: number }> {
  const { log } = ground.runtime;
  const began = performance.now();
  const dossiers = madeUpDossiers();
  await log.append(DOSSIERS_TOPIC, dossiers);
  let events = dossiers.length;
  let done = 0;
  let halfAt: string | null = null;
  // The next events are made while the last are appended.
  let appended: Promise<unknown> = Promise.resolve();
  for (const batch of madeUpEvents(statements)) {
    await appended;
    if (halfAt === null && done >= statements / 2) halfAt = new Date().toISOString();
    appended = Promise.all([
      log.append(ARTICLES_TOPIC, batch.articles),
      log.append(STATEMENTS_TOPIC, batch.statements),
      log.append(POSITIONS_TOPIC, batch.positions),
    ]);
    events += batch.articles.length + batch.statements.length + batch.positions.length;
    done += batch.count;
    if (Math.floor(done / 100_000) > Math.floor((done - batch.count) / 100_000))
      say(`${done} statements are in the log`);
  }
  await appended;
  return { events, halfAt: halfAt ?? new Date().toISOString(), seconds: (performance.now() - began) / 1_000 };
}

/** All that is measured; each is told as soon as it is there, so that a run that is cut short has shown something. */
interface Figures {
  readonly statements: number;
  readonly events: number;
  readonly copy: { readonly seconds: number; readonly rows: number; readonly bytes: number };
  readonly rebuild: MeasuredRebuild;
  /** Bare COPY's seconds by the rebuild's. */
  readonly ratio: number;
  readonly questions: readonly Latency[];
  readonly whileRead: { readonly rebuild: MeasuredRebuild; readonly questions: readonly Latency[] };
}

async function measure(ground: Ground, { statements, requests }: RecordBenchOptions, folder: string): Promise<Figures> {
  const filled = await fillLog(ground, statements);
  say(`${filled.events} events are in the log after ${filled.seconds.toFixed(0)} s; rebuilding …`);
  const rebuild = await measureRebuild(ground.environment);
  say(`rebuild: ${rebuilt(rebuild)}\ncopying the same rows …`);
  const copy = await copyRecord(ground.runtime.pool, folder);
  say(`${copied(copy, copy.seconds / rebuild.seconds)}\nasking …`);
  const api = await ServiceProcess.start('apps/api/src/main.ts', ground.environment, null);
  try {
    const questions = questionsAt(filled.halfAt);
    const asking = (times: number) => ask(api.url, questions, (asked) => asked >= times * questions.length);
    await asking(20);
    const answers = await asking(requests);
    say(`questions:\n${latencies(answers)}\nrebuilding once more, with questions going on …`);
    let isRebuilt = false;
    const rebuilding = measureRebuild(ground.environment).finally(() => {
      isRebuilt = true;
    });
    const [again, answersMeanwhile] = await Promise.all([rebuilding, ask(api.url, questions, () => isRebuilt)]);
    say(`rebuild with questions going on: ${rebuilt(again)}\n${latencies(answersMeanwhile)}`);
    return {
      statements,
      events: filled.events,
      copy,
      rebuild,
      ratio: copy.seconds / rebuild.seconds,
      questions: answers,
      whileRead: { rebuild: again, questions: answersMeanwhile },
    };
  } finally {
    await api.stop();
  }
}

const latencies = (questions: readonly Latency[]): string =>
  questions
    .map(
      ({ question, p50, p99, failed, empty }) =>
        `  ${question.padEnd(32)} p50 ${String(p50).padStart(7)} ms  p99 ${String(p99).padStart(7)} ms  failed ${failed}  empty ${empty}`,
    )
    .join('\n');

const copied = ({ rows, bytes, seconds }: Figures['copy'], ratio: number): string =>
  `bare COPY of the same ${rows} rows (${Math.round(bytes / 1024 ** 2)} MB): ${seconds.toFixed(1)} s; ratio ${ratio.toFixed(2)}`;

const rebuilt = ({ events, seconds, eventsPerSecond, memoryMb, peakMemoryMb }: MeasuredRebuild): string =>
  `${events} events in ${seconds.toFixed(1)} s, ${eventsPerSecond} a second; memory (MB) ${memoryMb.join(' ')}, at most ${peakMemoryMb}`;

function render(environment: Readonly<Record<string, string | number>>, figures: Figures): string {
  const { statements, copy, rebuild, ratio, questions, whileRead } = figures;
  return [
    Object.entries(environment)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
    `${statements} statements`,
    `rebuild: ${rebuilt(rebuild)}`,
    copied(copy, ratio),
    'questions:',
    latencies(questions),
    `rebuild with questions going on: ${rebuilt(whileRead.rebuild)}`,
    latencies(whileRead.questions),
    '',
  ].join('\n');
}

async function run(options: RecordBenchOptions): Promise<void> {
  const servers = await startServers(['embedded']);
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const environment = await describeEnvironment(servers);
    const ground = await servers.openGround('embedded');
    try {
      const figures = await measure(ground, options, folder);
      process.stdout.write(
        options.json ? `${JSON.stringify({ environment, options, figures }, null, 2)}\n` : render(environment, figures),
      );
    } finally {
      await ground.close();
    }
  } finally {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

let options: RecordBenchOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}
await run(options);
