import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { withClient } from '../../../test/support/record-of.js';
import { createPool } from './create-pool.js';
import { inTransaction } from './in-transaction.js';
import { migrateSchema, underMigrationLock } from './migrate-schema.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
});

describe('a pool', () => {
  it('gives int8 as bigint, dates as text and timestamps as Date', async () => {
    const pool = createPool(database.url, { max: 1, applicationName: 'pool-test' });
    try {
      const { rows } = await pool.query(
        `SELECT 9007199254740993::int8 AS big, '2025-08-19'::date AS day, '2025-08-19T00:00:00Z'::timestamptz AS at,
                current_setting('application_name') AS name`,
      );
      expect(rows[0]).toEqual({
        big: 9007199254740993n,
        day: '2025-08-19',
        at: new Date('2025-08-19T00:00:00Z'),
        name: 'pool-test',
      });
    } finally {
      await pool.end();
    }
  });

  it('outlives a connection that the server cuts, and says so', async () => {
    const failed: Error[] = [];
    const pool = createPool(database.url, { max: 2, onIdleError: (error) => failed.push(error) });
    try {
      const idle = await pool.connect();
      const { rows } = await idle.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      idle.release();
      const told = new Promise((resolve) => pool.once('error', resolve));
      await withClient(database.url, (client) => client.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]));
      await told;
      expect(failed).toHaveLength(1);
      await expect(pool.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
    } finally {
      await pool.end();
    }
  });
});

describe('a transaction', () => {
  let pool: pg.Pool;
  beforeEach(async () => {
    pool = createPool(database.url, { max: 1 });
    await pool.query('CREATE TABLE kept (n int)');
  });
  afterEach(() => pool.end());

  const kept = async () => (await pool.query<{ n: number }>('SELECT n FROM kept ORDER BY n')).rows.map(({ n }) => n);

  it('is committed with what the work gives', async () => {
    await expect(
      inTransaction(pool, async (client) => {
        await client.query('INSERT INTO kept VALUES (1)');
        return 'done';
      }),
    ).resolves.toBe('done');
    expect(await kept()).toEqual([1]);
  });

  it('leaves nothing behind where the work fails', async () => {
    const failed = inTransaction(pool, async (client) => {
      await client.query('INSERT INTO kept VALUES (1)');
      throw new Error('of the work');
    });
    await expect(failed).rejects.toThrow('of the work');
    expect(await kept()).toEqual([]);
  });

  it('fails alone when its connection is cut between two queries, and the pool makes another', async () => {
    const cut = inTransaction(pool, async (client) => {
      await client.query('INSERT INTO kept VALUES (1)');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const gone = new Promise((resolve) => client.once('end', resolve));
      await withClient(database.url, (other) => other.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]));
      await gone;
      await client.query('INSERT INTO kept VALUES (2)');
    });
    await expect(cut).rejects.toThrow();
    expect(await kept()).toEqual([]);
  });

  it('ends by itself where the work leaves it idle for longer than its limit', async () => {
    const idle = inTransaction(
      pool,
      async (client) => {
        await client.query('INSERT INTO kept VALUES (1)');
        await new Promise((resolve) => client.once('end', resolve));
      },
      { idleMs: 50, lockMs: 50 },
    );
    await expect(idle).rejects.toThrow();
    expect(await kept()).toEqual([]);
  });
});

describe('migrations of a schema', () => {
  class First1700000000000 {
    async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await runner.query('CREATE TABLE lake.level (metres int)');
    }
    async down(): Promise<void> {}
  }

  it('run once, whoever else calls for them at the same time', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => migrateSchema(database.url, 'lake', [First1700000000000])));
    expect(ran.flat()).toEqual(['First1700000000000']);
  });

  it('wait for whoever holds their lock, and go on when it fails', async () => {
    const order: string[] = [];
    const { second } = await new Promise<{ second: Promise<void> }>((startedBeside) => {
      underMigrationLock(database.url, 'lake', async () => {
        startedBeside({ second: underMigrationLock(database.url, 'lake', async () => void order.push('second')) });
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push('first');
        throw new Error('of the first');
      }).catch(() => order.push('failed'));
    });
    await second;
    expect(order[0]).toBe('first');
    expect(order).toContain('second');
  });
});
