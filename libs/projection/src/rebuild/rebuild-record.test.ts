import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  ALL_TOPICS,
  ARTICLES_TOPIC,
  type CloudEvent,
  deadLetterTopicOf,
  POSITIONS_TOPIC,
  type TopicSpec,
  topicOf,
} from '@parley/contracts';
import { createEmbeddedEventLog, DEAD_LETTER_HEADERS, type EmbeddedEventLog } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import {
  added,
  amended,
  decided,
  extracted,
  observed,
  published,
  recordOf,
  restored,
  retracted,
  withdrawn,
} from '../made-up-log.test-support.js';
import { recordFingerprint } from '../record-fingerprint.js';
import { discardRebuild, type RebuildOptions, type RebuildProgress, rebuildRecord } from './rebuild-record.js';

/** Lets a process run from the sources. */
const SOURCES = new URL('../../../../test/support/register-typescript.mjs', import.meta.url).href;

let database: TestDatabase;
let pool: pg.Pool;
let log: EmbeddedEventLog;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 5 });
  log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 3 });
  await log.ensureTopics(ALL_TOPICS);
});
afterEach(async () => {
  await log.close();
  await pool.end();
  await database.drop();
});

async function append(events: readonly CloudEvent[]): Promise<void> {
  for (const event of events) await log.append(topicOf(event.type), [recordOf(event)]);
}

/** Of statements read before and after, under more than one revision. */
function curations(): CloudEvent[] {
  const first = extracted('a', [{ stance: 'oppose' }, { stance: 'support', start: 30 }]);
  const retraction = retracted(first, 1);
  const amendment = amended(first, 2, { stance: 'noncommittal', actor: 'bo-marsh' }, 1);
  const addition = added('a', { stance: 'conditional', start: 60 }, 3, 2);
  const other = added('b', { stance: 'conditional', start: 60 }, 4);
  return [retraction, amendment, addition, other, restored(retraction, 5), restored(other, 6), retraction];
}

/** One of everything. */
const aLog = (): CloudEvent[] => [
  published(1),
  published(2, { actors: ['ada-quill', 'bo-marsh', 'cy-reed'] }),
  observed('a'),
  observed('b'),
  observed('a', 2),
  withdrawn('b', '2025-08-02T00:00:00.000Z', 1),
  extracted('b', [{ stance: 'support' }]),
  extracted('a', [{ stance: 'oppose' }, { stance: 'support', start: 30 }]),
  extracted('a', [{ stance: 'oppose' }], { revision: 2 }),
  ...curations(),
  ...decided([
    { day: 1, stance: 'oppose' },
    { day: 9, stance: 'support' },
    { day: 4, stance: 'conditional' },
  ]),
  ...decided([{ day: 2, stance: 'support' }], { actor: 'bo-marsh' }),
];

const rebuild = (options: Partial<RebuildOptions> = {}) =>
  rebuildRecord({ log, databaseUrl: database.url, logger: silentLogger, ...options });

async function fingerprint() {
  const client = await pool.connect();
  try {
    return await recordFingerprint(client, 'record');
  } finally {
    client.release();
  }
}

async function schemas(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'record%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Options that stop a rebuild where `isThere` says so. */
function stoppedAt(isThere: (progress: RebuildProgress) => boolean): Partial<RebuildOptions> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (progress) => {
      if (isThere(progress)) controller.abort();
    },
  };
}

async function rebuildAndListen() {
  const sentences: string[] = [];
  const report = await rebuild({ onLeftover: (sentence) => sentences.push(sentence) });
  return { sentences, report };
}

