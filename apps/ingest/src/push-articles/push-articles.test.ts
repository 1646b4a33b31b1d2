import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import type { PushAnswer, PushedLine } from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import { LogError } from '@parley/event-log';
import pg from 'pg';
import { Agent, request } from 'undici';
import { createTestDatabase, startOwnPostgres, type TestDatabase } from '../../../../test/support/postgres.js';
import { startTestIngest, type TestIngest } from '../test-application.test-support.js';
import { IngestArticlesCommand, type IngestResult } from './ingest-articles.command.js';

const MAX = 64 * 1024;

/** Each test has an outlet of its own, so that all can share one service. */
let outlet = 'outlet-0.example';
let outlets = 0;
beforeEach(() => {
  outlet = `outlet-${++outlets}.example`;
});

const article = (number: number | string, text = `The minister of place ${number} said no.`) => ({
  url: `https://${outlet}/story-${number}`,
  title: `Story ${number}`,
  text,
  publishedAt: '2025-08-19T09:30:00+02:00',
});
const ndjson = (...lines: unknown[]): string =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

describe('POST /v1/articles', () => {
  let database: TestDatabase;
  let ingest: TestIngest;
  /** Takes the log away, before or after it has appended. */
  let fail: ((when: 'before' | 'after') => Error | null) | null = null;

  const withFaults = (log: EventLog): EventLog =>
    new Proxy(log, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'append') return value.bind(target);
        return async (...given: Parameters<EventLog['append']>) => {
          const before = fail?.('before');
          if (before) throw before;
          const positions = await target.append(...given);
          const after = fail?.('after');
          if (after) throw after;
          return positions;
        };
      },
    });

  const recorded = async () => (await ingest.recorded()).filter(({ url }) => new URL(url).hostname.endsWith(outlet));

  beforeAll(async () => {
    database = await createTestDatabase();
    ingest = await startTestIngest(database.url, { PARLEY_MAX_ARTICLE_BYTES: String(MAX) }, withFaults);
  });
  beforeEach(() => {
    fail = null;
  });
  afterAll(async () => {
    await ingest.close();
    await database.drop();
  });

  const post = async (
    body: string | Buffer | Readable,
    type = 'application/json',
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const answer = await request(`${ingest.url}/v1/articles`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body,
    });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  };
  const push = async (value: unknown) => {
    const answer = await post(JSON.stringify(value));
    return { ...answer, json: JSON.parse(answer.body) };
  };
  const pushLines = async (...lines: unknown[]): Promise<{ lines: PushedLine[]; summary: unknown }> => {
    const answer = await post(ndjson(...lines), 'application/x-ndjson');
    expect(answer.status).toBe(202);
    return read(answer.body);
  };
  const read = (body: string): { lines: PushedLine[]; summary: unknown } => {
    const all = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { lines: all.slice(0, -1), summary: all.at(-1)?.summary };
  };
  const told = (lines: readonly PushedLine[]): string[] =>
    lines.map(
      (line) =>
        `${line.line} ${line.status === 'rejected' ? line.problem.code : `${line.status} ${line.revision.number}`}`,
    );

  describe('one article', () => {
    it('is accepted once the log has it', async () => {
      const { status, json } = await push({ ...article(1), url: `https://m.${outlet}/a/?utm_source=x#top` });
      expect(status).toBe(202);
      expect(json).toMatchObject({ status: 'accepted', revision: { number: 1 }, url: `https://www.${outlet}/a` });
      expect(await recorded()).toMatchObject([
        {
          eventId: json.eventId,
          articleId: json.articleId,
          originalUrl: `https://m.${outlet}/a/?utm_source=x#top`,
          publisher: `www.${outlet}`,
          publishedAt: '2025-08-19T07:30:00.000Z',
          publishedOn: '2025-08-19',
          via: 'push',
        },
      ]);
    });

    it('is one when it comes twice, and says so', async () => {
      const first = await push(article(1));
      const second = await push({ ...article(1), url: `https://${outlet}/story-1?fbclid=9` });
      expect(second.status).toBe(202);
      expect(second.json).toEqual({ ...first.json, status: 'duplicate' });
      expect(await recorded()).toHaveLength(1);
    });

    it('is a new revision with other text, and again with the first text', async () => {
      const answers: PushAnswer[] = [];
      for (const text of ['It is A here.', 'It is B here.', 'It is A here.', 'It is A here.'])
        answers.push((await push(article(1, text))).json);
      expect(answers.map(({ status, revision }) => [status, revision.number])).toEqual([
        ['accepted', 1],
        ['accepted', 2],
        ['accepted', 3],
        ['duplicate', 3],
      ]);
      const found = await recorded();
      expect(found.map(({ revision, text }) => [revision.number, text])).toEqual([
        [1, 'It is A here.'],
        [2, 'It is B here.'],
        [3, 'It is A here.'],
      ]);
      expect(new Set(found.map(({ eventId }) => eventId)).size).toBe(3);
    });

    it('is accepted by exactly one of many requests that bring it at once', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => push(article(1))));
      expect(answers.filter(({ json }) => json.status === 'accepted')).toHaveLength(1);
      expect(await recorded()).toHaveLength(1);
    });

    it('gets each number once when many revisions come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => push(article(1, `Version ${n} of it.`))));
      expect(answers.map(({ json }) => json.revision.number).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 12 }, (_, n) => n + 1),
      );
    });
  });

  describe('bad input', () => {
    const refused = async (body: string | Buffer, type?: string): Promise<unknown[]> => {
      const answer = await post(body, type);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      const { code, errors } = JSON.parse(answer.body);
      return [answer.status, code, ...(errors ?? []).map((error: { pointer: string }) => error.pointer)];
    };
    const changed = (change: object): string => JSON.stringify({ ...article(1), ...change });

    it('not JSON', async () => expect(await refused('{"url": ')).toEqual([400, 'NOT_JSON']));
    it('an empty body', async () => expect(await refused('')).toEqual([400, 'NOT_JSON']));
    it('a list', async () => expect(await refused('[]')).toEqual([422, 'INVALID_ARTICLE', '']));
    it('a missing address', async () =>
      expect(await refused(changed({ url: undefined }))).toEqual([422, 'INVALID_ARTICLE', '/url']));
    it('a missing text', async () =>
      expect(await refused(changed({ text: undefined }))).toEqual([422, 'INVALID_ARTICLE', '/text']));
    it('a missing date', async () =>
      expect(await refused(changed({ publishedAt: null }))).toEqual([422, 'INVALID_ARTICLE', '/publishedAt']));
    it('all of them missing, named at once', async () =>
      expect(await refused('{}')).toEqual([422, 'INVALID_ARTICLE', '/text', '/url', '/publishedAt']));
    it('a date in the year 30000', async () => {
      const { json } = await push({ ...article(1), publishedAt: '30000-01-01T00:00:00Z' });
      expect(json).toMatchObject({
        status: 422,
        errors: [{ pointer: '/publishedAt', detail: 'names the year 30000; years from 1800 to 2200 are taken' }],
      });
    });
    it('text in another encoding', async () =>
      expect(await refused(Buffer.from('{"title":"Caf\xe9"}', 'latin1'))).toEqual([400, 'NOT_UTF8']));
    it('an empty article', async () =>
      expect(await refused(changed({ text: ' \u200b\n Advertisement ' }))).toEqual([422, 'EMPTY_ARTICLE', '/text']));
    it('a form', async () =>
      expect(await refused('url=x', 'application/x-www-form-urlencoded')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']));
    it('a packed body', async () => {
      const answer = await post('x', 'application/x-ndjson', { 'content-encoding': 'gzip' });
      expect(answer.status).toBe(415);
    });
    it('an address that is no web address', async () =>
      expect(await refused(changed({ url: 'file:///etc/passwd' }))).toEqual([422, 'INVALID_ARTICLE', '/url']));

    it('a 60 MB body is refused by its length, before it is sent', async () => {
      const sent = httpRequest(`${ingest.url}/v1/articles`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 60 * 1024 * 1024 },
      });
      sent.on('error', () => undefined);
      sent.flushHeaders();
      const [answer] = await once(sent, 'response');
      expect(answer.statusCode).toBe(413);
      sent.destroy();
    });

    it('a 60 MB body of unknown length is refused once it is too long, not when it ends', async () => {
      let sent = 0;
      const endless = async function* () {
        for (;;) {
          sent += MAX;
          yield Buffer.alloc(MAX, 0x20);
        }
      };
      const answer = await post(Readable.from(endless(), { objectMode: false }));
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([413, 'TOO_LARGE']);
      expect(sent).toBeLessThan(60 * 1024 * 1024);
    });

    it('hidden and reordering characters are taken out of what is recorded, and kept in the original', async () => {
      const text = 'He said \u202eon\u202c\u200b and left.';
      await push(article(1, text));
      expect(await recorded()).toMatchObject([
        { text: 'He said on and left.', original: { mediaType: 'text/plain', body: text } },
      ]);
    });

    it('HTML with scripts is recorded as text alone, the markup beside it', async () => {
      const html = `<p onclick="steal()">The talks failed.</p><script>throw 1</script><img src=x onerror=alert(1)><p>Both left.</p>`;
      await push({ ...article(1), text: undefined, html });
      expect(await recorded()).toMatchObject([
        { text: 'The talks failed.\n\nBoth left.', original: { mediaType: 'text/html', body: html } },
      ]);
    });

    it('characters that no store takes do not reach the log', async () => {
      await push({ ...article(1), text: undefined, html: '<p>Half a pair \ud800 and \u0000 nothing</p>' });
      const [{ original, text }] = (await recorded()) as [Awaited<ReturnType<typeof recorded>>[number]];
      expect(JSON.stringify([original, text])).not.toMatch(/\\u0000|\\ud800/);
    });
  });

  describe('NDJSON', () => {
    it('gives one line for each, in order, and a summary', async () => {
      const { lines, summary } = await pushLines(
        article(1),
        'not JSON',
        article(2),
        { ...article(3), url: undefined },
        '',
        article(1),
        article(1, 'Something else is said.'),
        'x'.repeat(MAX + 1),
        article(4, ' '),
        article(5),
      );
      expect(told(lines)).toEqual([
        '1 accepted 1',
        '2 NOT_JSON',
        '3 accepted 1',
        '4 INVALID_ARTICLE',
        '6 duplicate 1',
        '7 accepted 2',
        '8 TOO_LARGE',
        '9 EMPTY_ARTICLE',
        '10 accepted 1',
      ]);
      expect(summary).toEqual({ accepted: 4, duplicates: 1, rejected: 4 });
      expect((await recorded()).map(({ url }) => new URL(url).pathname).sort()).toEqual([
        '/story-1',
        '/story-1',
        '/story-2',
        '/story-5',
      ]);
    });

    it('refuses a line of 5 MB by number and size, and goes on', async () => {
      const { lines } = await pushLines('y'.repeat(5 * 1024 * 1024), article(1));
      expect(told(lines)).toEqual(['1 TOO_LARGE', '2 accepted 1']);
      expect(lines[0]).toMatchObject({ problem: { detail: `The line has 5242880 bytes; at most ${MAX} are taken.` } });
    });

    it('refuses lines in another encoding one by one', async () => {
      const body = Buffer.concat([Buffer.from('{"title":"\xe9"}\n', 'latin1'), Buffer.from(ndjson(article(1)))]);
      const { lines } = read((await post(body, 'application/jsonl')).body);
      expect(told(lines)).toEqual(['1 NOT_UTF8', '2 accepted 1']);
    });

    it('counts A, B, A within one stream as three revisions', async () => {
      const [a, b] = [article(1, 'It is A here.'), article(1, 'It is B here.')];
      expect(told((await pushLines(a, b, a, a)).lines)).toEqual([
        '1 accepted 1',
        '2 accepted 2',
        '3 accepted 3',
        '4 duplicate 3',
      ]);
    });

    it('leaves only what was rejected where the sender prefers so', async () => {
      const answer = await post(ndjson(article(1), 'x', article(2)), 'application/x-ndjson', {
        prefer: 'return=minimal',
      });
      expect(answer.headers['preference-applied']).toBe('return=minimal');
      const { lines, summary } = read(answer.body);
      expect(told(lines)).toEqual(['2 NOT_JSON']);
      expect(summary).toEqual({ accepted: 2, duplicates: 0, rejected: 1 });
    });

    it('answers an empty stream with an empty summary', async () => {
      const answer = await post('\n\n', 'application/x-ndjson');
      expect(JSON.parse(answer.body)).toEqual({ summary: { accepted: 0, duplicates: 0, rejected: 0 } });
    });

    it('answers lines while the rest is still being sent', async () => {
      const input = new Readable({ read: () => undefined });
      const dispatcher = new Agent();
      input.push(`${ndjson(article(1))}\n`);
      const answer = await request(`${ingest.url}/v1/articles`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: input,
        dispatcher,
      });
      const chunks = answer.body[Symbol.asyncIterator]();
      expect(told([JSON.parse(String((await chunks.next()).value))])).toEqual(['1 accepted 1']);
      input.push(`${ndjson(article(2))}\n`);
      expect(told([JSON.parse(String((await chunks.next()).value))])).toEqual(['2 accepted 1']);
      input.push(null);
      expect(JSON.parse(String((await chunks.next()).value))).toHaveProperty('summary.accepted', 2);
      expect((await chunks.next()).done).toBe(true);
      await dispatcher.close();
    });

    it('takes streams that bring the same articles at the same time, each once', async () => {
      const all = Array.from({ length: 300 }, (_, n) => article(n));
      const streams = await Promise.all([pushLines(...all), pushLines(...all.toReversed()), pushLines(...all)]);
      const accepted = streams.flatMap(({ lines }) => lines).filter(({ status }) => status === 'accepted');
      expect(accepted).toHaveLength(300);
      expect(await recorded()).toHaveLength(300);
    });

    it('stops reading when the sender goes away, and takes no half line', async () => {
      const socket = connect(ingest.port, '127.0.0.1');
      await once(socket, 'connect');
      const line = `${ndjson(article(1))}\n`;
      const half = ndjson(article(2)).slice(0, 40);
      socket.write(
        `POST /v1/articles HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n` +
          `${Buffer.byteLength(line).toString(16)}\r\n${line}\r\n${half.length.toString(16)}\r\n${half}\r\n`,
      );
      const [answer] = await once(socket, 'data');
      expect(String(answer)).toContain('"status":"accepted"');
      const connections = () =>
        new Promise<number>((done) =>
          ingest.running.app.getHttpServer().getConnections((_: unknown, n: number) => done(n)),
        );
      const withSocket = await connections();
      socket.destroy();
      await until(async () => (await connections()) < withSocket);
      expect(await recorded()).toHaveLength(1);
      // And the service goes on for others.
      expect((await push(article(3))).status).toBe(202);
    });
  });

  describe('with the log away', () => {
    const away = (): Error => new LogError('LOG_UNAVAILABLE', 'gone');

    it('answers one article with 503 and when to come again', async () => {
      fail = away;
      const answer = await post(JSON.stringify(article(1)));
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([503, 'UNAVAILABLE']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      fail = null;
      expect((await push(article(1))).json).toMatchObject({ status: 'accepted', revision: { number: 1 } });
    });

    it('answers a stream of which nothing could be taken with 503', async () => {
      fail = away;
      const answer = await post(ndjson(article(1), article(2)), 'application/x-ndjson');
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([503, 'UNAVAILABLE']);
    });

    it('rejects each line concerned where it goes midway, and takes the later ones when it is back', async () => {
      await push(article('known'));
      let appends = 0;
      fail = (when) => (when === 'before' && ++appends === 2 ? away() : null);
      const lines = [
        ...Array.from({ length: 500 }, (_, n) => article(`a${n}`)),
        ...Array.from({ length: 499 }, (_, n) => article(`b${n}`)),
        article('known'),
        ...Array.from({ length: 3 }, (_, n) => article(`c${n}`)),
      ];
      const answer = await post(ndjson(...lines), 'application/x-ndjson');
      const result = read(answer.body);
      expect(result.lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
      const rejected = result.lines.filter((line) => line.status === 'rejected');
      expect(new Set(rejected.map((line) => line.status === 'rejected' && line.problem.code))).toEqual(
        new Set(['UNAVAILABLE']),
      );
      expect(result.summary).toEqual({
        accepted: 503 + 499 - rejected.length,
        duplicates: 1,
        rejected: rejected.length,
      });
      expect(rejected.length).toBeGreaterThan(0);
      // Sent again, exactly these are new.
      fail = null;
      const again = read((await post(ndjson(...lines), 'application/x-ndjson')).body);
      expect(again.summary).toEqual({
        accepted: rejected.length,
        duplicates: lines.length - rejected.length,
        rejected: 0,
      });
    });

    it('refuses only the record that the log finds too large', async () => {
      const log = ingest.log;
      const append = log.append.bind(log);
      Object.assign(log, {
        append: async (topic: string, records: Parameters<EventLog['append']>[1]) => {
          if (records.some(({ value }) => value?.includes('huge')))
            throw new LogError('LOG_RECORD_TOO_LARGE', 'too large');
          return append(topic, records);
        },
      });
      fail = null;
      const { lines } = await pushLines(article(1), article(2, 'A huge one.'), article(2, 'A huge one.'), article(3));
      expect(told(lines)).toEqual(['1 accepted 1', '2 TOO_LARGE', '3 TOO_LARGE', '4 accepted 1']);
    });
  });

  it('records the same event where the log had it but nobody knew', async () => {
    await push(article(1, 'It is A here.'));
    fail = (when) => (when === 'after' ? new LogError('LOG_UNAVAILABLE', 'gone') : null);
    expect((await push(article(1, 'It is B here.'))).status).toBe(503);
    fail = null;
    const again = await push(article(1, 'It is B here.'));
    expect(again.json.revision.number).toBe(2);
    const ids = (await recorded()).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toContain(again.json.eventId);
  });

  it('does in one process what it does over HTTP', async () => {
    const commands = ingest.running.app.get(CommandBus);
    const take = () =>
      commands.execute<IngestArticlesCommand, readonly IngestResult[]>(
        new IngestArticlesCommand([article(1), 'no article'], 'feed'),
      );
    expect(await take()).toMatchObject([
      { status: 'accepted' },
      { status: 'rejected', problem: { code: 'INVALID_ARTICLE' } },
    ]);
    expect(await take()).toMatchObject([{ status: 'duplicate' }, { status: 'rejected' }]);
    expect(await recorded()).toMatchObject([{ via: 'feed' }]);
  });
});

