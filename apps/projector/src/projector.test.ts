import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ARTICLES_TOPIC,
  articleIdOf,
  type CloudEvent,
  CONSUMED_TOPICS,
  createEvent,
  DEAD_LETTER_TOPICS,
  deadLetterTopicOf,
  encodeEvent,
  revisionHashOf,
  STATEMENTS_TOPIC,
  statementIdOf,
  topicOf,
} from '@parley/contracts';
import { checkpointSource, retryDeadLetter } from '@parley/event-log';
import { loadConfig, silentLogger } from '@parley/platform';
import { PROJECTOR, rebuildRecord, recordFingerprint } from '@parley/projection';
import { openRuntime, prepareTopics, type RunningApplication, type Runtime, startApplication } from '@parley/service';
import { migrateRecord } from '@parley/store';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { projectorService } from './service.js';

let database: TestDatabase;
let runtime: Runtime;
const opened: (() => Promise<void>)[] = [];

const openTestRuntime = (): Promise<Runtime> =>
  openRuntime({
    config: loadConfig({
      PARLEY_DATABASE_URL: database.url,
      PARLEY_TOPIC_PARTITIONS: '3',
      PARLEY_DATABASE_POOL: '6',
      PARLEY_LOG_LEVEL: 'silent',
    }),
    service: 'projector',
    logger: silentLogger,
  });

