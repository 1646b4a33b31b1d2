import { ARTICLES_TOPIC } from '@parley/contracts';
import type { OutgoingRecord } from '@parley/event-log';
import { APPEND_RECORDS, BARE_APPEND, bareAppendRate, endsOf } from '../bounds/bare-append.js';
import { type Adapter, type Figure, figureOf, millisecondsOf, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { meanBytes } from '../made-up-events.js';
import type { Material } from '../material.js';

/** Appends in batches, each durable before the next. */
export async function appendInBatches(
  ground: Ground,
  topic: string,
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (let next = 0; next < records.length; next += APPEND_RECORDS)
    await ground.runtime.log.append(topic, records.slice(next, next + APPEND_RECORDS));
}

/** `log.append`, 500 records a call, one call after another. */
export const measureAppend = (servers: Servers, adapter: Adapter, material: Material, runs: number): Promise<Figure> =>
  onGround(servers, adapter, async (ground) => {
    const records = material.observed();
    const rates: number[] = [];
    const bound: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const from = await endsOf(ground, ARTICLES_TOPIC);
      const ms = await millisecondsOf(() => appendInBatches(ground, ARTICLES_TOPIC, records));
      const bare = await bareAppendRate(ground, ARTICLES_TOPIC, from);
      // The first run warms both up.
      if (run === 0) continue;
      rates.push(perSecond(records.length, ms));
      bound.push(bare);
    }
    return figureOf({
      stage: 'append',
      adapter,
      unit: 'events/s',
      runs: rates,
      bound: { what: BARE_APPEND[adapter], runs: bound },
      details: { events: records.length, 'bytes a value': meanBytes(records) },
    });
  });
