import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLogger } from '@parley/platform';
import fc from 'fast-check';
import { madeUpArticles, madeUpDossierYaml } from '../../../../test/support/made-up-negotiation.js';
import { PartitionLostError } from '../extract/statement-reader.js';
import { articleSaying, dossierInForce, observedEvent } from '../test-articles.test-support.js';
import { RulesReader } from './rules-reader.js';
import { readingThread, type ThreadEntry } from './thread-entry.js';

/** Threads run Node's own loader, which reads this repository's TypeScript by a hook. */
const entry = readingThread([
  '--import',
  pathToFileURL(join(process.cwd(), 'test/support/register-typescript.mjs')).href,
]);
const ALIVE = new AbortController().signal;
const lakeside = dossierInForce();
/** The same negotiation under another name: an article has something to say under both. */
const riverside = dossierInForce(madeUpDossierYaml().replace('dossier: lakeside-talks', 'dossier: riverside-talks'));
const both = [lakeside, riverside];
const events = [...madeUpArticles(7, 40)].map(observedEvent);

const open: RulesReader[] = [];
function reader(
  threads: number,
  options: { entry?: ThreadEntry; articleWithinMs?: number; onReplaced?: () => void } = {},
) {
  const made = new RulesReader({ threads, entry, logger: silentLogger, ...options });
  open.push(made);
  return made;
}

describe('reading in threads', () => {
  let readers: RulesReader[];
  beforeAll(() => {
    readers = [0, 1, 3].map((threads) => new RulesReader({ threads, entry, logger: silentLogger }));
  });
  afterAll(async () => {
    await Promise.all(readers.map((each) => each.close()));
  });

  test('finds the same, in the order of the batch, by any number of threads and after any history', async () => {
    const alone = new Map<string, string>();
    for (const event of events) {
      const [read] = await reader(0).read([event], both, ALIVE);
      alone.set(event.id, JSON.stringify(read));
    }
    expect([...alone.values()].some((json) => json.includes('"stance"'))).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: 1 }),
        fc.constantFrom(...[0, 1, 2]),
        async (batch, which) => {
          const read = await readers[which]!.read(batch, both, ALIVE);
          expect(read.map((data) => JSON.stringify(data))).toEqual(batch.map(({ id }) => alone.get(id)));
        },
      ),
      { numRuns: 30 },
    );
    // Dossiers are compiled some eighty times, which a busy machine takes its time for.
  }, 120_000);

  test('reads each batch under the dossiers that are in force for it', async () => {
    const dossiersOf = async (inForce: typeof both): Promise<string[]> => {
      const [read] = await readers[1]!.read(events.slice(0, 1), inForce, ALIVE);
      return read!.dossiers.map(({ id, version }) => `${id}@${version}`);
    };
    const named = (inForce: typeof both) => inForce.map(({ dossier, version }) => `${dossier.dossier}@${version}`);
    const amended = dossierInForce(madeUpDossierYaml().replace('title: Lakeside', 'title: Amended lakeside'));
    for (const inForce of [both, [lakeside], [amended], [], both])
      expect(await dossiersOf(inForce)).toEqual(named(inForce));
  });

  test('says what speaks against a reading, where that is asked for', async () => {
    const batch = [
      articleSaying('silent', 'The ferries ran as usual through the week, and the harbour was calm until the evening.'),
      articleSaying('said', '"We support the ferry treaty and we will vote for it," Ada Quill said on Monday.'),
    ];
    for (const each of readers) {
      const readings = await each.readings(batch, [lakeside], { doubts: true, signal: ALIVE });
      expect(readings.map(({ doubts }) => doubts)).toEqual([
        [{ dossier: 'lakeside-talks', lowest: null, unread: false }],
        [{ dossier: 'lakeside-talks', lowest: readings[1]!.read.statements[0]!.confidence, unread: false }],
      ]);
    }
  });

  test('stops at the partition being lost', async () => {
    const lost = AbortSignal.abort();
    for (const each of readers) await expect(each.read(events, both, lost)).rejects.toBeInstanceOf(PartitionLostError);
    expect(await readers[2]!.read(events.slice(0, 2), both, ALIVE)).toHaveLength(2);
  });
});

