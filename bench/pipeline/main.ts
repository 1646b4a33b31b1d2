import { writeFile } from 'node:fs/promises';
import { describeEnvironment } from './environment.js';
import type { Adapter, Figure } from './figures.js';
import { type Servers, startServers } from './ground.js';
import { Material } from './material.js';
import { type BenchOptions, readOptions, USAGE } from './options.js';
import { renderEnvironment, renderFigures } from './print-figures.js';
import { measureAppend } from './stages/append.js';
import { measureConsume } from './stages/consume.js';
import { measureEndToEnd, type SlowestStage } from './stages/end-to-end.js';
import { measureEngine, measureExtractor } from './stages/extract.js';
import { measureIngest } from './stages/ingest.js';
import { measureProjector } from './stages/project.js';
import { measureTracker } from './stages/track.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function measureAll(servers: Servers, options: BenchOptions): Promise<readonly Figure[]> {
  const { articles, runs, profiles, stages } = options;
  const material = new Material(articles, servers);
  const figures: Figure[] = [];
  const engine = stages.includes('extract') ? measureEngine(material, runs) : null;
  if (engine) figures.push(engine);
  for (const adapter of options.adapters) {
    if (adapter === 'kafka' && !servers.kafka) continue;
    const own: Figure[] = [];
    for (const stage of stages) {
      say(`measuring ${stage} on the ${adapter} log …`);
      switch (stage) {
        case 'append':
          own.push(await measureAppend(servers, adapter, material, runs));
          break;
        case 'consume':
          own.push(await measureConsume(servers, adapter, material, runs));
          break;
        case 'ingest':
          own.push(await measureIngest(servers, adapter, { articles, runs, profiles }));
          break;
        case 'extract':
          if (engine) own.push(await measureExtractor(servers, adapter, material, { engine, runs, profiles }));
          break;
        case 'track':
          own.push(...(await measureTracker(servers, adapter, material, { runs, profiles })));
          break;
        case 'project':
          own.push(...(await measureProjector(servers, adapter, material, { runs, profiles })));
          break;
        case 'end-to-end': {
          const slowest = slowestStage(own, adapter);
          own.push(...(await measureEndToEnd(servers, adapter, { articles, runs, slowest, profiles })));
          break;
        }
      }
    }
    figures.push(...own);
  }
  return figures;
}

const STAGES_OF_THE_FLOW = ['ingest', 'extract: service', 'track', 'project'];

/** In articles, whatever a stage counts in. */
function slowestStage(figures: readonly Figure[], adapter: Adapter): SlowestStage {
  const alone = STAGES_OF_THE_FLOW.flatMap((name) => {
    const figure = figures.find(({ stage }) => stage === name);
    if (!figure) return [];
    const events = Number(figure.details['events an article'] ?? 1);
    const runs = figure.measured.runs.map((rate) => rate / events);
    return [{ what: `the slowest stage alone on ${adapter} (${name})`, median: figure.measured.median / events, runs }];
  });
  return alone.sort((a, b) => a.median - b.median)[0] ?? null;
}

async function run(options: BenchOptions): Promise<void> {
  const servers = await startServers(options.adapters);
  try {
    if (servers.noKafka !== null) say(`the Kafka log is not measured: ${servers.noKafka}`);
    const environment = await describeEnvironment(servers);
    const figures = await measureAll(servers, options);
    process.stdout.write(`${renderEnvironment(environment)}\n${renderFigures(figures)}`);
    if (options.json !== null)
      await writeFile(options.json, `${JSON.stringify({ environment, options, figures }, null, 2)}\n`);
  } finally {
    await servers.stop();
  }
}

let options: BenchOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}
await run(options);
