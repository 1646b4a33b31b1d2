import { createEvent, decodeEvent, type PositionChanged, revisionHashOf, sha256Hex } from '@parley/contracts';
import { foldChanges } from '@parley/domain';
import { CheckpointMovedError } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { DossiersInForce, type StatementsEvent } from '@parley/tracking';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { madeUpArticle } from '../../../../test/support/made-up-negotiation.js';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { migrateTracker } from '../migrations/migrate-tracker.js';
import type { OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { articleSays } from '../statements-event.test-support.js';
import { TrackStatementsCommand } from '../track-statements/track-statements.command.js';
import { TrackStatementsHandler } from '../track-statements/track-statements.handler.js';
import { type ArticleEvent, GroupSourcesCommand } from './group-sources.command.js';
import { GroupSourcesHandler } from './group-sources.handler.js';

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const NOW = new Date('2025-09-01T00:00:00Z');
const publisher = { wake: () => undefined } as unknown as OutboxPublisher;
const noDossiers = () =>
  new DossiersInForce({ bounds: async () => [], read: () => ({ async *[Symbol.asyncIterator]() {} }) }, silentLogger);

const track = (...events: StatementsEvent[]) =>
  new TrackStatementsHandler(pool, () => NOW, publisher, noDossiers()).execute(
    new TrackStatementsCommand(events, async () => undefined),
  );
const group = (...events: ArticleEvent[]) =>
  new GroupSourcesHandler(pool, () => NOW, publisher, noDossiers()).execute(
    new GroupSourcesCommand(events, async () => undefined),
  );

/** Made-up prose, the same for the same seed. */
function prose(seed: number, words: number): string[] {
  let state = seed;
  return Array.from({ length: words }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `w${state % 5_000}`;
  });
}
const WIRE = prose(1, 300);
/** The wire story as an outlet prints it: with a line of its own, and its end cut. */
const wire = (edit: number): string => [...prose(edit + 900, edit), ...WIRE.slice(0, 300 - edit)].join(' ');

/** An article as it is observed; its address is that of `articleSays` of the same name. */
function observed(
  article: string,
  text: string,
  options: { revision?: number; publisher?: string } = {},
): ArticleEvent {
  const { revision = 1 } = options;
  const url = `https://news.example/${encodeURIComponent(article)}`;
  return createEvent(
    'parley.article.observed',
    {
      articleId: sha256Hex(article),
      url,
      originalUrl: url,
      revision: { number: revision, hash: revisionHashOf(article, text) },
      title: article,
      text,
      original: null,
      publisher: options.publisher ?? `The ${article}`,
      language: 'en',
      publishedAt: '2025-08-01T12:00:00.000Z',
      publishedOn: '2025-08-01',
      observedAt: '2025-08-01T12:00:00.000Z',
      via: 'push',
    },
    { source: '/parley/ingest', time: NOW },
  );
}

const supports = (article: string, options: { confidence?: number; publisher?: string } = {}) =>
  articleSays(
    article,
    [{ stance: 'support', on: '2025-08-01', ...(options.confidence && { confidence: options.confidence }) }],
    options.publisher === undefined ? {} : { publisher: options.publisher },
  );

async function announced(): Promise<PositionChanged[]> {
  const { rows } = await pool.query<{ headers: Record<string, string>; value: Buffer }>(
    'SELECT headers, value FROM tracker.outbox ORDER BY seq',
  );
  return rows.map((row) => decodeEvent(row, 'parley.positions.v1').data as PositionChanged);
}
const told = async () =>
  (await announced()).map(
    ({ change, after }) => `${change} ${after?.stance} ${after?.statements} by ${after?.independentSources}`,
  );
const forget = () =>
  pool.query(`TRUNCATE tracker.ledger, tracker.article_set, tracker.timeline, tracker.outbox, tracker.article_signature,
                       tracker.article_band, tracker.source_cluster`);
const clusters = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ members: string[] }>(
    'SELECT array_agg(article_id ORDER BY article_id) AS members FROM tracker.article_signature GROUP BY cluster_id',
  );
  return rows.map(({ members }) => members.join(' ')).sort();
};

