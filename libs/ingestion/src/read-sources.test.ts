import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { GuardedClient } from './guarded-client.js';
import { normaliseArticle } from './normalise-article.js';
import { measureSources, type ReadSourcesOptions, readSources, type SourceItem } from './read-sources.js';

let folder: string;
let client: GuardedClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-sources-'));
  client = new GuardedClient({ allowPrivate: true });
});
afterEach(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

const article = (number: number) => ({
  url: `https://example.com/${number}`,
  text: `Text number ${number}.`,
  publishedAt: '2025-08-19',
});
const items = async (sources: string[], options: Partial<ReadSourcesOptions> = {}): Promise<SourceItem[]> => {
  const found: SourceItem[] = [];
  for await (const item of readSources(sources, {
    client,
    maxArticleBytes: 10_000,
    stdin: Readable.from([]),
    ...options,
  }))
    found.push(item);
  return found;
};
/** Each item in a line: where it stands below the folder, and its address or its problem. */
const told = async (sources: string[], options: Partial<ReadSourcesOptions> = {}): Promise<string[]> =>
  (await items(sources, options)).map((item) => {
    const { name, line, entry } = item.origin;
    const place = [name.replace(`${folder}/`, ''), line, entry].filter((part) => part !== null).join(':');
    if (item.kind === 'problem') return `${place} ${item.problem.code}`;
    if (item.kind === 'skipped') return `${place} skipped`;
    const normalised = normaliseArticle(item.input, { now: new Date('2025-09-01'), via: 'file' });
    return `${place} ${normalised.ok ? new URL(normalised.value.url).pathname : normalised.problem.code}`;
  });
const file = async (name: string, content: string | Buffer): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const page = `<html lang="fr"><head><link rel="canonical" href="https://example.com/page"><meta property="article:published_time" content="2025-08-19T10:00:00Z">
  <meta property="og:site_name" content="Le Journal"><meta property="og:title" content="Les pourparlers"></head><body><p>Le ministre a déclaré non.</p></body></html>`;

describe('sources of articles', () => {
  it('are JSON: one, a list, a graph, or one a line under any name', async () => {
    const graph = {
      '@graph': [1, 2].map((n) => ({
        '@type': 'NewsArticle',
        url: `https://example.com/${n}`,
        articleBody: 'Some text.',
        datePublished: '2025-08-19',
      })),
    };
    expect(await told([await file('one.json', JSON.stringify(article(1), null, 2))])).toEqual(['one.json /1']);
    expect(await told([await file('list.json', JSON.stringify([article(1), 'x']))])).toEqual([
      'list.json:0 /1',
      'list.json:1 INVALID_ARTICLE',
    ]);
    expect(await told([await file('graph.json', JSON.stringify(graph, null, 1))])).toEqual([
      'graph.json:0 /1',
      'graph.json:1 /2',
    ]);
    expect(
      await told([await file('lines.json', `${JSON.stringify(article(1))}\n${JSON.stringify(article(2))}`)]),
    ).toEqual(['lines.json:1 /1', 'lines.json:2 /2']);
  });

  it('are JSON in the encoding of an old program, on a disk', async () => {
    const bytes = iconv.encode(JSON.stringify({ ...article(1), title: 'Größe' }, null, 1), 'utf-16le', {
      addBOM: true,
    });
    expect(await items([await file('old.json', bytes)])).toMatchObject([{ input: { title: 'Größe' } }]);
  });

  it('are NDJSON, with each fault named by its line', async () => {
    const lines = [
      JSON.stringify(article(1)),
      '{broken',
      '',
      `"${'x'.repeat(10_001)}"`,
      JSON.stringify(article(2)),
    ].join('\r\n');
    expect(await told([await file('a.jsonl', lines)])).toEqual([
      'a.jsonl:1 /1',
      'a.jsonl:2 NOT_JSON',
      'a.jsonl:4 TOO_LARGE',
      'a.jsonl:5 /2',
    ]);
  });

  it('are HTML that says of itself where it stood, when, and whose it is', async () => {
    expect(await items([await file('a.html', iconv.encode(page, 'utf-8'))])).toMatchObject([
      {
        input: {
          url: 'https://example.com/page',
          title: 'Les pourparlers',
          publishedAt: '2025-08-19T10:00:00Z',
          publisher: 'Le Journal',
          language: 'fr',
        },
      },
    ]);
    const latin = page.replace('<head>', '<head><meta charset="iso-8859-1">');
    expect(await items([await file('b.htm', iconv.encode(latin, 'latin1'))])).toMatchObject([
      { input: { html: expect.stringContaining('déclaré') } },
    ]);
  });

  it('are told what is missing of HTML, and take it from the caller', async () => {
    const path = await file('bare.html', '<p>The talks failed.</p>');
    const [item] = await items([path]);
    expect(item).toMatchObject({
      kind: 'problem',
      problem: { code: 'INVALID_ARTICLE', detail: expect.stringMatching(/--url.*--date/) },
    });
    expect(await told([path], { details: { url: 'https://example.com/given', publishedAt: '2025-08-19' } })).toEqual([
      'bare.html /given',
    ]);
  });

  it('are plain text with a head', async () => {
    const text =
      'URL: https://example.com/t\nDate: 2025-08-19\nTitle: "Talks fail"\nSource: The Outlet\n\nThe talks failed.\n\nNote: both left.';
    expect(await items([await file('a.txt', text)])).toMatchObject([
      {
        input: {
          url: 'https://example.com/t',
          publishedAt: '2025-08-19',
          title: 'Talks fail',
          publisher: 'The Outlet',
          text: 'The talks failed.\n\nNote: both left.',
        },
      },
    ]);
    expect(
      await items([await file('fenced.txt', `---\n${text.split('\n\n')[0]}\n---\nThe talks failed.`)]),
    ).toMatchObject([{ input: { text: 'The talks failed.' } }]);
    expect(await told([await file('none.txt', 'Said: nothing\n\nThe talks failed.')])).toEqual([
      'none.txt INVALID_ARTICLE',
    ]);
  });

  it('are folders with all below them, in order, without what is hidden or of another kind', async () => {
    await mkdir(join(folder, 'b'));
    await file('c.json', JSON.stringify(article(3)));
    await file('b/x.ndjson', JSON.stringify(article(2)));
    await file('a.pdf', 'x');
    await file('.hidden.json', '{}');
    await symlink(folder, join(folder, 'b', 'loop'));
    expect(await told([folder])).toEqual(['a.pdf skipped', 'b/x.ndjson:1 /2', 'c.json /3']);
    expect(await measureSources([folder])).toBe(1 + 2 * JSON.stringify(article(3)).length);
  });

  it('go on after one that is not there', async () => {
    expect(await told([join(folder, 'no.json'), await file('yes.json', JSON.stringify(article(1), null, 1))])).toEqual([
      'no.json SOURCE_MISSING',
      'yes.json /1',
    ]);
  });

  test.each([
    ['one a line', `${JSON.stringify(article(1))}\n${JSON.stringify(article(2))}\n`, ['-:1 /1', '-:2 /2']],
    ['a list', JSON.stringify([article(1)]), ['-:0 /1']],
    ['an object over many lines', JSON.stringify(article(1), null, 2), ['- /1']],
    ['HTML', page, ['- /page']],
    ['plain text', 'URL: https://example.com/t\nDate: 2025-08-19\n\nHello there.', ['- /t']],
    ['a first line without end', `{"text":"${'x'.repeat(20_000)}`, ['- NOT_JSON']],
  ])('are standard input: %s', async (_, input, expected) => {
    expect(await told(['-'], { stdin: Readable.from([Buffer.from(input)]) })).toEqual(expected);
  });

  it('are read as a stream, and only as fast as they are taken', async () => {
    let given = 0;
    const endless = async function* () {
      for (;;) yield Buffer.from(`${JSON.stringify(article(++given))}\n`);
    };
    for await (const item of readSources(['-'], { client, maxArticleBytes: 1_000, stdin: endless() })) {
      if (item.origin.line === 1_000) break;
    }
    expect(given).toBeLessThan(1_010);
  });

  describe('at an address', () => {
    let server: Server;
    let answer: { type: string; body: string };
    let base: string;
    beforeEach(async () => {
      server = createServer((_, response) => response.writeHead(200, { 'content-type': answer.type }).end(answer.body));
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('are pages, known by their address', async () => {
      answer = { type: 'text/html; charset=utf-8', body: page };
      expect(await items([`${base}/story`])).toMatchObject([
        { origin: { name: `${base}/story` }, input: { url: `${base}/story`, title: 'Les pourparlers' } },
      ]);
    });

    it('are what their media type says, and nothing else', async () => {
      answer = { type: 'application/x-ndjson', body: JSON.stringify(article(7)) };
      expect(await told([`${base}/x`])).toEqual([`${base}/x:1 /7`]);
      answer = { type: 'application/pdf', body: 'x' };
      expect(await told([`${base}/x`])).toEqual([`${base}/x SOURCE_UNREADABLE`]);
    });

    it('are not fetched from private networks unless that is allowed', async () => {
      const guarded = new GuardedClient();
      answer = { type: 'text/html', body: page };
      expect(await told([`${base}/story`], { client: guarded })).toEqual([`${base}/story FETCH_FAILED`]);
      await guarded.close();
    });
  });
});