async function startProjector(): Promise<RunningApplication> {
  const own = await openTestRuntime();
  const running = await startApplication(own, [projectorService], {
    port: 0,
    onFatal: (error) => {
      throw error;
    },
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await running.close();
    await own.close();
  };
  opened.push(close);
  return { ...running, close };
}

beforeEach(async () => {
  database = await createTestDatabase();
  runtime = await openTestRuntime();
  await prepareTopics(runtime.log, silentLogger);
  await migrateRecord(database.url);
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  await runtime.close();
  await database.drop();
});

const context = (source: string) => ({ source: `/parley/${source}`, time: new Date('2025-09-01T00:00:00Z') });

function articleEvent(name: string): CloudEvent<'parley.article.observed'> {
  const url = `https://news.example/${name}`;
  const text = `Text of ${name}.`;
  return createEvent(
    'parley.article.observed',
    {
      articleId: articleIdOf(url),
      url,
      originalUrl: url,
      revision: { number: 1, hash: revisionHashOf(name, text) },
      title: name,
      text,
      original: null,
      publisher: 'The Lakeside Post',
      language: null,
      publishedAt: '2025-08-01T08:00:00.000Z',
      publishedOn: '2025-08-01',
      observedAt: '2025-08-01T09:00:00.000Z',
      via: 'push',
    },
    context('ingest'),
  );
}

function statementsEvent(name: string): CloudEvent<'parley.statements.extracted'> {
  const url = `https://news.example/${name}`;
  const articleId = articleIdOf(url);
  const hash = revisionHashOf(name, `Text of ${name}.`);
  const place = { dossier: 'talks', actor: 'ada-quill', issue: 'levy', stance: 'oppose' as const, start: 0, end: 4 };
  return createEvent(
    'parley.statements.extracted',
    {
      article: {
        id: articleId,
        url,
        title: name,
        publisher: 'The Lakeside Post',
        publishedAt: '2025-08-01T08:00:00.000Z',
        publishedOn: '2025-08-01',
      },
      revision: { number: 1, hash },
      extractor: { kind: 'rules', id: 'rules', version: '1' },
      dossiers: [{ id: 'talks', version: 'abc' }],
      actors: [],
      issues: [],
      statements: [
        {
          ...place,
          id: statementIdOf({ ...place, articleId, revisionHash: hash }),
          kind: 'indirect',
          evidence: 'Text',
          before: '',
          after: '',
          statedOn: '2025-08-01',
          confidence: 0.9,
          speaker: 'Ada Quill',
          cue: 'said',
          condition: null,
        },
      ],
      usage: null,
      unread: null,
      reextraction: null,
    },
    context('extractor'),
  );
}

const append = (events: readonly CloudEvent[]) =>
  events[0] ? runtime.log.append(topicOf(events[0].type), events.map(encodeEvent)) : Promise.resolve([]);

/** Resolves when the condition holds; the test's own time limit is the bound. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await nextTurn();
}

async function isCaughtUp(): Promise<boolean> {
  const topics = [...CONSUMED_TOPICS.projector, ...DEAD_LETTER_TOPICS.map(({ name }) => name)];
  const lags = await runtime.log.lag(PROJECTOR, topics, checkpointSource(runtime.pool, 'record', PROJECTOR));
  return lags.every(({ lag }) => lag === 0n);
}

async function count(sql: string): Promise<number> {
  const { rows } = await runtime.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`);
  return rows[0]?.n ?? 0;
}

async function fingerprint() {
  const client = await runtime.pool.connect();
  try {
    return await recordFingerprint(client, 'record');
  } finally {
    client.release();
  }
}

const rebuild = () => rebuildRecord({ log: runtime.log, databaseUrl: database.url, logger: silentLogger });

describe('the projector', () => {
  it('folds what the log has and what comes later', async () => {
    await append([articleEvent('before')]);
    await startProjector();
    await append([articleEvent('after')]);
    await append([statementsEvent('after')]);
    await until(isCaughtUp);
    expect(await count('record.article')).toBe(2);
    expect(await count('record.statement')).toBe(1);
  });

  it('sets aside what it can not fold, shows it, goes on, and takes it when it is tried again', async () => {
    const bad = { key: 'x', headers: {}, value: Buffer.from('no event') };
    const unseen = createEvent(
      'parley.article.withdrawn',
      {
        articleId: articleIdOf('https://news.example/late'),
        url: 'https://news.example/late',
        revision: 1,
        reason: 'a mistake',
        withdrawnBy: 'The Lakeside Post',
        withdrawnAt: '2025-08-03T00:00:00.000Z',
      },
      context('ingest'),
    );
    await runtime.log.append(ARTICLES_TOPIC, [
      bad,
      ...['a', 'b'].map(articleEvent).map(encodeEvent),
      encodeEvent(unseen),
    ]);
    await startProjector();
    await until(async () => (await count('record.dead_letter')) === 2);
    expect(await count('record.article')).toBe(2);

    await append([articleEvent('late')]);
    const { rows } = await runtime.pool.query<{ dlq_partition: number; dlq_offset: bigint }>(
      `SELECT dlq_partition, dlq_offset FROM record.dead_letter WHERE reason LIKE '%withdrawn%'`,
    );
    await retryDeadLetter(runtime.log, {
      deadLetterTopic: deadLetterTopicOf(ARTICLES_TOPIC, PROJECTOR),
      partition: rows[0]!.dlq_partition,
      offset: rows[0]!.dlq_offset,
    });
    await until(async () => (await count('record.article WHERE withdrawn_at IS NOT NULL')) === 1);
    await until(async () => (await count('record.dead_letter WHERE retried_at IS NOT NULL')) === 1);
    await until(isCaughtUp);
    const before = await fingerprint();
    const report = await rebuild();
    expect(report.skipped).toHaveLength(2);
    expect(await fingerprint()).toEqual(before);
  });

  it('gives the same record when two share the work and one leaves in the middle of it', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `shared-${index}`);
    const first = await startProjector();
    await startProjector();
    for (let from = 0; from < names.length; from += 50) {
      await append(names.slice(from, from + 50).map(articleEvent));
      await append(names.slice(from, from + 50).map(statementsEvent));
      if (from === 300) await first.close();
    }
    await until(isCaughtUp);
    expect(await count('record.article')).toBe(600);
    expect(await count('record.statement')).toBe(600);
    const live = await fingerprint();
    await rebuild();
    expect(await fingerprint()).toEqual(live);
  }, 120_000);
});

describe('a rebuild under load', () => {
  it('is never seen by readers, and loses nothing of what is appended meanwhile', async () => {
    await startProjector();
    await append(Array.from({ length: 300 }, (_, index) => articleEvent(`first-${index}`)));
    await append(Array.from({ length: 300 }, (_, index) => statementsEvent(`first-${index}`)));
    await until(isCaughtUp);

    let isOver = false;
    const failures: unknown[] = [];
    let reads = 0;
    const reader = async (sql: string, name?: string) => {
      let least = 300;
      while (!isOver) {
        try {
          const { rows } = await runtime.pool.query<{ n: number }>({ text: sql, ...(name ? { name } : {}) });
          reads++;
          const found = rows[0]?.n ?? 0;
          // What was there once is there from then on: a reader never sees less, and so never an empty record.
          if (found < least) failures.push(`${found} rows after ${least}`);
          least = found;
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const appender = async () => {
      for (let index = 0; !isOver; index++) {
        await append([articleEvent(`meanwhile-${index}`)]);
        await append([statementsEvent(`meanwhile-${index}`)]);
      }
    };
    const busy = [
      reader('SELECT count(*)::int AS n FROM record.article'),
      reader('SELECT count(*)::int AS n FROM record.statement WHERE superseded_at IS NULL', 'prepared'),
      reader('SELECT count(*)::int AS n FROM record.article a JOIN record.statement s ON s.article_id = a.id'),
      appender(),
    ];
    for (let round = 0; round < 3; round++) await rebuild();
    isOver = true;
    await Promise.all(busy);
    expect(failures).toEqual([]);
    expect(reads).toBeGreaterThan(0);

    await until(isCaughtUp);
    const ends = await Promise.all(
      [ARTICLES_TOPIC, STATEMENTS_TOPIC].map(async (topic) =>
        (await runtime.log.bounds(topic)).reduce((sum, { end }) => sum + Number(end), 0),
      ),
    );
    expect([await count('record.article'), await count('record.statement')]).toEqual(ends);
    expect(await count('record.dead_letter')).toBe(0);
    const live = await fingerprint();
    await rebuild();
    expect(await fingerprint()).toEqual(live);
  }, 120_000);
});