describe('grouping sources', () => {
  it('given a wire story in five outlets and a report of its own, then the position has two sources', async () => {
    const outlets = ['a', 'b', 'c', 'd', 'e'];
    await group(...outlets.map((name, n) => observed(name, wire(n))), observed('own', prose(7, 300).join(' ')));
    await track(...outlets.map((name) => supports(name)), supports('own'));
    const [last] = (await announced()).slice(-1);
    expect(last?.after).toMatchObject({ statements: 6, independentSources: 2 });
  });

  it('given outlets that were counted apart, when their articles turn out to be copies, then the count is put right', async () => {
    await track(supports('a'), supports('b'), supports('c'));
    const events = [observed('a', wire(0)), observed('b', wire(3)), observed('c', prose(8, 300).join(' '))];
    await group(...events);
    expect(await told()).toEqual([
      'taken support 1 by 1',
      'reaffirmed support 2 by 2',
      'reaffirmed support 3 by 3',
      'reaffirmed support 3 by 2',
    ]);
    const [change] = (await announced()).slice(-1);
    expect(change).toMatchObject({ evidence: [], rewritten: null, sequence: 4 });
    expect(change?.reason).toMatch(/one story/);
    expect(events.map(({ id }) => id)).toContain(change?.decidedFrom);
    expect(foldChanges(await announced())[0]?.statementIds).toHaveLength(3);
  });

  it('given a cluster, when copies come in one after another, then it grows and each late one corrects the count', async () => {
    for (const [n, name] of ['a', 'b', 'c'].entries()) {
      await track(supports(name));
      await group(observed(name, wire(n)));
    }
    expect((await told()).at(-1)).toBe('reaffirmed support 3 by 1');
    expect(await clusters()).toHaveLength(1);
  });

  it('counts several articles of one outlet as one source, copies or not', async () => {
    const mine = { publisher: 'The Gazette' };
    await group(
      observed('a', wire(0), mine),
      observed('b', wire(2), mine),
      observed('c', prose(9, 300).join(' '), mine),
    );
    await track(supports('a', mine), supports('b', mine), supports('c', mine));
    expect((await told()).at(-1)).toBe('reaffirmed support 3 by 1');
  });

  it('corrects a day that copies of one story had carried', async () => {
    await track(supports('a', { confidence: 0.5 }), supports('b', { confidence: 0.5 }));
    await track(articleSays('own', [{ stance: 'oppose', on: '2025-08-01', confidence: 0.9 }]));
    await group(observed('a', wire(0)), observed('b', wire(1)), observed('own', prose(4, 300).join(' ')));
    const [change] = (await announced()).slice(-1);
    expect(change).toMatchObject({ change: 'corrected', before: { stance: 'support' }, after: { stance: 'oppose' } });
  });

  it('lets an article go that is another text by now, and splits what it alone had linked', async () => {
    await group(observed('a', wire(0)), observed('b', wire(2)));
    await track(supports('a'), supports('b'));
    expect((await told()).at(-1)).toBe('reaffirmed support 2 by 1');
    await group(observed('a', prose(5, 300).join(' '), { revision: 2 }));
    expect((await told()).at(-1)).toBe('reaffirmed support 2 by 2');
    expect(await clusters()).toHaveLength(2);
  });

  it('passes over revisions that are known or older, and texts too short to tell', async () => {
    await group(observed('a', wire(0), { revision: 2 }), observed('b', wire(1)));
    const before = await clusters();
    await group(observed('a', prose(5, 300).join(' ')), observed('b', wire(1)));
    expect(await clusters()).toEqual(before);
    await group(observed('c', 'Please enable JavaScript.'), observed('d', 'Please enable JavaScript.'));
    expect(await clusters()).toHaveLength(3);
  });

  it('moves the checkpoint with its effects or not at all', async () => {
    const moved = new CheckpointMovedError('parley.articles.v1', 0, 1n, 2n);
    const handler = new GroupSourcesHandler(pool, () => NOW, publisher, noDossiers());
    const failing = new GroupSourcesCommand([observed('a', wire(0))], () => Promise.reject(moved));
    await expect(handler.execute(failing)).rejects.toBe(moved);
    expect(await clusters()).toEqual([]);
  });

  it('groups texts made from one template alike for every order and cut, and so comes to the same record', async () => {
    const articles = Array.from({ length: 60 }, (_, n) => madeUpArticle(4, n, { readsAlike: true }));
    const events = articles.map(({ title, text, publisher: outlet }) => observed(title, text, { publisher: outlet }));
    const stances = ['support', 'oppose', 'conditional'] as const;
    const says = articles.map(({ title, publisher: outlet }, n) =>
      articleSays(title, [{ stance: stances[n % 3] ?? 'support', on: `2025-08-0${1 + (n % 4)}` }], {
        publisher: outlet,
      }),
    );
    const orders = fc.sample(fc.shuffledSubarray(events, { minLength: events.length }), { numRuns: 4, seed: 5 });
    const records: unknown[] = [];
    for (const [run, order] of orders.entries()) {
      await forget();
      if (run % 2 === 0) await track(...says);
      for (let first = 0; first < order.length; first += 7 + run * 13)
        await group(...order.slice(first, first + 7 + run * 13));
      if (run % 2 === 1)
        for (let first = 0; first < says.length; first += 20) await track(...says.slice(first, first + 20));
      records.push({ clusters: await clusters(), record: foldChanges(await announced()) });
    }
    for (const record of records) expect(record).toEqual(records[0]);
    const found = (records[0] as { clusters: string[] }).clusters;
    expect(found.length).toBeLessThan(60);
    expect(found.length).toBeGreaterThan(1);
  });

  it('comes to the same clusters and the same record whatever came in which order and batch', async () => {
    const articles = [
      ...[0, 30, 60, 90].map((edit, n) => ({ name: `copy ${n}`, text: wire(edit) })),
      ...[1, 2].map((n) => ({ name: `own ${n}`, text: prose(n + 70, 300).join(' ') })),
    ];
    const steps = articles.flatMap(({ name, text }) => [
      () => group(observed(name, text)),
      () => track(supports(name)),
    ]);
    const runs = fc.sample(fc.shuffledSubarray(steps, { minLength: steps.length }), { numRuns: 6, seed: 11 });
    const records: unknown[] = [];
    for (const run of runs) {
      await forget();
      for (const step of run) await step();
      records.push({ clusters: await clusters(), record: foldChanges(await announced()) });
    }
    for (const record of records) expect(record).toEqual(records[0]);
    expect(records[0]).toMatchObject({ record: [{ position: { statements: 6, independentSources: 3 } }] });
  });
});
