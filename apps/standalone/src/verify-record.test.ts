import {
  ARTICLES_TOPIC,
  articleIdOf,
  createEvent,
  decodeEvent,
  encodeEvent,
  POSITIONS_TOPIC,
  type PositionChanged,
  revisionHashOf,
  STATEMENTS_TOPIC,
} from '@parley/contracts';
import { createEmbeddedEventLog, DEAD_LETTER_HEADERS, type EmbeddedEventLog } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { rebuildRecord } from '@parley/projection';
import { FINDING_CODES, type Finding, type FindingCode, type VerifyReport, verifyRecord } from '@parley/verification';
import type { Pool } from 'pg';
import { madeUpArticle } from '../../../test/support/made-up-negotiation.js';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { startNegotiation, tellNegotiation, wireStory } from './negotiation-under-test.test-support.js';

/*
 * A negotiation told to all services, then damaged in one way at a time while nothing runs: verify must name what was
 * damaged, and say nothing where nothing was.
 */

const PARTITIONS = 3;
const ARTICLES = 60;

let template: string;
let database: TestDatabase;
let pool: Pool;
let log: EmbeddedEventLog;

beforeAll(async () => {
  template = await createTemplate('verify', async (url) => {
    const under = await startNegotiation(url);
    await tellNegotiation(under, ARTICLES);
    await under.close();
  });
}, 600_000);
beforeEach(async () => {
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
  log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: PARTITIONS });
});
afterEach(async () => {
  await log.close();
  await pool.end();
  await database.drop();
});

async function verify(dossier?: string): Promise<{ report: VerifyReport; findings: Finding[] }> {
  const findings: Finding[] = [];
  const report = await verifyRecord({
    log,
    databaseUrl: database.url,
    ...(dossier === undefined ? {} : { dossier }),
    onFinding: (finding) => findings.push(finding),
  });
  return { report, findings };
}

type Row = Record<string, string>;

/** Does something to the database, and gives the row it did it to. */
async function doTo(sql: string, values: readonly unknown[] = []): Promise<Row> {
  const { rows } = await pool.query<Row>(sql, [...values]);
  const [row] = rows;
  if (!row) throw new Error(`nothing was there to be damaged: ${sql}`);
  return row;
}

const some = (table: string, where = 'true', order = '1') =>
  `ctid = (SELECT ctid FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT 1)`;
const textOf = (column: string) => `convert_from(${column}, 'UTF8')`;
const recordOf = (topic: string, where = 'true') =>
  some('log.record', `topic = '${topic}' AND ${where}`, 'recorded_at, partition, "offset"');
const timeline = `dossier_id AS dossier, actor_id AS actor, issue_id AS issue`;

/** An article that nobody has taken yet. */
function fresh(n: number) {
  const url = `https://fresh.example/${n}`;
  const [title, text] = [`Fresh ${n}`, `Nothing of note was said in round ${n}.`];
  return encodeEvent(
    createEvent(
      'parley.article.observed',
      {
        articleId: articleIdOf(url),
        url,
        originalUrl: url,
        revision: { number: 1, hash: revisionHashOf(title, text) },
        title,
        text,
        original: null,
        publisher: 'Fresh',
        language: 'en',
        publishedAt: '2026-05-01T08:00:00.000Z',
        publishedOn: '2026-05-01',
        observedAt: '2026-05-01T09:00:00.000Z',
        via: 'push',
      },
      { source: '/parley/ingest', time: new Date('2026-05-01T09:00:00Z') },
    ),
  );
}

async function appendFresh(): Promise<void> {
  await log.append(
    ARTICLES_TOPIC,
    Array.from({ length: 30 }, (_, n) => fresh(n)),
  );
}

/** What was done, and what must be told of it: a code with what its place must hold. */
interface Damage {
  readonly name: string;
  readonly do: () => Promise<Row | undefined>;
  readonly told: FindingCode;
  /** Other codes that the same damage rightly shows under. Any further one fails the test. */
  readonly also?: readonly FindingCode[];
}

