import { setTimeout as delay } from 'node:timers/promises';
import { Global, type INestMicroservice, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  ALL_TOPICS,
  ARTICLES_TOPIC,
  CONSUMED_TOPICS,
  deadLetterTopicOf,
  decodeEvent,
  encodeEvent,
  POSITIONS_TOPIC,
  type PositionChanged,
  STATEMENTS_TOPIC,
} from '@parley/contracts';
import { foldChanges } from '@parley/domain';
import { checkpointSource, createEmbeddedEventLog, EVENT_LOG, type EventLog, EventLogServer } from '@parley/event-log';
import { CLOCK, DATABASE_URL, LOGGER, PG_POOL, silentLogger, systemClock } from '@parley/platform';
import { createPool } from '@parley/postgres';
import type { Pool } from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { migrateTracker } from './migrations/migrate-tracker.js';
import { articleIsWithdrawn, articleSays } from './statements-event.test-support.js';
import { TrackerModule } from './tracker.module.js';

let database: TestDatabase;
let pool: Pool;
let log: EventLog;
const running: INestMicroservice[] = [];

beforeEach(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
  log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 4, heartbeatMs: 100 });
  await log.ensureTopics(ALL_TOPICS);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
  await log.close();
  await pool.end();
  await database.drop();
});

async function startTracker(): Promise<INestMicroservice> {
  const providers = [
    { provide: PG_POOL, useValue: pool },
    { provide: DATABASE_URL, useValue: database.url },
    { provide: LOGGER, useValue: silentLogger },
    { provide: CLOCK, useValue: systemClock },
    { provide: EVENT_LOG, useValue: log },
  ];
  @Global()
  @Module({ providers, exports: providers.map(({ provide }) => provide) })
  class Runtime {}
  const module = await Test.createTestingModule({ imports: [Runtime, TrackerModule.register()] }).compile();
  const app = module.createNestMicroservice({
    strategy: new EventLogServer({
      log,
      service: 'tracker',
      checkpoints: (consumer) => checkpointSource(pool, 'tracker', consumer),
      onFatal: (error) => {
        throw error;
      },
    }),
    logger: false,
  });
  running.push(app);
  await app.listen();
  return app;
}

const append = (events: readonly ReturnType<typeof articleSays>[]) =>
  log.append(STATEMENTS_TOPIC, events.map(encodeEvent));

async function published(): Promise<PositionChanged[]> {
  const changes: PositionChanged[] = [];
  const ids = new Set<string>();
  for await (const { records } of log.read(POSITIONS_TOPIC, { from: { at: 'beginning' }, until: 'end' })) {
    for (const { headers, value } of records) {
      const event = decodeEvent({ headers, value: value ?? Buffer.alloc(0) }, POSITIONS_TOPIC);
      expect(ids).not.toContain(event.id);
      ids.add(event.id);
      changes.push(event.data as PositionChanged);
    }
  }
  return changes;
}

/** Waits until the tracker has taken in all there is and published all it decided. */
async function untilCaughtUp(): Promise<void> {
  const deadline = Date.now() + 20_000;
  const checkpoints = checkpointSource(pool, 'tracker', 'tracker');
  for (;;) {
    const behind = (await log.lag('tracker', CONSUMED_TOPICS.tracker, checkpoints)).some(({ lag }) => lag > 0n);
    if (!behind && (await pool.query('SELECT FROM tracker.outbox')).rowCount === 0) return;
    if (Date.now() > deadline) throw new Error('the tracker did not catch up');
    await delay(10);
  }
}

describe('the tracker on a log', () => {
  it('makes position changes of statements', async () => {
    await startTracker();
    await append([articleSays('a', [{ stance: 'support', on: '2025-08-01' }])]);
    await append([articleSays('b', [{ stance: 'oppose', on: '2025-08-05' }])]);
    await untilCaughtUp();
    const positions = foldChanges(await published()).map(({ position }) => position);
    expect(positions.map(({ stance, validFrom, validTo }) => [stance, validFrom, validTo])).toEqual([
      ['support', '2025-08-01', '2025-08-05'],
      ['oppose', '2025-08-05', null],
    ]);
  });

  it('reads withdrawals beside the articles themselves, whatever stands in between', async () => {
    await startTracker();
    await append([articleSays('a', [{ stance: 'support', on: '2025-08-01' }])]);
    await untilCaughtUp();
    await log.append(ARTICLES_TOPIC, [articleIsWithdrawn('a'), articleIsWithdrawn('b')].map(encodeEvent));
    await untilCaughtUp();
    await append([articleSays('b', [{ stance: 'oppose', on: '2025-08-01' }])]);
    await untilCaughtUp();
    const changes = await published();
    expect(changes.map(({ change }) => change)).toEqual(['taken', 'corrected']);
    expect(foldChanges(changes)).toEqual([]);
  });

  it('sets an event aside that it can not track, and goes on with the rest', async () => {
    const bad = articleSays('bad', [{ stance: 'support', on: '2025-08-01' }]);
    bad.data.issues.length = 0;
    await append([
      articleSays('a', [{ stance: 'support', on: '2025-08-01', actor: 'elva-marsk' }]),
      bad,
      articleSays('b', [{ stance: 'support', on: '2025-08-01', actor: 'fenn-holloway' }]),
    ]);
    await startTracker();
    await untilCaughtUp();
    expect((await published()).map(({ actor }) => actor.id).sort()).toEqual(['elva-marsk', 'fenn-holloway']);
    const letters = await log.bounds(deadLetterTopicOf(STATEMENTS_TOPIC, 'tracker'));
    expect(letters.map(({ end }) => end)).toEqual([1n]);
  });

  it('announces each change once, with two trackers, one leaving, and every event in the log twice', async () => {
    const actors = ['ada-quill', 'borin-thale', 'cerys-vant'];
    const stances = ['support', 'oppose', 'noncommittal'] as const;
    const events = Array.from({ length: 300 }, (_, n) =>
      articleSays(`article ${n}`, [
        {
          stance: stances[(n * 7) % 3] ?? 'support',
          on: `2025-08-${10 + ((n * 11) % 20)}`,
          actor: actors[n % 3] ?? '',
        },
      ]),
    );
    const first = await startTracker();
    await startTracker();
    for (let n = 0; n < events.length; n += 10) {
      await append(events.slice(n, n + 10));
      await append(events.slice(n, n + 10));
      if (n === 150) running.splice(running.indexOf(first), 1)[0]?.close();
    }
    await untilCaughtUp();
    await first.close();
    const changes = await published();
    const timelines = new Map<string, PositionChanged[]>();
    for (const change of changes) timelines.set(change.actor.id, [...(timelines.get(change.actor.id) ?? []), change]);
    expect([...timelines.keys()].sort()).toEqual(actors);
    for (const changesOfOne of timelines.values()) {
      expect(changesOfOne.map(({ sequence }) => sequence)).toEqual(changesOfOne.map((_, index) => index + 1));
      expect(foldChanges(changesOfOne).flatMap(({ statementIds }) => statementIds).length).toBeGreaterThan(0);
    }
    const { rows } = await pool.query<{ count: string }>('SELECT count(*)::text AS count FROM tracker.ledger');
    expect(rows[0]?.count).toBe('300');
  });
});
