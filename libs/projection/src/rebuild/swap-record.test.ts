import { ALL_TOPICS, ARTICLES_TOPIC } from '@parley/contracts';
import { CheckpointMovedError, createEmbeddedEventLog, type EmbeddedEventLog, moveCheckpoint } from '@parley/event-log';
import { createPool } from '@parley/postgres';
import { migrateRecord } from '@parley/store';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { observed, placed } from '../made-up-log.test-support.js';
import { projectBatch } from '../project-batch.js';
import { PROJECTOR } from './fold-topic.js';
import { NEXT_SCHEMA, swapRecord } from './swap-record.js';

let database: TestDatabase;
let pool: pg.Pool;
let log: EmbeddedEventLog;
let guard: pg.Client;
let projector: pg.Client;

const connect = async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
};

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 3 });
  log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 1 });
  await log.ensureTopics(ALL_TOPICS);
  await log.append(
    ARTICLES_TOPIC,
    Array.from({ length: 9 }, () => ({ key: 'x', headers: {}, value: Buffer.from('x') })),
  );
  await migrateRecord(database.url);
  await migrateRecord(database.url, NEXT_SCHEMA);
  guard = await connect();
  projector = await connect();
});
afterEach(async () => {
  await projector.end();
  await guard.end();
  await log.close();
  await pool.end();
  await database.drop();
});

const setCheckpoint = (schema: string, next: number) =>
  pool.query(`INSERT INTO ${schema}.checkpoint VALUES ($1, $2, 0, $3)`, [PROJECTOR, ARTICLES_TOPIC, next]);

const move = (from: bigint, to: bigint) =>
  moveCheckpoint(projector, { schema: 'record' }, PROJECTOR, ARTICLES_TOPIC, 0, from, to);

/** Resolves when a query of the projector waits for a lock. */
async function untilProjectorWaits(): Promise<void> {
  // pg keeps the process id of its backend; its types do not name it.
  const { processID } = projector as unknown as { processID: number };
  for (;;) {
    const { rowCount } = await pool.query(`SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`, [
      processID,
    ]);
    if (rowCount === 1) return;
  }
}

describe('a swap', () => {
  it('lets a transaction of the projector that had begun end first', async () => {
    await setCheckpoint('record', 2);
    await setCheckpoint(NEXT_SCHEMA, 2);
    await projector.query('BEGIN');
    await move(2n, 3n);
    let caughtUp = false;
    const swapped = swapRecord(guard, log, async () => {
      caughtUp = true;
    });
    for (;;) {
      const { rowCount } = await pool.query(
        `SELECT FROM pg_locks WHERE relation = 'record.checkpoint'::regclass AND mode = 'ExclusiveLock' AND NOT granted`,
      );
      if (rowCount === 1) break;
    }
    expect(caughtUp).toBe(false);
    await projector.query('COMMIT');
    await swapped;
    expect(caughtUp).toBe(true);
  });

  it('sends a transaction that begins during it to the new record, if that is where it expects', async () => {
    await setCheckpoint('record', 2);
    await setCheckpoint(NEXT_SCHEMA, 2);
    let moved: Promise<void> | undefined;
    await projector.query('BEGIN');
    await swapRecord(guard, log, async () => {
      moved = move(2n, 3n);
      await untilProjectorWaits();
    });
    await moved;
    const events = placed([observed('a')]);
    await projectBatch(projector, { topic: ARTICLES_TOPIC, events, removals: [] }, 'record');
    await projector.query('COMMIT');
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM record.article) AS articles,
              (SELECT next_offset FROM record.checkpoint WHERE topic = $1) AS next,
              (SELECT count(*)::int FROM record_previous.article) AS before`,
      [ARTICLES_TOPIC],
    );
    expect(rows).toEqual([{ articles: 1, next: 3n, before: 0 }]);
  });

  it('tells a transaction that begins during it where the checkpoint has gone', async () => {
    await setCheckpoint('record', 2);
    await setCheckpoint(NEXT_SCHEMA, 5);
    let moved: Promise<void> | undefined;
    await projector.query('BEGIN');
    await swapRecord(guard, log, async () => {
      moved = move(2n, 3n);
      moved.catch(() => undefined);
      await untilProjectorWaits();
    });
    await expect(moved).rejects.toEqual(new CheckpointMovedError(ARTICLES_TOPIC, 0, 2n, 5n));
  });

  it('that can not catch up changes nothing', async () => {
    await setCheckpoint('record', 2);
    const failed = swapRecord(guard, log, async () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    const { rowCount } = await pool.query('SELECT FROM record.checkpoint');
    expect(rowCount).toBe(1);
    await projector.query('BEGIN');
    await move(2n, 3n);
    await projector.query('COMMIT');
  });
});
