import { ARTICLES_TOPIC, CONSUMED_TOPICS, decodeEvent } from '@parley/contracts';
import { readArticle } from '@parley/reading';
import { backlogOf } from '../backlog.js';
import { type Adapter, type Figure, figureOf, millisecondsOf, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { madeUpDossierInForce, meanBytes } from '../made-up-events.js';
import { REPORT_WORDS } from '../made-up-reports.js';
import type { Material } from '../material.js';
import { ProcessorCost } from '../processor-cost.js';
import { ServiceProcess } from '../service-process.js';
import { appendInBatches } from './append.js';

/** The engine alone on one core: text in, statements out; nothing is encoded, stored or sent. */
export function measureEngine(material: Material, runs: number): Figure {
  const inForce = [madeUpDossierInForce()];
  const articles = material.observed().map((record) => {
    const event = decodeEvent(record, ARTICLES_TOPIC);
    if (event.type !== 'parley.article.observed') throw new TypeError(`${event.type} is no observation`);
    return event.data;
  });
  const rates: number[] = [];
  let statements = 0;
  for (let run = 0; run <= runs; run++) {
    const began = performance.now();
    statements = articles.reduce((sum, article) => sum + readArticle(article, inForce).statements.length, 0);
    // The first run warms it up.
    if (run > 0) rates.push(perSecond(articles.length, performance.now() - began));
  }
  return figureOf({
    stage: 'extract: engine',
    adapter: null,
    unit: 'articles/s',
    runs: rates,
    details: {
      articles: articles.length,
      'words an article': REPORT_WORDS,
      'statements an article': Number((statements / articles.length).toFixed(2)),
    },
  });
}

/** The extractor from the articles topic to the statements topic; its bound is the engine in the same run. */
export const measureExtractor = (
  servers: Servers,
  adapter: Adapter,
  material: Material,
  { engine, runs, profiles }: { engine: Figure; runs: number; profiles: string | null },
): Promise<Figure> =>
  onGround(servers, adapter, async (ground) => {
    await ground.publishDossier();
    const service = await ServiceProcess.start('apps/extractor/src/main.ts', ground.environment, profiles);
    const { warmUp, measured } = backlogOf(material.observed());
    const rates: number[] = [];
    const cost = new ProcessorCost('an article');
    try {
      await appendInBatches(ground, ARTICLES_TOPIC, warmUp);
      await service.until('the warm-up was read', () => isRead(ground));
      for (let run = 0; run < runs; run++) {
        await service.whileHeld(() => appendInBatches(ground, ARTICLES_TOPIC, measured));
        const ms = await cost.measure(service, measured.length, () =>
          millisecondsOf(() => service.until('the articles were read', () => isRead(ground))),
        );
        rates.push(perSecond(measured.length, ms));
      }
    } finally {
      await service.stop();
    }
    return figureOf({
      stage: 'extract: service',
      adapter,
      unit: 'articles/s',
      runs: rates,
      bound: { what: 'the engine alone on one core', runs: engine.measured.runs },
      details: { articles: measured.length, 'bytes a value': meanBytes(measured), ...cost.details() },
    });
  });

async function isRead({ runtime }: Ground): Promise<boolean> {
  const lags = await runtime.log.lag('extractor', CONSUMED_TOPICS.extractor);
  return lags.every(({ lag }) => lag === 0n);
}
