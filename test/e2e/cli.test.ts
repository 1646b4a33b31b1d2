import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  json,
  type LocalServer,
  problem,
  type RecordedRequest,
  startLocalServer,
} from '../../apps/cli/src/api/local-server.test-support.js';
import { change, HOSTILE_CHARACTERS, matrix } from '../../apps/cli/src/output/made-up-record.test-support.js';
import { ALL_TOPICS } from '../../libs/contracts/src/index.js';
import { createEmbeddedEventLog, DEAD_LETTER_HEADERS, migrateEmbeddedLog } from '../../libs/event-log/src/index.js';
import { createPool } from '../../libs/postgres/src/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** `npm test` has built before. With PARLEY_TEST_FROM_SOURCE the sources run as they are. */
const PROGRAM = process.env.PARLEY_TEST_FROM_SOURCE
  ? ['--import', './test/support/register-typescript.mjs', 'apps/cli/src/main.ts']
  : ['bin/parley.mjs'];
jest.setTimeout(120_000);

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PARLEY_|KAFKA_|NODE_OPTIONS$|JEST_|FORCE_)/.test(name),
  );
  return spawn(process.execPath, [...PROGRAM, ...words], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: 'pipe',
  });
}

async function outcomeOf(child: ChildProcess, stdin = ''): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A program that ends early does not read what it is given.
  child.stdin?.on('error', () => undefined).end(stdin);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const parley = (words: readonly string[], environment: Record<string, string> = {}, stdin = ''): Promise<Outcome> =>
  outcomeOf(start(words, environment), stdin);

let folder: string;
let server: LocalServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-cli-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function api(
  answer: (request: RecordedRequest, response: ServerResponse) => void,
): Promise<Record<string, string>> {
  server = await startLocalServer(answer);
  return { PARLEY_API_URL: server.url };
}

