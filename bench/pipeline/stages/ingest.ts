import { ARTICLES_TOPIC } from '@parley/contracts';
import type { MadeUpArticle } from '../../../test/support/made-up-negotiation.js';
import { BARE_APPEND, bareAppendRate, endsOf } from '../bounds/bare-append.js';
import { type Adapter, type Figure, figureOf, millisecondsOf, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { madeUpReport } from '../made-up-reports.js';
import { ProcessorCost } from '../processor-cost.js';
import { linesOf, pushLines } from '../push-lines.js';
import { ServiceProcess } from '../service-process.js';

/** How many times the articles of a run are pushed at once to see whether memory stays as it is. */
const LONG_PUSH = 10;

/** Seeds from here on are for pushes: what is pushed has to be new to the service each time. */
const FIRST_SEED = 3_000;

/** `count` reports from number `from` on, made as they are read. */
export function* reports(seed: number, count: number, from = 0): Generator<MadeUpArticle> {
  for (let index = from; index < from + count; index++) yield madeUpReport(seed, index);
}

const startIngest = (ground: Ground, profiles: string | null): Promise<ServiceProcess> =>
  ServiceProcess.start('apps/ingest/src/main.ts', ground.environment, profiles);

/** `POST /v1/articles` as NDJSON into the log, over real HTTP, from the first byte to the summary. */
export const measureIngest = (
  servers: Servers,
  adapter: Adapter,
  { articles, runs, profiles }: { articles: number; runs: number; profiles: string | null },
): Promise<Figure> =>
  onGround(servers, adapter, async (ground) => {
    const service = await startIngest(ground, profiles);
    const rates: number[] = [];
    const cost = new ProcessorCost('an article');
    const bound: number[] = [];
    try {
      for (let run = 0; run <= runs; run++) {
        // Made beforehand: making them would take the processor that the service needs.
        const chunks = [...linesOf(reports(FIRST_SEED + run, articles))];
        const from = await endsOf(ground, ARTICLES_TOPIC);
        const ms = await cost.measure(service, articles, () => millisecondsOf(() => pushLines(service.url, chunks)));
        const bare = await bareAppendRate(ground, ARTICLES_TOPIC, from);
        // The first run warms both up.
        if (run === 0) continue;
        rates.push(perSecond(articles, ms));
        bound.push(bare);
      }
    } finally {
      await service.stop();
    }
    return figureOf({
      stage: 'ingest',
      adapter,
      unit: 'articles/s',
      runs: rates,
      bound: { what: BARE_APPEND[adapter], runs: bound },
      details: { articles, ...cost.details(), ...(await peakMemory(ground, articles)) },
    });
  });

/** A fresh process is given the articles of a run, and then ten times as many in one push. */
async function peakMemory(ground: Ground, articles: number): Promise<Record<string, number | string>> {
  const service = await startIngest(ground, null);
  try {
    await pushLines(service.url, linesOf(reports(FIRST_SEED + 100, articles)));
    const short = await service.peakMemoryMb();
    await pushLines(service.url, linesOf(reports(FIRST_SEED + 101, articles * LONG_PUSH)));
    const long = await service.peakMemoryMb();
    return {
      [`peak MB after ${articles}`]: short ?? 'unknown here',
      [`peak MB after ${LONG_PUSH} times as many`]: long ?? 'unknown here',
    };
  } finally {
    await service.stop();
  }
}
