import { setTimeout as delay } from 'node:timers/promises';
import { madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { type Adapter, type Figure, figureOf, percentile, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { madeUpTurn, placeOfTurn } from '../made-up-reports.js';
import { linesOf, pushLines } from '../push-lines.js';
import { ServiceProcess } from '../service-process.js';
import { reports } from './ingest.js';

const SEED = 5_000;
const LATENCY_ARTICLES = 200;
const LATENCY_EVERY_MS = 100;

/** All of Parley on one ground: one process on the embedded log, five on Kafka, as they are deployed. */
class Deployment {
  private constructor(
    private readonly processes: readonly ServiceProcess[],
    readonly ingest: ServiceProcess,
    readonly api: ServiceProcess,
  ) {}

  static async start(ground: Ground, profiles: string | null): Promise<Deployment> {
    if (ground.adapter === 'embedded') {
      const program = 'apps/standalone/src/main.ts --no-samples';
      const all = await ServiceProcess.start(program, ground.environment, profiles);
      return new Deployment([all], all, all);
    }
    // Five pools share one server.
    const environment = { ...ground.environment, PARLEY_DATABASE_POOL: '6' };
    const processes: ServiceProcess[] = [];
    for (const name of ['extractor', 'tracker', 'projector', 'ingest', 'api'])
      processes.push(await ServiceProcess.start(`apps/${name}/src/main.ts`, environment, profiles));
    const [ingest, api] = processes.slice(-2) as [ServiceProcess, ServiceProcess];
    return new Deployment(processes, ingest, api);
  }

  async publishDossier(): Promise<void> {
    const response = await fetch(`${this.api.url}/v1/dossiers`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: madeUpDossierYaml(),
    });
    if (!response.ok) throw new Error(`the dossier was refused: ${await response.text()}`);
  }

  /** Pushes reports; articles a second from the first byte until all of them are in the read models. */
  async pushAndCatchUp(articles: number, from: number): Promise<number> {
    const chunks = [...linesOf(reports(SEED, articles, from))];
    const began = performance.now();
    await pushLines(this.ingest.url, chunks);
    await this.api.until('all articles had become positions', async () => {
      const pipeline = (await (await fetch(`${this.api.url}/v1/pipeline`)).json()) as { caughtUp: boolean };
      if (!pipeline.caughtUp) await delay(20);
      return pipeline.caughtUp;
    });
    return perSecond(articles, performance.now() - began);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}

/** What the slowest stage does by itself, which all of them together can't exceed; null where none was measured. */
export type SlowestStage = { readonly what: string; readonly runs: readonly number[] } | null;

/** The whole flow: throughput of a bulk push, then how long single articles take at a low rate. */
export const measureEndToEnd = (
  servers: Servers,
  adapter: Adapter,
  {
    articles,
    runs,
    slowest,
    profiles,
  }: { articles: number; runs: number; slowest: SlowestStage; profiles: string | null },
): Promise<readonly Figure[]> =>
  onGround(servers, adapter, async (ground) => {
    const deployment = await Deployment.start(ground, profiles);
    try {
      await deployment.publishDossier();
      const warmUp = Math.ceil(articles / 2);
      await deployment.pushAndCatchUp(warmUp, 0);
      const rates: number[] = [];
      // Each run goes on where the one before it ended, as the news does.
      for (let run = 0; run < runs; run++)
        rates.push(await deployment.pushAndCatchUp(articles, warmUp + run * articles));
      const latencies = await measureLatencies(ground, deployment);
      const processes = adapter === 'embedded' ? 'one process' : 'five processes';
      return [
        figureOf({
          stage: 'end to end',
          adapter,
          unit: 'articles/s',
          runs: rates,
          ...(slowest ? { bound: slowest } : {}),
          details: { articles, 'services in': processes },
        }),
        figureOf({
          stage: 'latency, push to position',
          adapter,
          unit: 'ms',
          runs: latencies,
          details: {
            p50: Math.round(percentile(latencies, 0.5)),
            p99: Math.round(percentile(latencies, 0.99)),
            articles: latencies.length,
            'articles a second': 1_000 / LATENCY_EVERY_MS,
          },
        }),
      ];
    } finally {
      await deployment.stop();
    }
  });

/** Milliseconds of each article, begun on the beat however long the one before it takes. The first few warm up. */
async function measureLatencies(ground: Ground, deployment: Deployment): Promise<readonly number[]> {
  const warmUp = 20;
  const began = performance.now();
  const all = Array.from({ length: warmUp + LATENCY_ARTICLES }, async (_, index) => {
    await delay(began + index * LATENCY_EVERY_MS - performance.now());
    return latencyOf(ground, deployment, index);
  });
  return (await Promise.all(all)).slice(warmUp);
}

/** From the first byte of the push until a reader of the record finds the position as the article has it. */
async function latencyOf(ground: Ground, deployment: Deployment, index: number): Promise<number> {
  const body = JSON.stringify(madeUpTurn(SEED, index));
  const { actor, issue, day } = placeOfTurn(index);
  const began = performance.now();
  const response = await fetch(`${deployment.ingest.url}/v1/articles`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (response.status !== 202) throw new Error(`an article was refused: ${await response.text()}`);
  await response.arrayBuffer();
  await deployment.api.until(`${actor} on ${issue} had moved on ${day}`, async () => {
    const { rowCount } = await ground.runtime.pool.query({
      name: 'position-seen',
      text: `SELECT FROM record.position
              WHERE dossier_id = 'lakeside-talks' AND actor_id = $1 AND issue_id = $2
                AND upper_inf(known) AND upper_inf(valid) AND last_stated_on >= $3::date`,
      values: [actor, issue, day],
    });
    return rowCount !== 0;
  });
  return performance.now() - began;
}
