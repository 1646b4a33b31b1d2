import { readFile } from 'node:fs/promises';
import { migrateRecord } from '@parley/store';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { decided, extracted, observed, placed, published } from './made-up-log.test-support.js';
import { projectBatch } from './project-batch.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateRecord(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const changes = decided([
    { day: 1, stance: 'oppose' },
    { day: 10, stance: 'support' },
    { day: 5, stance: 'conditional' },
  ]);
  const days = [20, 22, 28];
  for (const events of [
    placed([published(1)]),
    placed([observed('a')]),
    placed([extracted('a', [{}])]),
    placed(changes, (index) => new Date(Date.UTC(2025, 7, days[index]))),
  ])
    await projectBatch(client, { topic: events[0]!.topic, events, removals: [] }, 'record');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const guide = new URL('../../../docs/record.md', import.meta.url);

describe('docs/record.md', () => {
  it('shows queries that work, as the role that may only read', async () => {
    const text = await readFile(guide, 'utf8');
    const queries = [...text.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql ?? '');
    expect(queries.length).toBeGreaterThan(8);
    await client.query('SET ROLE record_reader');
    for (const sql of queries) await expect(client.query(sql)).resolves.toBeDefined();
    await client.query('RESET ROLE');
  });

  it('tells the axes apart as it says', async () => {
    const text = await readFile(guide, 'utf8');
    const queryAfter = (question: string): string =>
      /```sql\n(.*?)```/s.exec(text.slice(text.indexOf(question)))?.[1] ?? '';
    const stances = async (question: string) =>
      (await client.query<{ stance: string }>(queryAfter(question))).rows.map(({ stance }) => stance);
    expect(await stances("What was Ada Quill's position on 20 August")).toEqual(['support']);
    expect(await stances('What did the record say on 25 August')).toEqual(['support']);
    expect(await stances('What is believed about August today')).toEqual([]);
    expect(await stances('What is held now')).toEqual(['support']);
  });

  it('names every table and view of the record, and every reason to set an event aside', async () => {
    const text = await readFile(guide, 'utf8');
    const { rows } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'record'`,
    );
    for (const { name } of rows) expect(text).toContain(`\`${name}\``);
    const codes = await readFile(new URL('./projection-error.ts', import.meta.url), 'utf8');
    for (const [code] of codes.matchAll(/PROJECTION_[A-Z_]+/g)) expect(text).toContain(`\`${code}\``);
  });
});
