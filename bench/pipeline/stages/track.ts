import { POSITIONS_TOPIC, STATEMENTS_TOPIC } from '@parley/contracts';
import type { LogRecord, OutgoingRecord } from '@parley/event-log';
import { backlogOf } from '../backlog.js';
import { copyTables, type TableName } from '../bounds/copy-tables.js';
import { type Adapter, type Figure, figureOf, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import { meanBytes } from '../made-up-events.js';
import type { Material } from '../material.js';
import { ProcessorCost } from '../processor-cost.js';
import { ServiceProcess } from '../service-process.js';
import { appendInBatches } from './append.js';
import { checkpointReaches, endOf } from './checkpoint-reaches.js';

export const startTracker = (ground: Ground, profiles: string | null): Promise<ServiceProcess> =>
  ServiceProcess.start('apps/tracker/src/main.ts', ground.environment, profiles);

/** Gives the tracker these statements all at once; milliseconds until it has published what they change. */
export async function trackAll(
  ground: Ground,
  service: ServiceProcess,
  statements: readonly OutgoingRecord[],
): Promise<number> {
  await service.whileHeld(() => appendInBatches(ground, STATEMENTS_TOPIC, statements));
  const end = await endOf(ground, [STATEMENTS_TOPIC]);
  const began = performance.now();
  await service.until('the statements were tracked', async () => {
    if (!(await checkpointReaches(ground, 'tracker', 'tracker', [STATEMENTS_TOPIC], end))) return false;
    return (await ground.runtime.pool.query('SELECT FROM tracker.outbox LIMIT 1')).rowCount === 0;
  });
  return performance.now() - began;
}

const WRITTEN: readonly TableName[] = [
  ...['ledger', 'evidence', 'article_set', 'timeline'].map((table) => ({ schema: 'tracker', table })),
  { schema: 'bench', table: 'outbox' },
];

/** The tracker from the statements topic to the positions topic, until its outbox is empty. */
export async function measureTracker(
  servers: Servers,
  adapter: Adapter,
  material: Material,
  { runs, profiles }: { runs: number; profiles: string | null },
): Promise<readonly Figure[]> {
  const statements = material.statements();
  const { warmUp, measured } = backlogOf(statements);
  const rates: number[] = [];
  const cost = new ProcessorCost('an event');
  const bare: number[] = [];
  const indexed: number[] = [];
  let rows = 0;
  let published: readonly LogRecord[] = [];
  for (let run = 0; run < runs; run++) {
    // A fresh ledger each time: how long timelines are is part of what a statement costs.
    await onGround(servers, adapter, async (ground) => {
      const service = await startTracker(ground, profiles);
      try {
        await trackAll(ground, service, warmUp);
        const ms = await cost.measure(service, measured.length, () => trackAll(ground, service, measured));
        rates.push(perSecond(measured.length, ms));
      } finally {
        await service.stop();
      }
      published = await refillOutbox(ground);
      const copied = await copyTables(ground.runtime.pool, WRITTEN, 'bare');
      rows = copied.rows;
      bare.push(perSecond(statements.length, copied.ms));
      const whole = await copyTables(ground.runtime.pool, WRITTEN, 'as they are');
      indexed.push(perSecond(statements.length, whole.ms));
    });
  }
  const own = { stage: 'track', adapter, unit: 'events/s', runs: rates } as const;
  return [
    figureOf({
      ...own,
      bound: { what: 'COPY of the ledger and outbox rows, primary keys only', runs: bare },
      details: {
        events: measured.length,
        'bytes a value': meanBytes(statements),
        'rows an event': Number((rows / statements.length).toFixed(2)),
        'changes an event': Number((published.length / statements.length).toFixed(2)),
        'bytes a change': meanBytes(published),
        ...cost.details(),
      },
    }),
    figureOf({
      ...own,
      bound: { what: 'COPY of the same rows into tables with all indexes', runs: indexed },
    }),
  ];
}

/** What was published has left the outbox; its rows are made again from the topic, beside the tracker's own table. */
async function refillOutbox({ runtime }: Ground): Promise<readonly LogRecord[]> {
  const published: LogRecord[] = [];
  for await (const { records } of runtime.log.read(POSITIONS_TOPIC, { from: { at: 'beginning' }, until: 'end' }))
    published.push(...records);
  await runtime.pool.query('CREATE SCHEMA bench; CREATE TABLE bench.outbox (LIKE tracker.outbox INCLUDING ALL)');
  await runtime.pool.query(
    `INSERT INTO bench.outbox (event_id, topic, key, headers, value)
     SELECT event_id, $1, key, headers, value
       FROM unnest($2::uuid[], $3::text[], $4::json[], $5::bytea[]) AS rows (event_id, key, headers, value)`,
    [
      POSITIONS_TOPIC,
      published.map(({ headers }) => headers.ce_id),
      published.map(({ key }) => key),
      published.map(({ headers }) => JSON.stringify(headers)),
      published.map(({ value }) => value),
    ],
  );
  return published;
}
