import { parseArgs } from 'node:util';
import { describeEnvironment } from '../pipeline/environment.js';
import { perSecond } from '../pipeline/figures.js';
import { madeUpDossierInForce } from '../pipeline/made-up-events.js';
import { madeUpReport, REPORT_WORDS } from '../pipeline/made-up-reports.js';
import { renderEnvironment } from '../pipeline/print-figures.js';

/*
 * The pure engine on one core over many articles, made one by one as they are read: speed and memory per stretch, so that
 * a leak or a slowdown shows as a trend.
 */

const { values } = parseArgs({ options: { articles: { type: 'string', default: '5000' } } });
const articles = Number(values.articles);
if (!Number.isInteger(articles) || articles < 10) throw new RangeError('--articles takes a whole number from 10');

const { extractor } = madeUpDossierInForce();
for (let index = 0; index < 200; index++) extractor.extract(madeUpReport(1, index));

process.stdout.write(`${renderEnvironment(await describeEnvironment(null))}words an article: ${REPORT_WORDS}\n\n`);
const stretch = Math.ceil(articles / 10);
let total = 0;
for (let from = 0; from < articles; from += stretch) {
  const count = Math.min(stretch, articles - from);
  let ms = 0;
  for (let index = from; index < from + count; index++) {
    const report = madeUpReport(2, index);
    const began = performance.now();
    extractor.extract(report);
    ms += performance.now() - began;
  }
  total += ms;
  const rss = Math.round(process.memoryUsage.rss() / 1024 ** 2);
  process.stdout.write(`${from + count} articles: ${Math.round(perSecond(count, ms))} articles/s, ${rss} MB\n`);
}
process.stdout.write(`all: ${Math.round(perSecond(articles, total))} articles/s\n`);
