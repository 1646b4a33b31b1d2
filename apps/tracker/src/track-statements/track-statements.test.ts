import { createEvent, decodeEvent, encodeEvent, type PositionChanged, STATEMENTS_TOPIC } from '@parley/contracts';
import { DEFAULT_POLICY, foldChanges, type LedgerStatement, timelineOf } from '@parley/domain';
import type { DossierPolicy } from '@parley/dossier';
import {
  CheckpointMovedError,
  type LogRecord,
  moveCheckpoint,
  type ReadOptions,
  type RecordBatch,
} from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { DossiersInForce, type StatementsEvent, type TrackedEvent } from '@parley/tracking';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { migrateTracker } from '../migrations/migrate-tracker.js';
import type { OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { articleIsRestored, articleIsWithdrawn, articleSays, type Said } from '../statements-event.test-support.js';
import { TrackStatementsCommand } from './track-statements.command.js';
import { TrackStatementsHandler } from './track-statements.handler.js';

let database: TestDatabase;
let pool: Pool;
let wakes = 0;

beforeEach(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
  wakes = 0;
  published = [];
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const NOW = new Date('2025-09-01T00:00:00Z');
/** The log of dossiers that a test publishes to; empty unless it does. */
let published: LogRecord[] = [];
const dossiersLog = {
  bounds: async () => [{ partition: 0, begin: 0n, end: BigInt(published.length) }],
  async *read(topic: string, { from }: ReadOptions): AsyncGenerator<RecordBatch> {
    const next = from.at === 'offsets' ? Number(from.offsets.get(0) ?? 0n) : 0;
    yield { topic, partition: 0, records: published.slice(next), nextOffset: BigInt(published.length) };
  },
};

/** Publishes the dossier of the tests with a policy; gives its id. */
function publish(policy: DossierPolicy): string {
  const id = 'lakeside-talks';
  const number = published.length + 1;
  const document = {
    dossier: id,
    title: 'Lakeside talks',
    from: '2025-01-01',
    policy,
    actors: [
      { id: 'ada-quill', name: 'Ada Quill', kind: 'person', roles: [{ title: 'head', of: 'harbour-board' }] },
      { id: 'borin-thale', name: 'Borin Thale', kind: 'person', roles: [{ title: 'spokesman', of: 'ada-quill' }] },
      { id: 'harbour-board', name: 'Harbour Board', kind: 'organisation' },
      { id: 'marsh-guild', name: 'Marsh Guild', kind: 'organisation' },
    ],
    issues: [{ id: 'harbour-levy', label: 'Harbour levy', proposition: 'There should be a harbour levy.' }],
  };
  const event = createEvent(
    'parley.dossier.published',
    {
      id,
      version: `v${number}`,
      number,
      title: 'T',
      document,
      policy: null,
      publishedBy: 'ann',
      publishedAt: NOW.toISOString(),
    },
    { source: '/parley/api', time: NOW },
  );
  published.push({
    ...encodeEvent(event),
    topic: 'parley.dossiers.v1',
    partition: 0,
    offset: BigInt(published.length),
    recordedAt: NOW,
  });
  return id;
}

const handlerOn = (on: Pool): TrackStatementsHandler =>
  new TrackStatementsHandler(
    on,
    () => NOW,
    // Of the publisher the handler needs to be able to wake it, no more.
    { wake: () => void wakes++ } as OutboxPublisher,
    new DossiersInForce(dossiersLog, silentLogger),
  );

/** Tracks events as one batch, without a checkpoint. */
const track = async (...events: TrackedEvent[]): Promise<number> => {
  const { changes } = await handlerOn(pool).execute(new TrackStatementsCommand(events, async () => undefined));
  return changes;
};

interface Announced extends PositionChanged {
  readonly type: string;
  readonly causationid: string | undefined;
  readonly correlationid: string;
}

/** What waits in the outbox, in order, decoded and so checked against its contract. */
async function announced(): Promise<Announced[]> {
  const { rows } = await pool.query<{ key: string; headers: Record<string, string>; value: Buffer }>(
    'SELECT key, headers, value FROM tracker.outbox ORDER BY seq',
  );
  return rows.map((row) => {
    const { type, data, causationid, correlationid, partitionkey } = decodeEvent(row, 'parley.positions.v1');
    expect(row.key).toBe(partitionkey);
    return { ...(data as PositionChanged), type, causationid, correlationid };
  });
}

const told = (changes: readonly PositionChanged[]): string[] =>
  changes.map(({ sequence, change, before, after }) =>
    [sequence, change, before?.stance ?? 'unknown', '->', after?.stance ?? 'unknown'].join(' '),
  );

/** The active ledger, read apart from the code under test. */
async function ledger(): Promise<Map<string, LedgerStatement[]>> {
  const { rows } = await pool.query<{ key: string; statement: LedgerStatement }>(
    `SELECT concat_ws('/', dossier_id, actor_id, issue_id) AS key,
            json_build_object('id', statement_id, 'statedOn', stated_on, 'publishedAt', published_at,
              'articleId', article_id, 'publisher', publisher, 'start', span_start, 'stance', stance,
              'confidence', confidence, 'condition', condition, 'source', 'outlet ' || publisher,
              'byOthers', by_others) AS statement
       FROM tracker.ledger WHERE active`,
  );
  const ledgers = new Map<string, LedgerStatement[]>();
  for (const { key, statement } of rows) ledgers.set(key, [...(ledgers.get(key) ?? []), statement]);
  return ledgers;
}

/** Every timeline's announced changes are numbered without gaps and fold to what the ledger shows. */
async function expectWhole(): Promise<void> {
  const byKey = new Map<string, Announced[]>();
  for (const change of await announced()) {
    const key = `${change.dossier}/${change.actor.id}/${change.issue.id}`;
    byKey.set(key, [...(byKey.get(key) ?? []), change]);
  }
  const ledgers = await ledger();
  for (const [key, changes] of byKey) {
    expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
    expect(foldChanges(changes)).toEqual(timelineOf(ledgers.get(key) ?? [], DEFAULT_POLICY));
  }
  for (const key of ledgers.keys()) expect([...byKey.keys()]).toContain(key);
}

describe('tracking statements', () => {
  it('announces the first stance with all a consumer needs', async () => {
    const event = articleSays('Gazette 1', [{ stance: 'support', on: '2025-08-01' }]);
    expect(await track(event)).toBe(1);
    const [change] = await announced();
    expect(change).toMatchObject({
      type: 'parley.position.taken',
      dossier: 'lakeside-talks',
      actor: { id: 'ada-quill', name: 'Name of ada-quill', kind: 'person' },
      issue: { id: 'harbour-levy', label: 'Label of harbour-levy' },
      sequence: 1,
      before: null,
      after: { stance: 'support', validFrom: '2025-08-01', validTo: null, statements: 1 },
      evidence: [
        { statement: event.data.statements[0], article: event.data.article, revisionHash: event.data.revision.hash },
      ],
      policy: { id: 'default', version: '2' },
      decidedFrom: event.id,
      causationid: event.id,
      correlationid: event.correlationid,
    });
    expect(wakes).toBe(1);
  });

  it('follows several articles of one batch one after another', async () => {
    const events = [
      articleSays('a', [{ stance: 'support', on: '2025-08-01' }]),
      articleSays('b', [{ stance: 'support', on: '2025-08-03' }]),
      articleSays('c', [{ stance: 'oppose', on: '2025-08-05' }]),
    ];
    await track(...events);
    const changes = await announced();
    expect(told(changes)).toEqual([
      '1 taken unknown -> support',
      '2 reaffirmed support -> support',
      '3 shifted support -> oppose',
    ]);
    expect(changes.map(({ decidedFrom }) => decidedFrom)).toEqual(events.map(({ id }) => id));
  });

  it('decides the same in one batch as in many', async () => {
    const events = ['support', 'oppose', 'support', 'conditional'].map((stance, n) =>
      articleSays(`a${n}`, [{ stance: stance as Said['stance'], on: `2025-08-0${9 - n}` }]),
    );
    for (const event of events) await track(event);
    const singly = told(await announced());
    await pool.query('TRUNCATE tracker.ledger, tracker.article_set, tracker.timeline, tracker.outbox');
    await track(...events);
    expect(told(await announced())).toEqual(singly);
    await expectWhole();
  });

  it('takes an event that comes again for what it is, in the same batch and later', async () => {
    const event = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    await track(event, event);
    expect(await track(event)).toBe(0);
    expect(await announced()).toHaveLength(1);
    expect(wakes).toBe(1);
  });

  it('moves the checkpoint with its effects or not at all', async () => {
    const event = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    const at = (from: bigint | null, to: bigint, signal?: AbortSignal) =>
      handlerOn(pool).execute(
        new TrackStatementsCommand(
          [event],
          (client) => moveCheckpoint(client, { schema: 'tracker' }, 'tracker', STATEMENTS_TOPIC, 0, from, to),
          signal && { signal, progress: () => undefined },
        ),
      );
    await expect(at(3n, 4n)).rejects.toThrow(CheckpointMovedError);
    await expect(at(null, 1n, AbortSignal.abort())).rejects.toThrow();
    expect(await announced()).toEqual([]);
    expect((await pool.query('SELECT FROM tracker.checkpoint')).rowCount).toBe(0);
    await at(null, 1n);
    await expect(at(null, 1n)).rejects.toThrow(CheckpointMovedError);
    expect(await announced()).toHaveLength(1);
  });

  it('takes the statements of a new revision in the place of the earlier ones', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
    await track(articleSays('a', [{ stance: 'oppose', on: '2025-08-01' }], { revision: 2 }));
    await track(articleSays('a', [], { revision: 3 }));
    const changes = await announced();
    expect(told(changes)).toEqual([
      '1 taken unknown -> support',
      '2 corrected support -> oppose',
      '3 corrected oppose -> unknown',
    ]);
    expect(changes.at(-1)).toMatchObject({
      rewritten: { segments: [] },
      evidence: [],
      actor: { name: 'Name of ada-quill' },
    });
    await expectWhole();
  });

  it('takes a revision whose predecessor comes after it as the later one all the same', async () => {
    await track(articleSays('a', [{ stance: 'oppose', on: '2025-08-01' }], { revision: 2 }));
    expect(await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }], { revision: 1 }))).toBe(0);
    expect(told(await announced())).toEqual(['1 taken unknown -> oppose']);
    await expectWhole();
  });

  it('goes back to the earlier statements when the article does', async () => {
    const first = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    await track(first);
    await track(articleSays('a', [{ stance: 'oppose', on: '2025-08-01' }], { revision: 2 }));
    const again = articleSays('a', [{ stance: 'support', on: '2025-08-01' }], { revision: 3 });
    // The third revision has the words of the first, so its statements have the same ids.
    again.data.statements.splice(0, 1, ...first.data.statements);
    await track(again);
    expect(told(await announced()).at(-1)).toBe('3 corrected oppose -> support');
    await expectWhole();
  });

  it('takes a withdrawn article out of the position it held, with who said why', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
    await track(articleSays('b', [{ stance: 'oppose', on: '2025-08-05' }]));
    const withdrawal = articleIsWithdrawn('b');
    await track(withdrawal);
    const changes = await announced();
    expect(told(changes)).toEqual([
      '1 taken unknown -> support',
      '2 shifted support -> oppose',
      '3 corrected oppose -> support',
    ]);
    expect(changes.at(-1)).toMatchObject({
      reason: 'The article was withdrawn: printed by mistake',
      decidedFrom: withdrawal.id,
      causationid: withdrawal.id,
      rewritten: { segments: [{ position: { stance: 'support', validFrom: '2025-08-01', validTo: null } }] },
    });
    expect(await track(withdrawal)).toBe(0);
    expect(await track(articleIsWithdrawn('b', 1, '2025-08-21T00:00:00.000Z'))).toBe(0);
    await expectWhole();
  });

  it('never counts statements of a withdrawn revision, and counts those of a later one, in whatever order', async () => {
    const first = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    const second = articleSays('a', [{ stance: 'oppose', on: '2025-08-01' }], { revision: 2 });
    const withdrawal = articleIsWithdrawn('a', 1);
    for (const order of [
      [first, withdrawal, second],
      [withdrawal, first, second],
      [first, second, withdrawal],
      [withdrawal, first, first, second, withdrawal],
    ]) {
      await pool.query(
        'TRUNCATE tracker.ledger, tracker.article_set, tracker.timeline, tracker.outbox, tracker.withdrawal, tracker.as_read',
      );
      for (const event of order) await track(event);
      expect(told(await announced()).at(-1)).toMatch(/(unknown|support) -> oppose$/);
      expect([...(await ledger()).values()].flat().map(({ stance }) => stance)).toEqual(['oppose']);
      await expectWhole();
    }
    await track(articleIsWithdrawn('a', 2));
    expect(told(await announced()).at(-1)).toMatch(/corrected oppose -> unknown$/);
  });

  it('counts what a withdrawn article says again once the withdrawal is undone, in whatever order it was read', async () => {
    const says = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    const [first, second] = [articleIsWithdrawn('a'), articleIsWithdrawn('a', 1, '2025-08-25T00:00:00.000Z')];
    const undone = articleIsRestored(first);
    for (const order of [
      [says, first, undone],
      [first, says, undone],
      [first, undone, says],
      [says, first, undone, first, undone],
      [says, first, undone, second, articleIsRestored(second, '2025-08-26T00:00:00.000Z')],
    ]) {
      await pool.query(
        'TRUNCATE tracker.ledger, tracker.article_set, tracker.timeline, tracker.outbox, tracker.withdrawal, tracker.as_read',
      );
      for (const event of order) await track(event);
      expect([...(await ledger()).values()].flat().map(({ stance }) => stance)).toEqual(['support']);
      await expectWhole();
    }
    await track(second);
    expect(await track(articleIsRestored(second))).toBe(0);
  });

  it('reaffirms what others say as well when one of them is withdrawn', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
    await track(articleSays('b', [{ stance: 'support', on: '2025-08-01' }]));
    await track(articleIsWithdrawn('b', null));
    const change = (await announced()).at(-1);
    expect(change).toMatchObject({ change: 'reaffirmed', before: { statements: 2 }, after: { statements: 1 } });
    await expectWhole();
  });

  it('lets a newer extractor read the same revision anew, and the older reading come again without effect', async () => {
    const old = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    await track(old);
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-04' }], { extractorVersion: '2' }));
    expect(await track(old)).toBe(0);
    const changes = await announced();
    expect(told(changes)).toEqual(['1 taken unknown -> support', '2 corrected support -> support']);
    expect(changes[1]?.after?.validFrom).toBe('2025-08-04');
    await expectWhole();
  });

  it('brings a statement that was outvoted when it came as evidence once it counts', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01', confidence: 0.9 }]));
    const outvoted = articleSays('b', [{ stance: 'oppose', on: '2025-08-01', confidence: 0.5 }]);
    await track(outvoted);
    expect((await announced()).at(-1)).toMatchObject({
      type: 'parley.position.contested',
      after: { stance: 'support', statements: 1, doubt: { kind: 'outlets-disagree', against: 'oppose' } },
      evidence: [{ statement: outvoted.data.statements[0] }],
    });
    await track(articleSays('c', [{ stance: 'oppose', on: '2025-08-01', confidence: 0.6 }]));
    const change = (await announced()).at(-1);
    expect(change?.change).toBe('corrected');
    expect(change?.evidence.map(({ article }) => article.title).sort()).toEqual(['Title of b', 'Title of c']);
    expect(change?.evidence.map(({ statement }) => statement)).toContainEqual(outvoted.data.statements[0]);
  });

  it('decides under the policy of the dossier in force, and says under which', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
    publish({ shiftWeight: 0.9 });
    await track(articleSays('b', [{ stance: 'oppose', on: '2025-08-05', confidence: 0.6 }]));
    const [taken, contested, shifted] = await announced();
    expect(taken?.policy).toEqual({ id: 'default', version: '2' });
    // Under the new policy the first report alone is weak too.
    expect(contested).toMatchObject({ change: 'contested', after: { stance: 'support', doubt: { against: null } } });
    expect(shifted).toMatchObject({
      change: 'shifted',
      policy: { id: 'lakeside-talks', version: expect.stringMatching(/^2-/) },
      // Neither reaches the weight, so the later one stands, in doubt.
      after: { stance: 'oppose', doubt: { kind: 'low-confidence', against: null } },
    });
  });

  it('corrects what reads differently under a new policy with the next event of the timeline', async () => {
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01', confidence: 0.95 }]));
    await track(articleSays('b', [{ stance: 'oppose', on: '2025-08-05', confidence: 0.5 }]));
    publish({ shiftWeight: 0.9 });
    await track(articleSays('c', [{ stance: 'support', on: '2025-08-09' }]));
    const changes = await announced();
    expect(told(changes).at(-1)).toBe('3 corrected oppose -> support');
    expect(changes.at(-1)?.reason).toMatch(/^Decided anew under policy lakeside-talks/);
    expect(foldChanges(changes)).toHaveLength(1);
    const again = publish({ shiftWeight: 0.9 });
    await track(articleSays('d', [{ stance: 'support', on: '2025-08-10' }]));
    expect((await announced()).at(-1)).toMatchObject({ change: 'reaffirmed', policy: { id: again } });
  });

  it('tells what another actor says of an actor from its own word, and what its side says from either', async () => {
    publish({});
    const by = (article: string, speaker: string, on: string) => {
      const event = articleSays(article, [{ stance: 'oppose', on, actor: 'ada-quill' }]);
      for (const statement of event.data.statements) statement.speaker = speaker;
      return event;
    };
    await track(articleSays('own', [{ stance: 'support', on: '2025-08-01', actor: 'ada-quill' }]));
    await track(by('rival', 'the Marsh Guild', '2025-08-02'));
    await track(by('spokesman', 'Borin Thale', '2025-08-03'));
    const changes = await announced();
    expect(told(changes)).toEqual([
      '1 taken unknown -> support',
      '2 contested support -> support',
      '3 shifted support -> oppose',
    ]);
    expect(changes[1]?.after?.doubt).toMatchObject({ kind: 'described-by-others', against: 'oppose' });
  });

  it('refuses an event whose statements name an actor it does not list, and does nothing of its batch', async () => {
    const good = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
    const bad = articleSays('b', [{ stance: 'support', on: '2025-08-01', actor: 'fenn-holloway' }]);
    bad.data.actors.length = 0;
    await expect(track(good, bad)).rejects.toMatchObject({ code: 'EVENT_SCHEMA_MISMATCH' });
    expect(await ledger()).toEqual(new Map());
  });

  it('takes text that Postgres would refuse, and finds it unchanged when it comes again', async () => {
    const event = articleSays(
      'a',
      [{ stance: 'conditional', on: '2025-08-01', condition: 'if\u0000 \udc00 both stop' }],
      { publisher: 'The\u0000 \ud800 Gazette' },
    );
    const [statement] = event.data.statements;
    if (statement) statement.evidence = 'nul \u0000, half a pair \ud83d';
    await track(event);
    const [change] = await announced();
    expect(change?.evidence[0]?.statement.evidence).toBe('nul \u0000, half a pair \ud83d');
    // Another reading with the same statements changes nothing either.
    const again = { ...event, id: articleSays('other', []).id };
    expect(await track(again)).toBe(0);
    await expectWhole();
  });

  it('asks the database as often for a hundred articles as for one', async () => {
    const queries = async (events: StatementsEvent[]): Promise<number> => {
      let count = 0;
      await handlerOn(pool).execute(
        new TrackStatementsCommand(events, async (client) => {
          const query = client.query.bind(client) as (...args: unknown[]) => unknown;
          Object.assign(client, {
            query: (...args: unknown[]) => {
              count++;
              return query(...args);
            },
          });
        }),
      );
      return count;
    };
    const articles = Array.from({ length: 101 }, (_, n) =>
      articleSays(`a${n}`, [
        { stance: n % 2 ? 'support' : 'oppose', on: `2025-08-${10 + (n % 20)}`, actor: `actor-${n % 7}` },
      ]),
    );
    const one = await queries(articles.slice(0, 1));
    await pool.end();
    pool = createPool(database.url);
    // Corrections among the hundred rest on outvoted statements, which is one query more.
    expect(await queries(articles.slice(1))).toBeLessThanOrEqual(one + 1);
  });

  it('lets two trackers that name the same new timelines in opposite orders both come through', async () => {
    const says = ['ada-quill', 'borin-thale', 'cerys-vant'].map(
      (actor): Said => ({ actor, stance: 'support', on: '2025-08-01' }),
    );
    // Holds the timeline in the middle, so that each tracker stands where it would be in the other's way.
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query(
      `INSERT INTO tracker.timeline VALUES ('lakeside-talks', 'borin-thale', 'harbour-levy', 0, '{}', '{}')`,
    );
    const both = Promise.all([track(articleSays('a', says)), track(articleSays('b', says.toReversed()))]);
    const deadline = Date.now() + 15_000;
    for (let waiting = 0; waiting < 2; ) {
      if (Date.now() > deadline) throw new Error('the trackers do not stand in a queue');
      const { rows } = await pool.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      waiting = rows[0]?.waiting ?? 0;
    }
    await holder.query('ROLLBACK');
    holder.release();
    expect(await both).toEqual([3, 3]);
    await expectWhole();
  });

  it('keeps two trackers on the same timelines from deadlock, gaps and disagreement', async () => {
    const other = createPool(database.url);
    try {
      const actors = Array.from({ length: 6 }, (_, n) => `actor-${n}`);
      const stances = ['support', 'oppose', 'conditional', 'noncommittal'] as const;
      const [says] = fc.sample(
        fc.array(
          fc.array(
            fc.record({
              stance: fc.constantFrom(...stances),
              on: fc.integer({ min: 10, max: 28 }).map((day) => `2025-08-${day}`),
              actor: fc.constantFrom(...actors),
            }),
            { minLength: 1, maxLength: 5 },
          ),
          { minLength: 240, maxLength: 240 },
        ),
        { numRuns: 1, seed: 7 },
      );
      const events = (says ?? []).map((said, n) => articleSays(`a${n}`, said));
      const run = async (on: Pool, mine: StatementsEvent[]) => {
        for (let n = 0; n < mine.length; n += 6)
          await handlerOn(on).execute(new TrackStatementsCommand(mine.slice(n, n + 6), async () => undefined));
      };
      await Promise.all([
        run(
          pool,
          events.filter((_, n) => n % 2 === 0),
        ),
        run(
          other,
          events.filter((_, n) => n % 2 === 1),
        ),
      ]);
      await expectWhole();
      expect([...(await ledger()).values()].flat()).toHaveLength(
        new Set(events.flatMap(({ data }) => data.statements.map(({ id }) => id))).size,
      );
    } finally {
      await other.end();
    }
  });
});
