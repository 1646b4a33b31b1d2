import { ARTICLES_TOPIC, CONSUMED_TOPICS, POSITIONS_TOPIC, STATEMENTS_TOPIC } from '@parley/contracts';
import type { OutgoingRecord } from '@parley/event-log';
import { PROJECTOR } from '@parley/projection';
import { backlogOf } from '../backlog.js';
import { copyTables, type TableName } from '../bounds/copy-tables.js';
import { type Adapter, type Figure, figureOf, perSecond } from '../figures.js';
import { type Ground, onGround, type Servers } from '../ground.js';
import type { Material } from '../material.js';
import { ProcessorCost } from '../processor-cost.js';
import { ServiceProcess } from '../service-process.js';
import { appendInBatches } from './append.js';
import { checkpointReaches, endOf } from './checkpoint-reaches.js';

/** The tables that grow with the articles. */
const WRITTEN: readonly TableName[] = [
  'article',
  'revision',
  'statement',
  'statement_set',
  'position',
  'evidence',
  'timeline',
  'change',
].map((table) => ({ schema: 'record', table }));

type Load = readonly (readonly [topic: string, records: readonly OutgoingRecord[]])[];

const eventsOf = (load: Load): number => load.reduce((sum, [, records]) => sum + records.length, 0);

async function projectAll(ground: Ground, service: ServiceProcess, load: Load): Promise<number> {
  await service.whileHeld(async () => {
    for (const [topic, records] of load) await appendInBatches(ground, topic, records);
  });
  const end = await endOf(ground, CONSUMED_TOPICS.projector);
  const began = performance.now();
  await service.until('the events were projected', () =>
    checkpointReaches(ground, 'record', PROJECTOR, CONSUMED_TOPICS.projector, end),
  );
  return performance.now() - began;
}

/** The projector from all topics into the record: the articles, their statements and the changes these make. */
export async function measureProjector(
  servers: Servers,
  adapter: Adapter,
  material: Material,
  { runs, profiles }: { runs: number; profiles: string | null },
): Promise<readonly Figure[]> {
  const articles = backlogOf(material.observed());
  const statements = backlogOf(material.statements());
  const positions = await material.positions();
  const part = (name: 'warmUp' | 'measured'): Load => [
    [ARTICLES_TOPIC, articles[name]],
    [STATEMENTS_TOPIC, statements[name]],
    [POSITIONS_TOPIC, positions[name]],
  ];
  const rates: number[] = [];
  const cost = new ProcessorCost('an event');
  const bare: number[] = [];
  const indexed: number[] = [];
  const events = eventsOf(part('warmUp')) + eventsOf(part('measured'));
  let rows = 0;
  for (let run = 0; run < runs; run++) {
    await onGround(servers, adapter, async (ground) => {
      await ground.publishDossier();
      const service = await ServiceProcess.start('apps/projector/src/main.ts', ground.environment, profiles);
      try {
        await projectAll(ground, service, part('warmUp'));
        const count = eventsOf(part('measured'));
        const ms = await cost.measure(service, count, () => projectAll(ground, service, part('measured')));
        rates.push(perSecond(count, ms));
      } finally {
        await service.stop();
      }
      const copied = await copyTables(ground.runtime.pool, WRITTEN, 'bare');
      rows = copied.rows;
      bare.push(perSecond(events, copied.ms));
      const whole = await copyTables(ground.runtime.pool, WRITTEN, 'as they are');
      indexed.push(perSecond(events, whole.ms));
    });
  }
  const own = { stage: 'project', adapter, unit: 'events/s', runs: rates } as const;
  return [
    figureOf({
      ...own,
      bound: { what: 'COPY of the rows of the record, all its indexes and constraints', runs: indexed },
      details: {
        events: eventsOf(part('measured')),
        'events an article': Number((events / material.articles).toFixed(2)),
        'rows an event': Number((rows / events).toFixed(2)),
        ...cost.details(),
      },
    }),
    figureOf({ ...own, bound: { what: 'COPY of the same rows, primary keys only', runs: bare } }),
  ];
}