describe('the words of a call', () => {
  test('help ends with 0 and names the exit codes', async () => {
    const { code, stdout } = await parley(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong call');
  });

  test('an unknown command ends with 2', async () => {
    const { code, stdout, stderr } = await parley(['nonsense']);
    expect(stderr).toContain("unknown command 'nonsense'");
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  test('a setting that does not exist ends with 2', async () => {
    const { code, stderr } = await parley(['matrix'], { PARLEY_APIURL: 'x' });
    expect(stderr).toContain('PARLEY_APIURL: is no setting of Parley');
    expect(code).toBe(2);
  });
});

describe('asking the API', () => {
  test('nobody there ends with 3, without a stack', async () => {
    const { code, stderr } = await parley(['matrix', '--api', 'http://127.0.0.1:1']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^parley: no Parley answers at http:\/\/127\.0\.0\.1:1 .*parley start/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('shows the stack to those who debug', async () => {
    const { stderr } = await parley(['matrix', '--api', 'http://127.0.0.1:1'], { PARLEY_LOG_LEVEL: 'debug' });
    expect(stderr).toMatch(/\n {4}at /);
  });

  test('a problem ends with 1 and its own words', async () => {
    const environment = await api((_, response) => problem(response, 404, 'NOT_FOUND', 'There is no dossier "x".'));
    const { code, stderr } = await parley(['matrix', 'x'], environment);
    expect(stderr).toContain('There is no dossier "x". [NOT_FOUND');
    expect(code).toBe(1);
  });

  test('prints a table for people and a document for programs', async () => {
    const environment = await api((_, response) => json(response, 200, matrix()));
    expect((await parley(['matrix', 'lakeside-water'], environment)).stdout).toContain('Ada Quill   ± conditional');
    const { stdout } = await parley(['matrix', 'lakeside-water', '--json'], environment);
    expect(JSON.parse(stdout)).toEqual(matrix());
  });

  test('lets no escape sequence through, unless it is its own', async () => {
    const environment = await api((_, response) =>
      json(response, 200, matrix({ title: 'Talks\u001b]0;owned\u0007\u202e' })),
    );
    expect((await parley(['matrix', 'lakeside-water'], environment)).stdout).not.toMatch(HOSTILE_CHARACTERS);
    const coloured = await parley(['matrix', 'lakeside-water'], { ...environment, FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\u001b[31m− oppose\u001b[39m');
    expect(coloured.stdout).not.toContain('\u001b]');
    const plain = await parley(['matrix', 'lakeside-water', '--no-color'], { ...environment, FORCE_COLOR: '1' });
    expect(plain.stdout).not.toMatch(HOSTILE_CHARACTERS);
  });

  test('ends quietly when its reader went away', async () => {
    const environment = await api((_, response) =>
      json(response, 200, { items: Array.from({ length: 500 }, () => change()), next: null, follow: null }),
    );
    const child = start(['changes', '--limit', '500'], environment);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await outcomeOf(child);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('the token goes along with what writes and is in no error', async () => {
    const token = 'a-token-of-sixteen-or-more';
    const environment = await api((_, response) =>
      problem(response, 401, 'UNAUTHORIZED', 'This token is not the one.'),
    );
    const { code, stderr } = await parley(
      ['ingest', '-', '--format', 'ndjson'],
      { ...environment, PARLEY_INGEST_TOKEN: token },
      '{"url":"https://a.example/"}\n',
    );
    expect(server?.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(stderr).toContain('This token is not the one.');
    expect(stderr).not.toContain(token);
    expect(code).toBe(1);
  });

  test('follows changes until it is interrupted, and then ends well', async () => {
    const environment = await api((request, response) => {
      if (!request.url.startsWith('/v1/changes/stream'))
        return json(response, 200, { items: [], next: null, follow: 'here' });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`id: 1\nevent: position.shifted\ndata: ${JSON.stringify(change())}\n\n`);
    });
    const child = start(['changes', '--follow', '--json'], environment);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, stdout } = await outcomeOf(child);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(change());
    expect(server?.requests.at(-1)?.url).toContain('after=here');
  });
});

describe('ingest', () => {
  const placed = {
    articleId: 'a'.repeat(64),
    revision: { number: 1, hash: 'b'.repeat(64) },
    eventId: 'd2f5632d-8de0-5e77-ae24-c50f65e8b599',
    url: 'https://a.example/',
  };

  test('ends with 4 when some were refused, and names them with their lines', async () => {
    const environment = await api((_, response) =>
      response.end(`${JSON.stringify({ line: 1, status: 'accepted', ...placed })}\n`),
    );
    const refused = join(folder, 'refused.ndjson');
    const stdin = '{"url":"https://a.example/","text":"x","publishedAt":"2026-01-01"}\nnot json\n';
    const { code, stdout, stderr } = await parley(['ingest', '-', '--refused', refused], environment, stdin);
    expect(stdout).toMatch(/^1 accepted, 0 duplicates, 1 refused in /);
    expect(stderr).toContain('standard input:2: ');
    expect(code).toBe(4);
    expect(JSON.parse(await readFile(refused, 'utf8'))).toMatchObject({ source: '-', line: 2 });
  });

  test('sends again while the API is away, and takes nothing twice', async () => {
    let count = 0;
    const environment = await api((_, response) =>
      ++count < 3
        ? problem(response, 503, 'UNAVAILABLE', 'Postgres does not answer.')
        : void response.end(`${JSON.stringify({ line: 1, status: 'accepted', ...placed })}\n`),
    );
    const { code, stdout, stderr } = await parley(
      ['ingest', '-', '--json'],
      environment,
      '{"url":"https://a.example/"}\n',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, duplicates: 0, refused: 0, resent: 1 });
    expect(stderr).toContain('sending again in');
  });

  test('a source that is not there ends with 1 and makes no file', async () => {
    const environment = await api((_, response) => response.end());
    const { code, stderr } = await parley(['ingest', join(folder, 'none')], environment);
    expect(stderr).toContain('is not there');
    expect(code).toBe(1);
  });

  test('waits until positions have caught up', async () => {
    let asked = 0;
    const environment = await api((request, response) => {
      if (request.method === 'POST')
        return void response.end(`${JSON.stringify({ line: 1, status: 'accepted', ...placed })}\n`);
      const open = asked++ < 2 ? 1 : 0;
      json(response, 200, { extractor: open, tracker: 0, outbox: 0, projector: 0, caughtUp: open === 0 });
    });
    const { code } = await parley(['ingest', '-', '--wait'], environment, '{"url":"https://a.example/"}\n');
    expect(code).toBe(0);
    expect(server?.requests.filter(({ url }) => url === '/v1/pipeline')).toHaveLength(3);
  });
});

describe('extract', () => {
  const dossier = 'samples/dossiers/us-china-trade.yaml';

  test('prints a line an article, in their order, with exact offsets and without a running system', async () => {
    const { code, stdout } = await parley([
      'extract',
      '-d',
      dossier,
      '-d',
      'samples/dossiers/ukraine-peace-talks.yaml',
      'test/gold/dev.jsonl',
    ]);
    expect(code).toBe(0);
    const articles = (await readFile(join(ROOT, 'test/gold/dev.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const printed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed.map(({ id }) => id)).toEqual(articles.map(({ id }) => id));
    expect(printed.some(({ statements }) => statements.length > 0)).toBe(true);
    for (const [index, { statements }] of printed.entries()) {
      for (const { start, end, evidence, dossier: of } of statements) {
        expect(articles[index].text.slice(start, end)).toBe(evidence);
        expect(of).toBeUndefined();
      }
    }
  });

  test('gives the same bytes whatever was read before', async () => {
    const lines = (await readFile(join(ROOT, 'test/gold/dev.jsonl'), 'utf8')).trim().split('\n').slice(0, 4);
    const inOrder = await parley(['extract', '-d', dossier, '-'], {}, lines.join('\n'));
    const backwards = await parley(['extract', '-d', dossier, '-'], {}, [...lines].reverse().join('\n'));
    expect(backwards.stdout.trim().split('\n').reverse()).toEqual(inOrder.stdout.trim().split('\n'));
  });

  test('with --all prints attributions', async () => {
    const line = {
      id: 'x',
      text: 'Nobody will sign, the envoy Ada Quill said on Monday.',
      publishedAt: '2026-03-02',
    };
    const { stdout } = await parley(['extract', '-d', dossier, '--all', '-'], {}, JSON.stringify(line));
    const { id, attributions } = JSON.parse(stdout);
    expect(id).toBe('x');
    for (const { source, cue } of attributions) {
      expect(line.text.slice(source.start, source.end)).toBe(source.text);
      expect(line.text.slice(cue.start, cue.end)).toBe(cue.text);
    }
  });

  test('names unreadable lines and goes on, ending with 4', async () => {
    const file = join(folder, 'articles.jsonl');
    await writeFile(
      file,
      '{"id":"a","text":"x","publishedAt":"2026-01-01"}\nnot json\n{"id":"b"}\n{"id":"c","text":"y","publishedAt":"2026-01-01"}\n',
    );
    const { code, stdout, stderr } = await parley(['extract', '-d', dossier, file]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['a', 'c']);
    expect(stderr).toContain(`${file}:2: The line is not valid JSON.`);
    expect(stderr).toContain(`${file}:3: The article has no "text".`);
    expect(code).toBe(4);
  });

  test('refuses a dossier that is wrong, with its line', async () => {
    const file = join(folder, 'dossier.yaml');
    await writeFile(file, 'dossier: x\n');
    const { code, stderr } = await parley(['extract', '-d', file, '-'], {}, '');
    expect(stderr).toContain(`${file}:1:`);
    expect(code).toBe(1);
  });
});

describe('on the log itself', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  beforeEach(async () => {
    database = await createTestDatabase();
    environment = { PARLEY_DATABASE_URL: database.url, PARLEY_DATA_DIR: folder };
  });
  afterEach(() => database.drop());

  test('topics finds what is missing and makes it', async () => {
    const missing = await parley(['topics'], environment);
    expect(missing.stderr).toContain(`${ALL_TOPICS.length} missing: "parley topics --create" makes them`);
    expect(missing.code).toBe(1);
    expect((await parley(['topics', '--create'], environment)).code).toBe(0);
    const { code, stdout } = await parley(['topics', '--json'], environment);
    expect(code).toBe(0);
    const topics = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(topics).toContainEqual({
      name: 'parley.articles.v1',
      status: 'ok',
      partitions: 6,
      records: 0,
      differences: [],
    });
  });

  test('a dead letter is listed, shown, tried again, and then no longer open', async () => {
    await parley(['topics', '--create'], environment);
    const letter = 'parley.articles.v1.dlq.extractor/0/0';
    const pool = createPool(database.url, { max: 3, applicationName: 'test' });
    const client = await pool.connect();
    await migrateEmbeddedLog(client);
    client.release();
    const log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 6 });
    const names = DEAD_LETTER_HEADERS;
    await log.append('parley.articles.v1.dlq.extractor', [
      {
        key: 'k',
        value: Buffer.from('{"broken": "\u001b[2J"}'),
        headers: {
          ce_type: 'parley.article.observed',
          [names.code]: 'EVENT_NOT_JSON',
          [names.reason]: 'not JSON\u001b[2J',
          [names.service]: 'extractor',
          [names.topic]: 'parley.articles.v1',
          [names.partition]: '2',
          [names.offset]: '7',
          [names.at]: '2026-03-02T09:00:01.000Z',
          [names.recordedAt]: '2026-03-02T09:00:00.000Z',
        },
      },
    ]);

    const listed = await parley(['dlq', 'list'], environment);
    expect(listed.stdout).toContain(letter);
    expect(listed.stdout).toContain('EVENT_NOT_JSON not JSON[2J');
    const shown = await parley(['dlq', 'show', letter, '--json'], environment);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      letter,
      status: 'open',
      original: { topic: 'parley.articles.v1', partition: 2, offset: '7' },
      headers: { ce_type: 'parley.article.observed' },
      value: '{"broken": "\u001b[2J"}',
    });
    expect((await parley(['dlq', 'show', letter], environment)).stdout).not.toMatch(HOSTILE_CHARACTERS);

    const retried = await parley(['dlq', 'retry', '--all', '--service', 'extractor'], environment);
    expect(retried.stdout).toContain('1 event appended again');
    const ends = await log.bounds('parley.articles.v1');
    expect(ends.reduce((sum, { begin, end }) => sum + (end - begin), 0n)).toBe(1n);
    expect((await parley(['dlq', 'list'], environment)).stdout).toBe('No dead letters.\n');
    expect((await parley(['dlq', 'list', '--retried'], environment)).stdout).toContain(`${letter} retried`);
    expect((await parley(['dlq', 'show', 'parley.articles.v1.dlq.extractor/0/99'], environment)).code).toBe(1);
    await log.close();
    await pool.end();
  });

  test('doctor says what is wrong and what to do, and ends with 1', async () => {
    const { code, stdout } = await parley(['doctor', '--json', '--api', 'http://127.0.0.1:1'], environment);
    expect(code).toBe(1);
    const { ok, checks } = JSON.parse(stdout);
    expect(ok).toBe(false);
    const statusOf = (name: string) => checks.find((check: { name: string }) => check.name === name)?.status;
    expect(statusOf('node')).toBe('ok');
    expect(statusOf('database')).toBe('ok');
    expect(statusOf('topics')).toBe('fail');
    expect(statusOf('api')).toBe('fail');
    for (const { status, advice } of checks) expect(status === 'ok' || typeof advice === 'string').toBe(true);
  });

  test('rebuild makes a record of an empty log', async () => {
    await parley(['topics', '--create'], environment);
    const { code, stdout } = await parley(['rebuild', '--json'], environment);
    expect(JSON.parse(stdout)).toMatchObject({ records: 0, skipped: [] });
    expect(code).toBe(0);
  });

  test('says that there is no record where Parley never ran', async () => {
    const { code, stderr } = await parley(['rebuild'], { PARLEY_DATA_DIR: join(folder, 'none') });
    expect(stderr).toContain('"parley start" makes one');
    expect(code).toBe(3);
  });
});
