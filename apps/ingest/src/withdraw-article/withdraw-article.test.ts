import {
  ARTICLES_TOPIC,
  type ArticleWithdrawn,
  articleIdOf,
  decodeEvent,
  type Restoration,
  type Withdrawal,
} from '@parley/contracts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { NOW, startTestIngest, type TestIngest } from '../test-application.test-support.js';

let database: TestDatabase;
let ingest: TestIngest;

beforeAll(async () => {
  database = await createTestDatabase();
  ingest = await startTestIngest(database.url);
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
});

const post = (path: string, body: unknown) =>
  fetch(`${ingest.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const push = async (url: string, text: string) => {
  const response = await post('/v1/articles', { url, title: 'A story', text, publishedAt: '2025-08-19T09:30:00Z' });
  return (await response.json()) as { status: string; revision: { number: number } };
};
const because = { reason: 'the outlet took it down', by: 'ann' };
const withdraw = async (url: string) => {
  const response = await post(`/v1/articles/${articleIdOf(url)}/withdrawal`, because);
  return { status: response.status, body: (await response.json()) as Withdrawal };
};

async function withdrawals(url: string): Promise<ArticleWithdrawn[]> {
  const found: ArticleWithdrawn[] = [];
  for await (const { records } of ingest.log.read(ARTICLES_TOPIC, { from: { at: 'beginning' }, until: 'end' })) {
    for (const { headers, value } of records) {
      const event = decodeEvent({ headers, value: value ?? Buffer.alloc(0) }, ARTICLES_TOPIC);
      if (event.type === 'parley.article.withdrawn' && event.data.url === url) found.push(event.data);
    }
  }
  return found;
}

describe('POST /v1/articles/{id}/withdrawal', () => {
  it('takes back all revisions up to the latest, with who and why', async () => {
    const url = 'https://gazette.example/a';
    await push(url, 'The minister said no.');
    await push(url, 'The minister said yes.');
    const answer = await withdraw(url);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ status: 'withdrawn', articleId: articleIdOf(url), revision: 2 });
    expect(await withdrawals(url)).toEqual([
      {
        articleId: articleIdOf(url),
        url,
        revision: 2,
        reason: because.reason,
        withdrawnBy: 'ann',
        withdrawnAt: NOW.toISOString(),
      },
    ]);
  });

  it('says a second time what it said the first, and appends nothing', async () => {
    const url = 'https://gazette.example/b';
    await push(url, 'The minister said no.');
    const [first, second] = [await withdraw(url), await withdraw(url)];
    expect(second).toEqual({ status: 200, body: { ...first.body, status: 'already-withdrawn' } });
    expect(await withdrawals(url)).toHaveLength(1);
  });

  it('can be said of a later revision again; the same text sent again is none', async () => {
    const url = 'https://gazette.example/c';
    await push(url, 'The minister said no.');
    await withdraw(url);
    expect(await push(url, 'The minister said no.')).toMatchObject({ status: 'duplicate' });
    expect((await withdraw(url)).body.status).toBe('already-withdrawn');
    expect(await push(url, 'The minister said yes.')).toMatchObject({ status: 'accepted', revision: { number: 2 } });
    expect((await withdraw(url)).body).toMatchObject({ status: 'withdrawn', revision: 2 });
    expect((await withdrawals(url)).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('is undone once, counts as withdrawn no more, and can be said again', async () => {
    const url = 'https://gazette.example/d';
    await push(url, 'The minister said no.');
    const restore = async () => {
      const response = await post(`/v1/articles/${articleIdOf(url)}/restoration`, because);
      return { status: response.status, body: (await response.json()) as Restoration };
    };
    expect(await restore()).toMatchObject({ status: 200, body: { status: 'not-withdrawn', eventId: null } });
    const { body: withdrawal } = await withdraw(url);
    expect(await restore()).toMatchObject({
      status: 202,
      body: { status: 'restored', withdrawalId: withdrawal.eventId },
    });
    expect(await restore()).toMatchObject({ status: 200, body: { status: 'not-withdrawn' } });
    // The clock of this test stands still: what is said later must yet come later.
    const again = await withdraw(url);
    expect(again.body.status).toBe('withdrawn');
    expect(again.body.eventId).not.toBe(withdrawal.eventId);
    expect(await withdrawals(url)).toHaveLength(2);
    const unknown = await post(`/v1/articles/${articleIdOf('https://gazette.example/never')}/restoration`, because);
    expect(unknown.status).toBe(404);
  });

  it('is 404 for an article that was never taken in, and names what its body lacks', async () => {
    expect((await withdraw('https://gazette.example/never')).status).toBe(404);
    const refused = await post(`/v1/articles/${articleIdOf('https://gazette.example/a')}/withdrawal`, { reason: ' ' });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({
      code: 'INVALID_BODY',
      errors: [{ pointer: '/reason' }, { pointer: '/by' }],
    });
  });
});
