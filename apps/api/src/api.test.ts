import { type ApiUnderTest, startApi } from '../../../test/support/api/api-under-test.js';
import { DOSSIER, seedDossier } from '../../../test/support/api/seed.js';
import { startOwnPostgres } from '../../../test/support/postgres.js';
import { waitFor } from '../../../test/support/wait-for.js';

describe('when Postgres goes away', () => {
  let postgres: Awaited<ReturnType<typeof startOwnPostgres>>;
  let api: ApiUnderTest;
  beforeAll(async () => {
    postgres = await startOwnPostgres();
    api = await startApi({ url: postgres.url });
    await seedDossier(api.pool);
  }, 60_000);
  afterAll(async () => {
    await api?.close();
    await postgres?.stop();
  });

  test('every read says so and when to try again; once it is back, answers come again', async () => {
    const urls = [
      '/v1/dossiers',
      `/v1/dossiers/${DOSSIER}/matrix`,
      '/v1/positions',
      '/v1/changes',
      '/v1/changes?order=asc',
      '/v1/statements?q=a',
      '/v1/articles',
      '/v1/dead-letters',
    ];
    for (const url of urls) expect([url, (await api.get(url)).statusCode]).toEqual([url, 200]);
    await postgres.pause();
    for (const url of urls) {
      expect([url, await api.problem(url)]).toMatchObject([url, { status: 503, code: 'UNAVAILABLE', retryAfter: '5' }]);
      expect((await api.get(url)).body).not.toMatch(/ECONNREFUSED|SELECT|127\.0\.0\.1|terminat/);
    }
    expect((await api.get('/health/ready')).statusCode).toBe(503);
    expect((await api.get('/health/live')).statusCode).toBe(200);
    await postgres.resume();
    await waitFor('the API to be ready', async () => (await api.get('/health/ready')).statusCode === 200);
    for (const url of urls) expect([url, (await api.get(url)).statusCode]).toEqual([url, 200]);
  }, 60_000);

  test('a question that takes too long is ended, and says to come back', async () => {
    const lock = await api.pool.connect();
    try {
      await lock.query('BEGIN');
      await lock.query('LOCK TABLE record.article IN ACCESS EXCLUSIVE MODE');
      expect(await api.problem('/v1/articles')).toMatchObject({ status: 503, code: 'UNAVAILABLE', retryAfter: '5' });
    } finally {
      await lock.query('ROLLBACK');
      lock.release();
    }
    expect((await api.get('/v1/articles')).statusCode).toBe(200);
  });

  test('a record that is not set up is not ready either', async () => {
    await api.pool.query('ALTER SCHEMA record RENAME TO elsewhere');
    expect((await api.get('/health/ready')).statusCode).toBe(503);
    expect(await api.problem('/v1/positions')).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    await api.pool.query('ALTER SCHEMA elsewhere RENAME TO record');
    expect((await api.get('/health/ready')).statusCode).toBe(200);
  });
});