describe('a thread that dies', () => {
  /**
   * Echoes the article's address, unless the text tells it to die or to hang; "DIE ONCE" leaves a mark in the file
   * system, for the thread that follows is a new one.
   */
  const frail = (folder: string): ThreadEntry => ({
    url: new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { existsSync, writeFileSync } from 'node:fs';
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', ({ kind, job, article }) => {
          if (kind !== 'read') return parentPort.postMessage({ kind: 'ready' });
          const mark = ${JSON.stringify(`${folder}/`)} + article.articleId;
          if (article.text.includes('DIE ONCE') && !existsSync(mark)) {
            writeFileSync(mark, '');
            process.exit(3);
          }
          if (article.text.includes('DIE ALWAYS')) throw new Error('out of its depth');
          if (article.text.includes('HANG')) for (;;);
          parentPort.postMessage({ kind: 'read', job, reading: { read: { url: article.url }, doubts: [] } });
        });`)}`,
    ),
    execArgv: [],
  });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-test-threads-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });
  const calm = Array.from({ length: 12 }, (_, i) =>
    articleSaying(`calm-${i}`, `A calm day, number ${i}, by the lake.`),
  );
  const urlsOf = (read: readonly unknown[]) => read.map((each) => (each as { url: string }).url);

  test('is replaced, and its article read once more, in its place', async () => {
    let replaced = 0;
    const pool = reader(2, { entry: frail(folder), onReplaced: () => replaced++ });
    const batch = calm.with(3, articleSaying('once', 'DIE ONCE, said nobody at all by the lake.'));
    expect(urlsOf(await pool.read(batch, both, ALIVE))).toEqual(batch.map(({ data }) => data.url));
    expect(replaced).toBe(1);
  });

  test('twice under one article fails that article, and the threads go on', async () => {
    let replaced = 0;
    const pool = reader(2, { entry: frail(folder), onReplaced: () => replaced++ });
    const poison = articleSaying('always', 'DIE ALWAYS, said nobody at all by the lake.');
    const failure = await pool.read(calm.with(5, poison), both, ALIVE).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'READING_THREAD_DIED', retryable: false });
    expect(String(failure)).toContain('out of its depth');
    expect(replaced).toBe(2);
    // The batch comes again in halves: nobody dies under that article again.
    await expect(pool.read([poison], both, ALIVE)).rejects.toBe(failure);
    expect(replaced).toBe(2);
    expect(await pool.read(calm, both, ALIVE)).toHaveLength(calm.length);
  });

  test('counts as dead where it takes too long', async () => {
    const pool = reader(1, { entry: frail(folder), articleWithinMs: 300 });
    const hang = articleSaying('hang', 'HANG, said nobody at all by the lake.');
    await expect(pool.read([hang], both, ALIVE)).rejects.toMatchObject({ code: 'READING_THREAD_DIED' });
    expect(await pool.read(calm, both, ALIVE)).toHaveLength(calm.length);
  });

  test('is not held against the article where it only takes long to start', async () => {
    let replaced = 0;
    const slow = frail(folder);
    const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900);';
    const url = new URL(slow.url.href.replace(',', `,${encodeURIComponent(wait)}`));
    const pool = reader(1, { entry: { ...slow, url }, articleWithinMs: 300, onReplaced: () => replaced++ });
    expect(await pool.read(calm, both, ALIVE)).toHaveLength(calm.length);
    expect(replaced).toBe(0);
  });

  test('before it could begin fails the batch for now, and no article for good', async () => {
    let replaced = 0;
    const entry = { url: new URL(`data:text/javascript,throw new Error('no memory')`), execArgv: [] };
    const pool = reader(1, { entry, onReplaced: () => replaced++ });
    for (const deaths of [2, 4]) {
      await expect(pool.read(calm.slice(0, 1), both, ALIVE)).rejects.toMatchObject({
        code: 'READING_THREAD_NOT_STARTED',
        retryable: true,
        message: expect.stringContaining('no memory'),
      });
      expect(replaced).toBe(deaths);
    }
  });

  test('at the end, with all the others, leaves nothing waiting', async () => {
    const pool = reader(1, { entry: frail(folder) });
    const hang = articleSaying('hang-2', 'HANG, said nobody at all by the lake.');
    const reading = pool.read([...calm, hang, ...calm], both, ALIVE);
    reading.catch(() => undefined);
    await pool.close();
    await expect(reading).rejects.toMatchObject({ code: 'READING_POOL_CLOSED', retryable: true });
    await expect(pool.read(calm, both, ALIVE)).rejects.toMatchObject({ code: 'READING_POOL_CLOSED' });
  });
});