describe('what is known of articles', () => {
  it('comes from the log alone, where the tables were dropped', async () => {
    const database = await createTestDatabase();
    const send = (ingest: TestIngest, text: string) =>
      ingest.running.app
        .get(CommandBus)
        .execute<IngestArticlesCommand, readonly IngestResult[]>(new IngestArticlesCommand([article(1, text)], 'push'));
    const before = await startTestIngest(database.url);
    await send(before, 'It is A here.');
    await send(before, 'It is B here.');
    await before.close();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('DROP SCHEMA ingest CASCADE');
    await client.end();
    const after = await startTestIngest(database.url);
    expect(await send(after, 'It is B here.')).toMatchObject([{ status: 'duplicate', revision: { number: 2 } }]);
    expect(await send(after, 'It is A here.')).toMatchObject([{ status: 'accepted', revision: { number: 3 } }]);
    await after.close();
    await database.drop();
  });
});

describe('the write token', () => {
  it('is asked for where one is configured, before a stream is read', async () => {
    const database = await createTestDatabase();
    const ingest = await startTestIngest(database.url, { PARLEY_INGEST_TOKEN: 'a-token-of-some-length' });
    const send = (headers: Record<string, string>) =>
      request(`${ingest.url}/v1/articles`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', ...headers },
        body: ndjson(article(1)),
      }).then(async (answer) => [answer.statusCode, (await answer.body.text()).length > 0]);
    expect(await send({})).toEqual([401, true]);
    expect(await send({ authorization: 'Bearer wrong' })).toEqual([401, true]);
    expect(await ingest.recorded()).toHaveLength(0);
    expect(await send({ authorization: 'Bearer a-token-of-some-length' })).toEqual([202, true]);
    await ingest.close();
    await database.drop();
  });
});

describe('with Postgres gone for a while', () => {
  it('answers 503 with Retry-After, and heals by itself', async () => {
    const postgres = await startOwnPostgres();
    const ingest = await startTestIngest(postgres.url);
    const send = async () => {
      const answer = await request(`${ingest.url}/v1/articles`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(article(1)),
      });
      return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body: await answer.body.text() };
    };
    try {
      expect((await send()).status).toBe(202);
      await postgres.pause();
      expect(await send()).toMatchObject({ status: 503, retryAfter: '5' });
      await postgres.resume();
      await until(async () => (await send()).status === 202);
      expect(await ingest.recorded()).toHaveLength(1);
    } finally {
      await ingest.close();
      await postgres.stop();
    }
  }, 60_000);
});

/** Waits for a condition; a test's own time limit ends a wait in vain. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(25);
}
