import { ARTICLES_TOPIC } from '@parley/contracts';
import { checkpointSource, checkpointTableSql, moveCheckpoint, startBatchConsumer } from '@parley/event-log';
import { BARE_READ, BatchClock, bareReadRate } from '../bounds/bare-read.js';
import { type Adapter, type Figure, figureOf } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { meanBytes } from '../made-up-events.js';
import type { Material } from '../material.js';
import { appendInBatches } from './append.js';

const CHECKPOINTS = { schema: 'bench' } as const;
/** How often the articles lie in the topic: reading is quick, and partitions are to hold several batches. */
const COPIES = 6;

/** `startBatchConsumer` with a handler that does nothing but move its checkpoint: events are decoded and checked. */
export const measureConsume = (servers: Servers, adapter: Adapter, material: Material, runs: number): Promise<Figure> =>
  onGround(servers, adapter, async (ground) => {
    await ground.runtime.pool.query('CREATE SCHEMA bench');
    await ground.runtime.pool.query(checkpointTableSql(CHECKPOINTS.schema));
    const records = material.observed();
    for (let copy = 0; copy < COPIES; copy++) await appendInBatches(ground, ARTICLES_TOPIC, records);
    const events = records.length * COPIES;
    const rates: number[] = [];
    const bound: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const rate = await consumeRate(ground, `bench-${run}`, events);
      const bare = await bareReadRate(ground, ARTICLES_TOPIC, events);
      // The first run warms both up.
      if (run === 0) continue;
      rates.push(rate);
      bound.push(bare);
    }
    return figureOf({
      stage: 'consume',
      adapter,
      unit: 'events/s',
      runs: rates,
      bound: { what: BARE_READ[adapter], runs: bound },
      details: { events, 'bytes a value': meanBytes(records) },
    });
  });

async function consumeRate({ runtime }: Ground, consumer: string, events: number): Promise<number> {
  const { log, pool } = runtime;
  const clock = new BatchClock();
  let seen = 0;
  let ended = (_error: Error | null): void => undefined;
  const all = new Promise<void>((resolve, reject) => {
    ended = (error) => (error === null ? resolve() : reject(error));
  });
  const consumption = await startBatchConsumer({
    log,
    service: 'bench',
    group: consumer,
    topics: [ARTICLES_TOPIC],
    checkpoints: checkpointSource(pool, CHECKPOINTS.schema, consumer),
    handler: async ({ topic, partition, from, to, events: batch }) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await moveCheckpoint(client, CHECKPOINTS, consumer, topic, partition, from, to);
        await client.query('COMMIT');
      } finally {
        client.release();
      }
      clock.batchEnded(batch.length);
      seen += batch.length;
      if (seen >= events) ended(null);
    },
    onFatal: ended,
  });
  try {
    await all;
  } finally {
    await consumption.stop();
  }
  return clock.rate();
}
