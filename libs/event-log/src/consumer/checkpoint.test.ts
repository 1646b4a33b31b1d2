import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import { CheckpointMovedError } from '../errors.js';
import { checkpointSource, checkpointTableSql, moveCheckpoint } from './checkpoint.js';

describe('a checkpoint', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const table = { schema: 'service' };

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    await pool.query(`create schema service; ${checkpointTableSql('service')}; ${checkpointTableSql('service')}`);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function move(consumer: string, from: bigint | null, to: bigint): Promise<void> {
    const client = await pool.connect();
    try {
      await moveCheckpoint(client, table, consumer, 'topic', 0, from, to);
    } finally {
      client.release();
    }
  }
  const load = (consumer: string) => checkpointSource(pool, 'service', consumer).load('topic', 0);

  it('is absent at first, and then where it was moved to', async () => {
    expect(await load('a')).toBeNull();
    await move('a', null, 5n);
    await move('a', 5n, 9_007_199_254_740_993n);
    expect(await load('a')).toBe(9_007_199_254_740_993n);
    expect(await load('b')).toBeNull();
  });

  it.each([
    ['absent', null, 3n],
    ['elsewhere', 2n, 3n],
  ])('is not moved by one who expects it %s', async (_word, expected, to) => {
    const consumer = `wrong ${expected}`;
    await move(consumer, null, 1n);
    await expect(move(consumer, expected, to)).rejects.toMatchObject({
      name: 'CheckpointMovedError',
      expected,
      found: 1n,
    });
    expect(await load(consumer)).toBe(1n);
  });

  it('is not made by one who expects it somewhere', async () => {
    await expect(move('none', 4n, 5n)).rejects.toMatchObject({ expected: 4n, found: null });
  });

  it.each([
    ['for the first time', null],
    ['from the same place', 7n],
  ])('lets one of two pass that move it %s at the same time', async (_word, from) => {
    const consumer = `race ${from}`;
    if (from !== null) await move(consumer, null, from);
    const [one, two] = [await pool.connect(), await pool.connect()];
    await one.query('begin');
    await two.query('begin');
    await moveCheckpoint(one, table, consumer, 'topic', 0, from, 10n);
    const second = moveCheckpoint(two, table, consumer, 'topic', 0, from, 20n).catch((error: unknown) => error);
    await waitFor('the second waits for the first', async () => {
      const { rowCount } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    });
    await one.query('commit');
    expect(await second).toBeInstanceOf(CheckpointMovedError);
    await two.query('rollback');
    expect(await load(consumer)).toBe(10n);
    one.release();
    two.release();
  });

  it.each(['', 'a b', 'x"; drop schema public; --', 'UPPER', '1st'])('takes no schema called %j', (schema) => {
    expect(() => checkpointTableSql(schema)).toThrow(RangeError);
    expect(() => checkpointSource(pool, schema, 'a')).toThrow(RangeError);
  });
});