const DAMAGES: readonly Damage[] = [
  {
    name: 'a stance changed in a position',
    do: () =>
      doTo(`UPDATE record.position SET stance = CASE stance WHEN 'support' THEN 'oppose' ELSE 'support' END
             WHERE ${some('record.position')} RETURNING ${timeline}`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a valid range stretched',
    do: () =>
      doTo(`UPDATE record.position SET valid = daterange(lower(valid) - 1, upper(valid))
             WHERE ${some('record.position', 'upper_inf(known)', 'dossier_id, actor_id, issue_id, valid')} RETURNING ${timeline}`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a known range that ends later',
    do: () =>
      doTo(`UPDATE record.position SET known = tstzrange(lower(known) - interval '1 hour', upper(known))
             WHERE ${some('record.position', 'sequence = 1')} RETURNING ${timeline}`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a position removed',
    do: () => doTo(`DELETE FROM record.position WHERE ${some('record.position')} RETURNING ${timeline}`),
    told: 'VERIFY_ROW_MISSING',
  },
  {
    name: 'a position doubled under another id',
    do: () =>
      doTo(`INSERT INTO record.position (id, dossier_id, actor_id, issue_id, stance, valid, known, last_stated_on,
                                         statements, independent_sources, condition, doubt, statement_ids, sequence)
            SELECT gen_random_uuid(), dossier_id, actor_id, issue_id, stance, valid, tstzrange(NULL, '2020-01-01'),
                   last_stated_on, statements, independent_sources, condition, doubt, statement_ids, sequence
              FROM record.position WHERE ${some('record.position')} RETURNING ${timeline}`),
    told: 'VERIFY_ROW_EXTRA',
  },
  {
    name: 'a statement removed',
    do: () =>
      doTo(`DELETE FROM record.statement WHERE ${some('record.statement')} RETURNING article_id AS article, id`),
    told: 'VERIFY_ROW_MISSING',
  },
  {
    name: 'a statement that counts although it is superseded',
    do: () =>
      doTo(`UPDATE record.statement SET superseded_at = NULL
             WHERE ${some('record.statement', 'superseded_at IS NOT NULL')} RETURNING id`),
    told: 'VERIFY_ROW_DIFFERENT',
    also: ['VERIFY_ROW_EXTRA'],
  },
  {
    name: 'a span shifted',
    do: () =>
      doTo(`UPDATE record.statement SET span_start = span_start + 1, span_end = span_end + 1
             WHERE ${some('record.statement')} RETURNING id AS statement`),
    told: 'VERIFY_SPAN',
    also: ['VERIFY_ROW_DIFFERENT'],
  },
  {
    name: "an article's text altered",
    do: () =>
      doTo(`UPDATE record.revision SET text = replace(text, 'the', 'one')
             WHERE ${some('record.revision', `text LIKE '%Boats%'`)} RETURNING article_id AS article`),
    told: 'VERIFY_TEXT_ALTERED',
    also: ['VERIFY_SPAN'],
  },
  {
    name: 'an article removed',
    do: () => doTo(`DELETE FROM record.article WHERE ${some('record.article', 'revision_number = 1')} RETURNING id`),
    told: 'VERIFY_ROW_MISSING',
  },
  {
    name: 'evidence altered',
    do: () =>
      doTo(`UPDATE record.evidence SET data = jsonb_set(data, '{statement,evidence}', '"We never said that."')
             WHERE ${some('record.evidence')} RETURNING statement_id`),
    told: 'VERIFY_ROW_DIFFERENT',
    also: ['VERIFY_SPAN'],
  },
  {
    name: 'a curation lost',
    do: () =>
      doTo(`DELETE FROM record.curation WHERE ${some('record.curation', `type = 'parley.statement.retracted'`)}
            RETURNING event_id`),
    told: 'VERIFY_ROW_MISSING',
  },
  {
    name: 'a withdrawal lost',
    do: () => doTo(`DELETE FROM record.withdrawal WHERE ${some('record.withdrawal')} RETURNING event_id`),
    told: 'VERIFY_ROW_MISSING',
  },
  {
    name: 'what a statement said before, altered',
    do: () =>
      doTo(`UPDATE record.statement_history SET evidence = 'Nothing of the kind.'
             WHERE ${some('record.statement_history', 'upper(known) IS NOT NULL', 'id, known')} RETURNING article_id AS article`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a withdrawal that is undone no more',
    do: () =>
      doTo(`UPDATE record.withdrawal SET undone_event_id = NULL, undone_at = NULL, undone_by = NULL, undone_reason = NULL
             WHERE undone_at IS NOT NULL RETURNING event_id`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a dossier changed in the record',
    do: () => doTo(`UPDATE record.actor SET name = 'Nobody' WHERE ${some('record.actor')} RETURNING id`),
    told: 'VERIFY_ROW_DIFFERENT',
  },
  {
    name: 'a version of a dossier that the log no longer has, altered',
    do: () =>
      doTo(`UPDATE record.dossier_version SET document = jsonb_set(document, '{title}', '"Other talks"')
             WHERE number = 1 RETURNING dossier_id AS dossier`),
    told: 'VERIFY_CONTENT_HASH',
  },
  {
    name: 'a row doubled where its key was dropped',
    do: async () => {
      await pool.query('ALTER TABLE record.statement_set DROP CONSTRAINT statement_set_pkey');
      return doTo(`INSERT INTO record.statement_set SELECT * FROM record.statement_set
                    WHERE ${some('record.statement_set')} RETURNING event_id`);
    },
    told: 'VERIFY_ROW_DOUBLE',
    also: ['VERIFY_SCHEMA_MISSING'],
  },
  {
    name: 'the constraint against overlaps dropped',
    do: async () => {
      const { name } = await doTo(`SELECT conname AS name FROM pg_constraint
                                    WHERE conrelid = 'record.position'::regclass AND contype = 'x'`);
      await pool.query(`ALTER TABLE record.position DROP CONSTRAINT "${name}"`);
      return { table: 'position' };
    },
    told: 'VERIFY_SCHEMA_MISSING',
  },
  {
    name: "the key of the tracker's outbox dropped",
    do: async () => {
      await pool.query('ALTER TABLE tracker.outbox DROP CONSTRAINT outbox_event_id_key');
      return { unique: 'outbox (event_id)' };
    },
    told: 'VERIFY_SCHEMA_MISSING',
  },
  {
    name: 'a checkpoint moved forward over events that were never taken',
    do: async () => {
      await appendFresh();
      return doTo(`UPDATE record.checkpoint c SET next_offset = p.next_offset FROM log.partition p
                    WHERE c.topic = '${ARTICLES_TOPIC}' AND c.partition = 0 AND c.consumer = 'projector'
                      AND (p.topic, p.partition) = (c.topic, c.partition) AND c.next_offset < p.next_offset
                RETURNING c.consumer, c.topic`);
    },
    told: 'VERIFY_CHECKPOINT_AHEAD',
  },
  {
    name: "the tracker's checkpoint moved forward over events that were never taken",
    do: async () => {
      await appendFresh();
      return doTo(`UPDATE tracker.checkpoint c SET next_offset = p.next_offset FROM log.partition p
                    WHERE c.topic = '${ARTICLES_TOPIC}' AND c.partition = 1
                      AND (p.topic, p.partition) = (c.topic, c.partition) AND c.next_offset < p.next_offset
                RETURNING c.consumer, c.topic`);
    },
    told: 'VERIFY_CHECKPOINT_AHEAD',
  },
  {
    name: 'a checkpoint moved back',
    do: () =>
      doTo(`UPDATE record.checkpoint SET next_offset = next_offset - 5
             WHERE consumer = 'projector' AND topic = '${POSITIONS_TOPIC}' AND partition = 0 RETURNING consumer, topic`),
    told: 'VERIFY_CHECKPOINT_BEHIND',
  },
  {
    name: "the tracker's checkpoint moved back",
    do: () =>
      doTo(`UPDATE tracker.checkpoint SET next_offset = next_offset - 5
             WHERE topic = '${STATEMENTS_TOPIC}' AND partition = 0 RETURNING consumer, topic`),
    told: 'VERIFY_CHECKPOINT_BEHIND',
  },
  {
    name: 'a checkpoint beyond the end of the log',
    do: () =>
      doTo(`UPDATE record.checkpoint SET next_offset = next_offset + 1000
             WHERE consumer = 'projector' AND topic = '${STATEMENTS_TOPIC}' AND partition = 1 RETURNING consumer, topic`),
    told: 'VERIFY_CHECKPOINT_BEYOND',
  },
  {
    name: 'an event dropped from the log',
    do: () =>
      doTo(`DELETE FROM log.record WHERE ${recordOf(ARTICLES_TOPIC)} RETURNING partition::text, "offset"::text`),
    told: 'VERIFY_LOG_GAP',
    also: ['VERIFY_ROW_EXTRA', 'VERIFY_STORY_DIFFERENT', 'VERIFY_SPAN_WITHOUT_TEXT'],
  },
  {
    name: 'an article altered in the log',
    do: () =>
      doTo(`UPDATE log.record SET value = convert_to(replace(${textOf('value')}, 'the', 'one'), 'UTF8')
             WHERE ${recordOf(ARTICLES_TOPIC, `${textOf('value')} LIKE '%"number":1,%the%'`)} RETURNING "offset"::text`),
    told: 'VERIFY_CONTENT_HASH',
    also: ['VERIFY_TEXT_ALTERED', 'VERIFY_ROW_DIFFERENT'],
  },
  {
    name: 'a statement altered in the log',
    do: () =>
      doTo(`UPDATE log.record
               SET value = convert_to(replace(${textOf('value')}, '"stance":"oppose"', '"stance":"support"'), 'UTF8')
             WHERE ${recordOf(STATEMENTS_TOPIC, `${textOf('value')} LIKE '%"stance":"oppose"%'`)} RETURNING "offset"::text`),
    told: 'VERIFY_CONTENT_HASH',
    also: ['VERIFY_ROW_DIFFERENT', 'VERIFY_LEDGER_DIFFERENT', 'VERIFY_POSITION_DIFFERENT'],
  },
  {
    name: 'the last announcement of a timeline altered in the log',
    do: () =>
      doTo(`UPDATE log.record r
               SET value = convert_to(regexp_replace(${textOf('value')}, '("after":\\{.*?"statements":)[0-9]+', '\\1999'), 'UTF8')
              FROM record.timeline t
             WHERE topic = '${POSITIONS_TOPIC}' AND ${textOf('key')} = concat_ws('/', dossier_id, actor_id, issue_id)
               AND ${textOf('value')} LIKE '%"sequence":' || t.sequence || ',%' AND ${textOf('value')} LIKE '%"rewritten":null%'
         RETURNING actor_id AS actor, issue_id AS issue`),
    told: 'VERIFY_POSITION_DIFFERENT',
    also: ['VERIFY_ROW_DIFFERENT'],
  },
  {
    name: 'an announcement altered that others build on',
    do: () =>
      doTo(`UPDATE log.record
               SET value = convert_to(regexp_replace(${textOf('value')}, '"after":\\{"stance":"[a-z]+"', '"after":{"stance":"noncommittal"'), 'UTF8')
             WHERE ${recordOf(POSITIONS_TOPIC, `${textOf('value')} LIKE '%"change":"taken"%"after":{"stance":"support"%'`)}
         RETURNING split_part(${textOf('key')}, '/', 2) AS actor, split_part(${textOf('key')}, '/', 3) AS issue`),
    told: 'VERIFY_CHANGE_MISFIT',
    also: ['VERIFY_POSITION_DIFFERENT', 'VERIFY_ROW_DIFFERENT', 'VERIFY_ROW_MISSING', 'VERIFY_ROW_EXTRA'],
  },
  {
    name: 'an event whose id is not its own',
    do: () =>
      doTo(`UPDATE log.record
               SET headers = (headers::jsonb || '{"ce_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}')::json
             WHERE ${recordOf(ARTICLES_TOPIC)} RETURNING "offset"::text`),
    told: 'VERIFY_EVENT_ID',
  },
  {
    name: 'an event that no longer fits its schema',
    do: () =>
      doTo(`UPDATE log.record SET value = convert_to('{"articleId": 7}', 'UTF8')
             WHERE ${recordOf(ARTICLES_TOPIC)} RETURNING "offset"::text`),
    told: 'VERIFY_EVENT_UNREADABLE',
    also: ['VERIFY_ROW_EXTRA', 'VERIFY_STORY_DIFFERENT', 'VERIFY_SPAN_WITHOUT_TEXT'],
  },
  {
    name: 'one id with two contents',
    do: async () => {
      const [record] = (await pool.query(`SELECT headers, value FROM log.record WHERE ${recordOf(STATEMENTS_TOPIC)}`))
        .rows;
      const data = JSON.parse(String(record.value)) as { article: { id: string; title: string } };
      data.article.title = 'Another title';
      await log.append(STATEMENTS_TOPIC, [
        { key: data.article.id, headers: record.headers, value: Buffer.from(JSON.stringify(data)) },
      ]);
      return { event: record.headers.ce_id };
    },
    told: 'VERIFY_EVENT_CONFLICT',
  },
  {
    name: 'a published change missing',
    do: () =>
      doTo(`DELETE FROM log.record WHERE ${recordOf(POSITIONS_TOPIC, `${textOf('value')} LIKE '%"sequence":3,%'`)}
         RETURNING split_part(convert_from(key, 'UTF8'), '/', 2) AS actor, split_part(convert_from(key, 'UTF8'), '/', 3) AS issue`),
    told: 'VERIFY_CHANGE_MISSING',
    also: ['VERIFY_LOG_GAP', 'VERIFY_ROW_EXTRA', 'VERIFY_ROW_MISSING', 'VERIFY_ROW_DIFFERENT'],
  },
  {
    name: 'a published change doubled',
    do: async () => {
      const [record] = (
        await pool.query(
          `SELECT convert_from(key, 'UTF8') AS key, headers, value FROM log.record WHERE ${recordOf(POSITIONS_TOPIC)}`,
        )
      ).rows;
      await log.append(POSITIONS_TOPIC, [record]);
      const [, actor, issue] = record.key.split('/');
      return { actor, issue };
    },
    told: 'VERIFY_CHANGE_DOUBLE',
  },
  {
    name: 'changes of one timeline in another order',
    do: async () => {
      const row =
        await doTo(`SELECT a.partition, a."offset"::text AS a, b."offset"::text AS b, split_part(convert_from(a.key, 'UTF8'), '/', 2) AS actor
          FROM log.record a JOIN log.record b USING (topic, partition, key)
         WHERE topic = '${POSITIONS_TOPIC}' AND convert_from(a.value, 'UTF8') LIKE '%"sequence":2,%'
           AND convert_from(b.value, 'UTF8') LIKE '%"sequence":3,%' ORDER BY a.key LIMIT 1`);
      const move = (from: unknown, to: unknown) =>
        pool.query(
          `UPDATE log.record SET "offset" = $2 WHERE topic = '${POSITIONS_TOPIC}' AND partition = $3 AND "offset" = $1`,
          [from, to, row.partition],
        );
      await move(row.a, -1);
      await move(row.b, row.a);
      await move(-1, row.b);
      return { actor: String(row.actor) };
    },
    told: 'VERIFY_CHANGE_ORDER',
    also: ['VERIFY_CHANGE_MISSING', 'VERIFY_ROW_DIFFERENT', 'VERIFY_ROW_EXTRA', 'VERIFY_ROW_MISSING'],
  },
  {
    name: 'a change announced that nobody decided',
    do: async () => {
      const row = await doTo(`SELECT headers::text AS headers, ${textOf('value')} AS value, t.sequence::text
          FROM log.record JOIN record.timeline t ON ${textOf('key')} = concat_ws('/', dossier_id, actor_id, issue_id)
         WHERE topic = '${POSITIONS_TOPIC}' AND ${textOf('value')} LIKE '%"sequence":' || t.sequence || ',%' LIMIT 1`);
      const known = decodeEvent(
        { headers: JSON.parse(String(row.headers)), value: Buffer.from(String(row.value)) },
        POSITIONS_TOPIC,
      );
      const data = { ...(known.data as PositionChanged), sequence: Number(row.sequence) + 1 };
      const event = createEvent(`parley.position.${data.change}`, data, {
        source: '/somebody',
        time: new Date(known.time),
      });
      await log.append(POSITIONS_TOPIC, [encodeEvent(event)]);
      return { actor: data.actor.id, issue: data.issue.id };
    },
    told: 'VERIFY_CHANGE_UNDECIDED',
  },
  {
    name: 'a decided change that nobody publishes',
    do: () =>
      doTo(`WITH gone AS (
              DELETE FROM log.record WHERE ${recordOf(POSITIONS_TOPIC, `"offset" = (SELECT max("offset") FROM log.record r WHERE r.topic = log.record.topic AND r.partition = log.record.partition)`)}
              RETURNING *),
            shorter AS (
              UPDATE log.partition p SET next_offset = p.next_offset - 1 FROM gone WHERE (p.topic, p.partition) = (gone.topic, gone.partition))
            INSERT INTO tracker.outbox (event_id, topic, key, headers, value, created_at)
            SELECT (headers ->> 'ce_id')::uuid, topic, convert_from(key, 'UTF8'), headers, value, now() - interval '1 day' FROM gone
            RETURNING event_id AS event`),
    told: 'VERIFY_OUTBOX_WAITING',
    also: ['VERIFY_CHECKPOINT_BEYOND', 'VERIFY_ROW_EXTRA', 'VERIFY_ROW_MISSING', 'VERIFY_ROW_DIFFERENT'],
  },
  {
    name: 'a dead letter left',
    do: async () => {
      await log.append(`${ARTICLES_TOPIC}.dlq.extractor`, [
        {
          key: null,
          value: Buffer.from('{'),
          headers: {
            [DEAD_LETTER_HEADERS.code]: 'EVENT_NOT_JSON',
            [DEAD_LETTER_HEADERS.reason]: 'it is no JSON',
            [DEAD_LETTER_HEADERS.service]: 'extractor',
            [DEAD_LETTER_HEADERS.topic]: ARTICLES_TOPIC,
            [DEAD_LETTER_HEADERS.partition]: '0',
            [DEAD_LETTER_HEADERS.offset]: '0',
          },
        },
      ]);
      return { service: 'extractor', topic: ARTICLES_TOPIC };
    },
    told: 'VERIFY_DEAD_LETTER',
  },
  {
    name: 'an article whose reading is lost',
    do: async () => {
      const row = await doTo(`SELECT partition::text, max("offset")::text AS last FROM log.record
                               WHERE topic = '${STATEMENTS_TOPIC}' GROUP BY 1 ORDER BY 1 LIMIT 1`);
      // As a log would have it that keeps gaps: nothing but the missing reading tells.
      return doTo(
        `DELETE FROM log.record WHERE topic = '${STATEMENTS_TOPIC}' AND partition = $1 AND "offset" = $2
         RETURNING convert_from(key, 'UTF8') AS article`,
        [row.partition, row.last],
      );
    },
    told: 'VERIFY_ARTICLE_NOT_READ',
    also: [
      'VERIFY_LOG_GAP',
      'VERIFY_ROW_EXTRA',
      'VERIFY_ROW_DIFFERENT',
      'VERIFY_LEDGER_DIFFERENT',
      'VERIFY_POSITION_DIFFERENT',
    ],
  },
  {
    name: "the tracker's ledger altered",
    do: () =>
      doTo(`UPDATE tracker.ledger SET active = false WHERE ${some('tracker.ledger', 'active')}
            RETURNING statement_id`),
    told: 'VERIFY_LEDGER_DIFFERENT',
  },
  {
    name: 'a merge of actors that the ledger is not counted by',
    do: () => doTo(`UPDATE tracker.dossier SET number = 2 RETURNING id AS dossier`),
    told: 'VERIFY_LEDGER_DIFFERENT',
    also: ['VERIFY_POSITION_DIFFERENT'],
  },
  {
    name: 'copies of one story counted as two',
    do: () =>
      doTo(`DELETE FROM tracker.source_cluster WHERE ${some('tracker.source_cluster')}
            RETURNING id AS article`),
    told: 'VERIFY_STORY_DIFFERENT',
  },
];

describe('verify', () => {
  it('finds nothing where nothing was damaged, and counts what agrees', async () => {
    const { report, findings } = await verify();
    expect(findings).toEqual([]);
    expect(report.agrees).toBe(true);
    const { rows } = await pool.query<{ statements: number; positions: number; changes: number; timelines: number }>(
      `SELECT (SELECT count(*)::int FROM record.statement) AS statements,
              (SELECT count(*)::int FROM record.position) AS positions,
              (SELECT count(*)::int FROM record.change) AS changes,
              (SELECT count(*)::int FROM record.timeline) AS timelines`,
    );
    expect(report.counts).toMatchObject({ ...rows[0], recomputed: rows[0]?.timelines, outbox: 0 });
    expect(report.counts.curations).toBeGreaterThan(20);
    expect(report.counts.withdrawals).toBeGreaterThan(2);
    expect(report.lag).toEqual([]);
  }, 120_000);

  it('gives no false alarm while articles, edits and wire stories come in', async () => {
    const under = await startNegotiation(database.url);
    try {
      let isDone = false;
      const telling = (async () => {
        for (let round = 0; round < 6; round++) {
          await under.push(Array.from({ length: 8 }, (_, n) => madeUpArticle(100 + round, n)));
          await under.push(wireStory(200 + round, round, 3));
          await under.push([{ ...madeUpArticle(100 + round, 0), text: madeUpArticle(300, round).text }]);
        }
        await under.caughtUp();
      })().finally(() => {
        isDone = true;
      });
      do expect((await verify()).findings).toEqual([]);
      while (!isDone);
      await telling;
      const { report, findings } = await verify();
      expect(findings).toEqual([]);
      expect(report.lag).toEqual([]);
    } finally {
      await under.close();
    }
  }, 240_000);

  it('narrows to a dossier, and keeps a rebuild off while it reads', async () => {
    await doTo(`UPDATE record.position SET statements = 99 WHERE ${some('record.position')} RETURNING id`);
    expect((await verify('other-talks')).findings).toEqual([]);
    expect((await verify('lakeside-talks')).report.findings).toEqual({ VERIFY_ROW_DIFFERENT: 1 });
    const rebuild = () =>
      rebuildRecord({ log, databaseUrl: database.url, logger: silentLogger, build: 'test', fromScratch: true });
    let refused: Promise<unknown> | undefined;
    await verifyRecord({
      log,
      databaseUrl: database.url,
      onProgress: () => {
        refused ??= rebuild().catch((error: unknown) => error);
      },
    });
    expect(await refused).toMatchObject({ code: 'REBUILD_RUNNING' });
    await rebuild();
    expect((await verify()).findings).toEqual([]);
  }, 120_000);

  it.each(DAMAGES)(
    'finds $name',
    async ({ do: damage, told, also = [] }) => {
      const row = await damage();
      const { report, findings } = await verify();
      expect(findings.map(({ code }) => code)).toContain(told);
      const places = findings
        .filter(({ code }) => code === told)
        .map(({ where }) => JSON.stringify(where, bigintsAsText));
      for (const value of Object.values(row ?? {}))
        expect(places).toContainEqual(expect.stringContaining(String(value)));
      expect(Object.keys(report.findings).filter((code) => code !== told && !also.some((one) => one === code))).toEqual(
        [],
      );
    },
    120_000,
  );

  it('has a damage for each kind of finding but those that only another log can have', () => {
    const shown = new Set(DAMAGES.flatMap(({ told, also = [] }) => [told, ...also]));
    expect(FINDING_CODES.filter((code) => !shown.has(code))).toEqual([
      'VERIFY_LOG_CUT',
      'VERIFY_EVENT_KEY',
      'VERIFY_SCHEMA_DIFFERENT',
      'VERIFY_SCHEMA_INVALID',
    ]);
  });
});

const bigintsAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
