import { migrateRecord } from '@parley/store';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { decided, extracted, observed, placed } from './made-up-log.test-support.js';
import { projectBatch } from './project-batch.js';
import { recordFingerprint } from './record-fingerprint.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateRecord(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const events of [
    placed([observed('a'), observed('b')]),
    placed([extracted('a', [{}])]),
    placed(decided([{ day: 1, stance: 'oppose' }])),
  ])
    await projectBatch(client, { topic: events[0]!.topic, events, removals: [] }, 'record');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('the fingerprint of a record', () => {
  it('is the same for other settings of the session and another order of rows', async () => {
    const before = await recordFingerprint(client, 'record');
    await client.query(`SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'German'`);
    await client.query(`UPDATE record.article SET title = title WHERE url LIKE '%/a'`);
    expect(await recordFingerprint(client, 'record')).toEqual(before);
    await client.query('RESET ALL');
  });

  it.each([
    ['article', `UPDATE record.article SET title = 'Other' WHERE url LIKE '%/a'`],
    ['article', `DELETE FROM record.article WHERE url LIKE '%/a'`],
    ['statement', 'UPDATE record.statement SET span_start = span_start + 1'],
    ['position', `UPDATE record.position SET valid = '[2025-08-02,)'`],
    ['position', `UPDATE record.position SET known = tstzrange(lower(known), lower(known) + interval '1 day')`],
    ['change', `UPDATE record.change SET data = data || '{"reason": "x"}'`],
  ] as const)('shows damage in %s: %s', async (table, damage) => {
    await client.query('BEGIN');
    const before = await recordFingerprint(client, 'record');
    await client.query(damage);
    const after = await recordFingerprint(client, 'record');
    await client.query('ROLLBACK');
    expect(after[table]).not.toEqual(before[table]);
    expect({ ...after, [table]: null }).toEqual({ ...before, [table]: null });
  });
});
