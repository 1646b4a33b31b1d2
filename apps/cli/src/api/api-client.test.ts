import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EXIT } from '../exit-codes.js';
import { ApiClient } from './api-client.js';
import {
  json,
  type LocalServer,
  problem,
  type RecordedRequest,
  startLocalServer,
} from './local-server.test-support.js';
import { takePages } from './take-pages.js';

const TOKEN = 'a token of sixteen or more';
const itemSchema = z.strictObject({ id: z.string() });

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function clientOf(answer: (request: RecordedRequest, response: ServerResponse) => void, timeoutMs = 5_000) {
  server = await startLocalServer(answer);
  return new ApiClient({ baseUrl: `${server.url}/`, token: TOKEN, timeoutMs });
}
const failureOf = (promise: Promise<unknown>): Promise<{ message: string; exitCode: number }> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as { message: string; exitCode: number },
  );

describe('ApiClient', () => {
  it('asks with what is asked for, and leaves out what is not', async () => {
    const api = await clientOf((_, response) => json(response, 200, { id: 'a' }));
    expect(await api.get('/v1/x', { q: 'a b&c', limit: 3, none: undefined }, itemSchema)).toEqual({ id: 'a' });
    expect(server?.requests[0]?.url).toBe('/v1/x?q=a+b%26c&limit=3');
  });

  it('sends the token with what writes, and with nothing else', async () => {
    const api = await clientOf((_, response) => json(response, 200, { id: 'a' }));
    await api.get('/v1/x', {}, itemSchema);
    await api.post('/v1/x', { mediaType: 'application/yaml', text: 'a: 1' }, itemSchema);
    expect(server?.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, `Bearer ${TOKEN}`]);
  });

  it('reads answers of a later version that have more fields', async () => {
    const api = await clientOf((_, response) => json(response, 200, { id: 'a', later: { more: 1 } }));
    expect(await api.get('/v1/x', {}, itemSchema)).toMatchObject({ id: 'a' });
  });

  it.each([
    ['JSON of another form', (r: ServerResponse) => json(r, 200, { id: 7 }), 'has another form'],
    ['a page', (r: ServerResponse) => r.writeHead(200).end('<html>'), 'its answer is not JSON'],
    ["a proxy's error", (r: ServerResponse) => r.writeHead(500).end('<html>'), 'it answered 500 without saying why'],
    [
      'a redirect',
      (r: ServerResponse) => r.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
      'sends on to https://elsewhere.example/',
    ],
  ])('says what is the matter with %s', async (_, answer, words) => {
    const api = await clientOf((_request, response) => void answer(response));
    const failure = await failureOf(api.get('/v1/x', {}, itemSchema));
    expect(failure.message).toContain(words);
    expect(failure.exitCode).toBe(EXIT.failed);
  });

  it('gives the words of a problem with each fault, and takes controls out of them', async () => {
    const api = await clientOf((_, response) =>
      json(response, 422, {
        type: 'urn:parley:problem:INVALID_DOSSIER',
        title: 'Invalid dossier',
        status: 422,
        code: 'INVALID_DOSSIER',
        detail: 'It has one problem.\u001b[2J',
        errors: [{ pointer: '/actors/0', detail: 'is a duplicate' }],
      }),
    );
    const failure = await failureOf(api.get('/v1/x', {}, itemSchema));
    expect(failure.message).toMatch(
      /^It has one problem\.\[2J\n {2}\/actors\/0: is a duplicate \[INVALID_DOSSIER, http/,
    );
    expect(failure.exitCode).toBe(EXIT.failed);
  });

  it('says which setting holds the token when it is refused', async () => {
    const api = await clientOf((_, response) => problem(response, 401, 'UNAUTHORIZED', 'Writing needs a token.'));
    expect((await failureOf(api.get('/v1/x', {}, itemSchema))).message).toContain('PARLEY_INGEST_TOKEN');
  });

  it('calls a wrong query a wrong call', async () => {
    const api = await clientOf((_, response) => problem(response, 400, 'INVALID_QUERY', 'change is none of these.'));
    expect((await failureOf(api.get('/v1/x', {}, itemSchema))).exitCode).toBe(EXIT.usage);
  });

  it('tells an outage from a no, and how long to wait', async () => {
    const api = await clientOf((_, response) =>
      problem(response, 503, 'UNAVAILABLE', 'Postgres does not answer.', { 'retry-after': '7' }),
    );
    expect(await failureOf(api.get('/v1/x', {}, itemSchema))).toMatchObject({
      exitCode: EXIT.unreachable,
      retryAfterMs: 7_000,
    });
  });

  it('says that nobody answers', async () => {
    const api = await clientOf(() => undefined);
    await server?.close();
    server = undefined;
    const failure = await failureOf(api.get('/v1/x', {}, itemSchema));
    expect(failure.message).toMatch(/^no Parley answers at http:\/\/127.*\(connection refused\): start one with/);
    expect(failure.exitCode).toBe(EXIT.unreachable);
  });

  it('does not wait for ever', async () => {
    const api = await clientOf(() => undefined, 100);
    expect((await failureOf(api.get('/v1/x', {}, itemSchema))).message).toContain('no answer in time');
  });

  it.each(['nonsense', 'ftp://a.example', 'http://user:secret@a.example'])('refuses the address %s', (baseUrl) => {
    let message = '';
    try {
      new ApiClient({ baseUrl, token: null });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('secret');
  });
});

describe('takePages', () => {
  const pageSchema = z.strictObject({ items: z.array(itemSchema), next: z.string().nullable() });
  const threePages = (request: RecordedRequest, response: ServerResponse) => {
    const cursor = new URL(request.url, 'http://a').searchParams.get('cursor') ?? '0';
    json(response, 200, { items: [{ id: cursor }], next: cursor === '2' ? null : String(Number(cursor) + 1) });
  };
  const all = async (api: ApiClient, limit: number) => {
    const pages = takePages(api, '/v1/x', {}, pageSchema, limit);
    const ids: string[] = [];
    for (;;) {
      const step = await pages.next();
      if (step.done) return { ids, more: step.value };
      ids.push(step.value.id);
    }
  };

  it('goes on to the last page', async () => {
    expect(await all(await clientOf(threePages), Number.POSITIVE_INFINITY)).toEqual({
      ids: ['0', '1', '2'],
      more: false,
    });
  });

  it('asks for no more than is wanted, and says that there is more', async () => {
    expect(await all(await clientOf(threePages), 2)).toEqual({ ids: ['0', '1'], more: true });
    expect(server?.requests.map(({ url }) => url)).toEqual(['/v1/x?limit=2', '/v1/x?limit=1&cursor=1']);
  });
});
