import { jest } from '@jest/globals';
import pg from 'pg';
import { createTemplate, createTestDatabase, startOwnPostgres } from './postgres.js';

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('two test databases know nothing of each other', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, 'CREATE TABLE mine ()');
  expect(await query(two.url, `SELECT to_regclass('mine') AS mine`)).toEqual([{ mine: null }]);
  await Promise.all([one.drop(), two.drop()]);
  await expect(query(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

it('a template is built once for all who ask, and cloned', async () => {
  const build = jest.fn(async (url: string) => {
    await query(url, 'CREATE TABLE migrated AS SELECT 1 AS version');
  });
  const names = await Promise.all(Array.from({ length: 4 }, () => createTemplate('support_once', build)));
  expect(new Set(names).size).toBe(1);
  expect(build).toHaveBeenCalledTimes(1);
  const database = await createTestDatabase({ template: names[0]! });
  expect(await query(database.url, 'SELECT version FROM migrated')).toEqual([{ version: 1 }]);
  await database.drop();
});

it('a template whose building failed is built by the next who asks', async () => {
  const build = jest.fn(async (url: string) => {
    await query(url, 'CREATE TABLE half ()');
  });
  build.mockRejectedValueOnce(new Error('migration failed'));
  await expect(createTemplate('support_fails', build)).rejects.toThrow('migration failed');
  await createTemplate('support_fails', build);
  expect(build).toHaveBeenCalledTimes(2);
});

it('a template that does not exist is named', async () => {
  await expect(createTestDatabase({ template: 'nowhere' })).rejects.toThrow('no template nowhere');
});

it('a pool left open fails the drop by its name, and is cut', async () => {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, application_name: 'forgotten pool' });
  const cut = new Promise((resolve) => pool.once('error', resolve));
  await pool.query('SELECT 1');
  await expect(database.drop()).rejects.toThrow(/1 connections to .* were left open:\n {2}\d+ forgotten pool idle/);
  await cut;
  await pool.end();
  await database.drop();
});

it('a Postgres of its own goes away and comes back with its data at the same address', async () => {
  const postgres = await startOwnPostgres();
  try {
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await postgres.pause();
    await expect(query(postgres.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await postgres.resume();
    expect(await query(postgres.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  } finally {
    await postgres.stop();
  }
});