async function indexes(): Promise<string[]> {
  const { rows } = await pool.query<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'record' ORDER BY 1`,
  );
  return rows.map(({ indexdef }) => indexdef);
}

/** Rebuilds in a process of its own, which is killed when it comes to the phase; gives the signal it ended with. */
async function killedAt(phase: RebuildProgress['phase']): Promise<NodeJS.Signals | null> {
  const entry = fileURLToPath(new URL('./rebuild-process.test-support.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', SOURCES, entry, database.url, phase], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

/** The server may take a moment to notice that the process is gone. */
async function untilNobodyRebuilds(): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(`SELECT FROM pg_stat_activity WHERE application_name LIKE 'parley rebuild%'`);
    if (rowCount === 0) return;
  }
}

const letterOf = (topic: string, partition: number, offset: bigint) => ({
  key: null,
  value: Buffer.from('whatever'),
  headers: {
    [DEAD_LETTER_HEADERS.code]: 'EVENT_NOT_JSON',
    [DEAD_LETTER_HEADERS.reason]: 'it is no JSON',
    [DEAD_LETTER_HEADERS.service]: 'projector',
    [DEAD_LETTER_HEADERS.topic]: topic,
    [DEAD_LETTER_HEADERS.partition]: String(partition),
    [DEAD_LETTER_HEADERS.offset]: String(offset),
  },
});

describe('a rebuild', () => {
  it('makes the record of a log that has everything, and leaves nothing beside it', async () => {
    await append(aLog());
    const told: RebuildProgress[] = [];
    const report = await rebuild({ onProgress: (progress) => told.push(progress) });
    // The first publication of the dossier is compacted away.
    const records = aLog().length - 1;
    expect(report.records).toBe(records);
    expect(report.topics[POSITIONS_TOPIC]).toBe(4);
    expect(report.skipped).toEqual([]);
    expect(told.at(-1)).toMatchObject({ phase: 'done', done: records, total: records });
    expect(await schemas()).toEqual(['record']);
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM record.v_matrix WHERE stance <> $1', ['unknown']);
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('gives the same record again, whatever happened to the one before', async () => {
    await append(aLog());
    await rebuild();
    const before = await fingerprint();
    await pool.query('DELETE FROM record.statement');
    await pool.query(`UPDATE record.article SET title = 'damaged'`);
    expect(await fingerprint()).not.toEqual(before);
    await rebuild();
    expect(await fingerprint()).toEqual(before);
  });

  it('has every index, view, comment and grant that a migrated record has', async () => {
    const shape = async () => {
      const { rows } = await pool.query<{ what: string }>(
        `SELECT indexdef AS what FROM pg_indexes WHERE schemaname = 'record'
         UNION ALL SELECT viewname || definition FROM pg_views WHERE schemaname = 'record'
         UNION ALL SELECT table_name || grantee || privilege_type FROM information_schema.role_table_grants
                    WHERE table_schema = 'record'
         UNION ALL SELECT obj_description(c.oid) FROM pg_class c WHERE relnamespace = 'record'::regnamespace
         ORDER BY 1`,
      );
      return rows.map(({ what }) => what);
    };
    await rebuild();
    const first = await shape();
    await rebuild();
    expect(await shape()).toEqual(first);
    expect(first.filter((what) => what?.includes('record_reader')).length).toBeGreaterThan(10);
  });

  it('clears away what a crashed one has left', async () => {
    await pool.query('CREATE SCHEMA record_next; CREATE TABLE record_next.article (id text)');
    await pool.query('CREATE SCHEMA record_previous; CREATE VIEW record_previous.v AS SELECT 1 AS one');
    await append(aLog());
    await rebuild();
    expect(await schemas()).toEqual(['record']);
  });

  it('refuses to run beside another', async () => {
    await append(aLog());
    let second: Promise<unknown> | undefined;
    await rebuild({
      onProgress: () => {
        second ??= expect(rebuild()).rejects.toMatchObject({ code: 'REBUILD_RUNNING' });
      },
    });
    await second;
  });

  it('that is stopped leaves the record as it was, and the next goes on from there', async () => {
    await append(aLog());
    await rebuild();
    const before = await fingerprint();
    await expect(rebuild(stoppedAt(({ phase }) => phase === 'indexing'))).rejects.toMatchObject({
      code: 'REBUILD_ABORTED',
    });
    expect(await fingerprint()).toEqual(before);
    expect(await schemas()).toEqual(['record', 'record_next']);

    await pool.query(`UPDATE record.article SET title = 'damaged'`);
    const { sentences, report } = await rebuildAndListen();
    expect(sentences).toEqual([expect.stringMatching(/^going on with an unfinished rebuild, \d+ events are in it$/)]);
    expect(report).toMatchObject({ records: aLog().length - 1, resumedFrom: aLog().length - 1 });
    expect(await fingerprint()).toEqual(before);
    expect(await schemas()).toEqual(['record']);
  });

  it('goes on from any batch that an earlier one came to', async () => {
    await append(aLog());
    await rebuild();
    const before = await fingerprint();
    const shape = await indexes();
    for (let batch = 1; ; batch++) {
      let seen = 0;
      const stopped = await rebuild({
        ...stoppedAt(({ phase, done }) => phase === 'reading' && done > 0 && ++seen === batch),
        fromScratch: true,
      }).catch((error: unknown) => error);
      if (!(stopped instanceof Error)) break;
      const { report } = await rebuildAndListen();
      expect(report.resumedFrom).toBeGreaterThan(0);
      expect(report.records).toBe(aLog().length - 1);
      expect(await fingerprint()).toEqual(before);
      expect(await indexes()).toEqual(shape);
    }
  });

  it('goes on where one was killed, and takes in what was appended since', async () => {
    await append(aLog());
    const killed = await killedAt('indexing');
    expect(killed).toBe('SIGKILL');
    await untilNobodyRebuilds();
    await append([observed('c'), extracted('c', [{ stance: 'support', actor: 'cy-reed' }])]);
    const { sentences, report } = await rebuildAndListen();
    expect(sentences).toHaveLength(1);
    expect(report.records).toBe(aLog().length + 1);
    expect(report.resumedFrom).toBe(aLog().length - 1);
    const resumed = await fingerprint();
    await rebuild();
    expect(await fingerprint()).toEqual(resumed);
  });

  it.each([
    ['another version of Parley', { build: '0.0.2' }, 'another version of Parley (0.0.1) began it'],
    [
      'other migrations',
      'DELETE FROM record_next.migration WHERE id = 1',
      'its tables are of another version of the record',
    ],
    ['no mark of its own', 'COMMENT ON SCHEMA record_next IS NULL', 'it had hardly begun'],
    ['a mark that is no JSON', `COMMENT ON SCHEMA record_next IS 'mine'`, 'it had hardly begun'],
    ['another log', 'UPDATE log.record SET recorded_at = now()', 'it was begun from another log'],
    [
      'a checkpoint beyond the end',
      'UPDATE record_next.checkpoint SET next_offset = 1000',
      expect.stringContaining('it has read further than'),
    ],
    [
      'other changes',
      `UPDATE record_next.change SET event_id = gen_random_uuid()`,
      'the log has other events than it has read',
    ],
  ])('discards what was begun by or from %s, with a word', async (_, damage, reason) => {
    await append(aLog());
    await rebuild({ ...stoppedAt(({ phase }) => phase === 'indexing'), build: '0.0.1' }).catch(() => undefined);
    if (typeof damage === 'string') await pool.query(damage);
    const sentences: string[] = [];
    const report = await rebuild({
      build: '0.0.1',
      ...(typeof damage === 'string' ? {} : damage),
      onLeftover: (sentence) => sentences.push(sentence),
    });
    expect(report).toMatchObject({ records: aLog().length - 1, resumedFrom: 0 });
    expect(sentences.map((sentence) => sentence.replace('an unfinished rebuild was discarded: ', ''))).toEqual([
      reason,
    ]);
    expect(await schemas()).toEqual(['record']);
  });

  it('can be dropped where it did not come to its end', async () => {
    await append(aLog());
    await rebuild(stoppedAt(({ phase }) => phase === 'indexing')).catch(() => undefined);
    expect(await discardRebuild(database.url)).toBe(true);
    expect(await schemas()).toEqual(['record']);
    expect(await discardRebuild(database.url)).toBe(false);
  });

  it('takes in what is appended while it runs, before the swap', async () => {
    await append(aLog());
    const late = [observed('c'), extracted('c', [{ stance: 'support', actor: 'cy-reed' }])];
    let appended: Promise<void> | undefined;
    const report = await rebuild({
      // Held back until the events are in the log, so that the catch-up can't miss them.
      log: Object.assign(Object.create(log) as EmbeddedEventLog, {
        describeTopics: async (specs: readonly TopicSpec[]) => {
          await appended;
          return log.describeTopics(specs);
        },
      }),
      onProgress: ({ phase }) => {
        if (phase === 'indexing') appended ??= append(late);
      },
    });
    expect(report.records).toBe(aLog().length - 1 + late.length);
    const { rows } = await pool.query(`SELECT count(*)::int AS n FROM record.statement WHERE actor_id = 'cy-reed'`);
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('stops hard at a record it can not read, names it, and leaves the record as it was', async () => {
    await append(aLog());
    await rebuild();
    const before = await fingerprint();
    const [place] = await log.append(ARTICLES_TOPIC, [{ key: 'x', headers: {}, value: Buffer.from('no event') }]);
    await expect(rebuild()).rejects.toMatchObject({
      code: 'REBUILD_EVENT_UNPROJECTABLE',
      message: expect.stringContaining(`${ARTICLES_TOPIC}/${place!.partition}@${place!.offset}`),
    });
    expect(await fingerprint()).toEqual(before);
    expect(await schemas()).toEqual(['record']);
  });

  it('stops hard at an event that does not fit, found among many that do', async () => {
    const [taken, shifted] = decided([
      { day: 1, stance: 'oppose' },
      { day: 9, stance: 'support' },
    ]);
    const gap = { ...shifted!, data: { ...shifted!.data, sequence: 5 } };
    await append([
      ...aLog().slice(0, 8),
      taken!,
      gap,
      ...decided([{ day: 2, stance: 'support' }], { actor: 'cy-reed' }),
    ]);
    await expect(rebuild()).rejects.toMatchObject({
      code: 'REBUILD_EVENT_UNPROJECTABLE',
      message: expect.stringContaining('change 5'),
    });
  });

  it('leaves out what the projector had set aside, and says which', async () => {
    await append(aLog());
    await rebuild();
    const before = await fingerprint();
    const [place] = await log.append(ARTICLES_TOPIC, [{ key: 'x', headers: {}, value: Buffer.from('no event') }]);
    const deadLetters = deadLetterTopicOf(ARTICLES_TOPIC, 'projector');
    await log.append(deadLetters, [letterOf(ARTICLES_TOPIC, place!.partition, place!.offset)]);
    const report = await rebuild();
    expect(report.skipped).toEqual([
      { topic: ARTICLES_TOPIC, ...place, code: 'EVENT_NOT_JSON', reason: 'it is no JSON' },
    ]);
    expect(await fingerprint()).toEqual({ ...before, dead_letter: { rows: 1, hash: expect.any(String) } });
  });

  it('counts a record set aside twice once, and knows when it was retried', async () => {
    const topic = deadLetterTopicOf(ARTICLES_TOPIC, 'projector');
    const letter = letterOf(ARTICLES_TOPIC, 0, 7n);
    const mark = { ...letter, value: null, headers: { ...letter.headers, [DEAD_LETTER_HEADERS.retried]: '0/0' } };
    await log.append(topic, [letter, letter, { key: null, value: null, headers: { other: 'writer' } }, mark]);
    await rebuild();
    const { rows } = await pool.query('SELECT dlq_offset, "offset", code, retried_at, headers FROM record.dead_letter');
    expect(rows).toEqual([
      { dlq_offset: 0n, offset: 7n, code: 'EVENT_NOT_JSON', retried_at: expect.any(Date), headers: {} },
    ]);
  });

  it('keeps versions of a dossier that the compacted topic no longer has', async () => {
    await append([published(3)]);
    await rebuild();
    await pool.query(
      `INSERT INTO record.dossier_version SELECT dossier_id, 2, 'older', document, published_by, published_at, recorded_at
         FROM record.dossier_version`,
    );
    await rebuild();
    const { rows } = await pool.query('SELECT number FROM record.dossier_version ORDER BY 1');
    expect(rows).toEqual([{ number: 2 }, { number: 3 }]);
  });

  it('keeps the checkpoints of other consumers, and is never behind that of the projector', async () => {
    await append(aLog());
    await rebuild();
    const ends = new Map((await log.bounds(ARTICLES_TOPIC)).map(({ partition, end }) => [partition, end]));
    await pool.query(`INSERT INTO record.checkpoint VALUES ('another', 'some.topic', 0, 12)`);
    await pool.query(
      `UPDATE record.checkpoint SET next_offset = 1000 WHERE consumer = 'projector' AND topic = $1 AND partition = 0`,
      [ARTICLES_TOPIC],
    );
    await rebuild();
    const { rows } = await pool.query<{ consumer: string; partition: number; next_offset: bigint }>(
      `SELECT consumer, partition, next_offset FROM record.checkpoint WHERE topic IN ($1, 'some.topic')`,
      [ARTICLES_TOPIC],
    );
    expect(rows.find(({ consumer }) => consumer === 'another')).toMatchObject({ next_offset: 12n });
    // A checkpoint beyond the end of the log would pass over what comes next, so it is not believed.
    for (const row of rows.filter(({ consumer }) => consumer === 'projector'))
      expect(row.next_offset).toBe(ends.get(row.partition));
  });
});
