import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../api/api-client.js';
import { type LocalServer, problem, startLocalServer } from '../../api/local-server.test-support.js';
import { type IngestSourcesOptions, ingestSources } from './ingest-sources.js';

let folder: string;
let server: LocalServer;
let down = false;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-cli-'));
  down = false;
  server = await startLocalServer((request, response) => {
    if (down) return problem(response, 401, 'UNAUTHORIZED', 'Writing needs a token.');
    const lines = request.body.trim().split('\n');
    response.end(
      `${lines
        .map((text, index) => {
          const article = JSON.parse(text) as { title?: string };
          const status = article.title ?? 'accepted';
          return JSON.stringify(
            status === 'rejected'
              ? {
                  line: index + 1,
                  status,
                  problem: { type: 'x', title: 'x', status: 422, code: 'EMPTY_ARTICLE', detail: 'no text is left' },
                }
              : {
                  line: index + 1,
                  status,
                  articleId: 'a'.repeat(64),
                  revision: { number: 1, hash: 'b'.repeat(64) },
                  eventId: 'd2f5632d-8de0-5e77-ae24-c50f65e8b599',
                  url: 'https://a.example/',
                },
          );
        })
        .join('\n')}\n`,
    );
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ingest = (sources: readonly string[], changes: Partial<IngestSourcesOptions> = {}) =>
  ingestSources(new ApiClient({ baseUrl: server.url, token: null }), sources, {
    details: {},
    allowPrivate: false,
    maxArticleBytes: 10_000,
    refusedFile: join(folder, 'refused.ndjson'),
    stdin: (async function* () {})(),
    stop: new AbortController().signal,
    patienceMs: 1_000,
    onProgress: () => undefined,
    onRefused: () => undefined,
    onRetry: () => undefined,
    ...changes,
  });

describe('ingestSources', () => {
  it('counts what became of each article, and writes down what was refused with its place', async () => {
    const file = join(folder, 'articles.ndjson');
    await writeFile(file, '{"title":"accepted"}\nnot json\n\n{"title":"duplicate"}\n{"title":"rejected"}\n');
    await writeFile(join(folder, 'notes.pdf'), 'x');
    const { summary, failure } = await ingest([folder]);
    expect(failure).toBeNull();
    expect(summary).toMatchObject({ accepted: 1, duplicates: 1, refused: 2, passedOver: 1, resent: 0 });
    const refused = (await readFile(join(folder, 'refused.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(refused).toMatchObject([
      { source: file, line: 2, problem: { code: 'NOT_JSON' }, raw: 'not json' },
      {
        source: file,
        line: 5,
        problem: { code: 'EMPTY_ARTICLE', detail: 'no text is left' },
        input: { title: 'rejected' },
      },
    ]);
  });

  it('makes no file where nothing was refused', async () => {
    const file = join(folder, 'articles.ndjson');
    await writeFile(file, '{"title":"accepted"}\n');
    const { summary } = await ingest([file]);
    expect(summary.refusedFile).toBeNull();
    await expect(readFile(join(folder, 'refused.ndjson'))).rejects.toThrow('ENOENT');
  });

  it('says what went in before the API said no', async () => {
    const file = join(folder, 'articles.ndjson');
    await writeFile(file, '{"title":"accepted"}\n'.repeat(250));
    const { summary, failure } = await ingest([file], {
      onProgress: () => {
        down = true;
      },
    });
    expect(summary.accepted).toBe(200);
    expect(failure?.message).toContain('PARLEY_INGEST_TOKEN');
  });

  it('puts what the caller says about a text into the article', async () => {
    const file = join(folder, 'story.txt');
    await writeFile(file, 'The talks go on.');
    await ingest([file], {
      details: { url: 'https://gazette.example/a', publishedAt: '2026-03-02', publisher: 'The Example Gazette' },
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      url: 'https://gazette.example/a',
      publishedAt: '2026-03-02',
      publisher: 'The Example Gazette',
      text: 'The talks go on.',
    });
  });

  it('stops after the batch in flight when told to', async () => {
    const stop = new AbortController();
    const file = join(folder, 'articles.ndjson');
    await writeFile(file, '{"title":"accepted"}\n'.repeat(1_000));
    const { summary } = await ingest([file], { stop: stop.signal, onProgress: () => stop.abort() });
    expect(summary.accepted).toBe(200);
  });
});
