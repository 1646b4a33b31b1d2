import { createEvent, decodeEvent, encodeEvent, type PositionChanged } from '@parley/contracts';
import { DEFAULT_POLICY, foldChanges, timelineOf } from '@parley/domain';
import type { LogRecord, ReadOptions, RecordBatch } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import {
  DossiersInForce,
  isCorrecting,
  loadLedgers,
  lockArticles,
  type TimelineKey,
  type TrackedEvent,
  textOf,
} from '@parley/tracking';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import { migrateTracker } from '../migrations/migrate-tracker.js';
import type { Delivery } from '../postgres/wait-for-lock.js';
import type { OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import {
  amends,
  articleIsRestored,
  articleIsWithdrawn,
  articleSays,
  retracts,
  undoes,
} from '../statements-event.test-support.js';
import { TrackStatementsCommand } from '../track-statements/track-statements.command.js';
import { TrackStatementsHandler } from '../track-statements/track-statements.handler.js';
import { type DossierEvent, PutInForceCommand } from './put-in-force.command.js';
import { PutInForceHandler } from './put-in-force.handler.js';

const NOW = new Date('2025-09-01T00:00:00Z');
const ID = 'lakeside-talks';

let database: TestDatabase;
let pool: Pool;
let published: LogRecord[] = [];

beforeEach(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
  published = [];
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const dossiersLog = {
  bounds: async () => [{ partition: 0, begin: 0n, end: BigInt(published.length) }],
  async *read(topic: string, { from }: ReadOptions): AsyncGenerator<RecordBatch> {
    const next = from.at === 'offsets' ? Number(from.offsets.get(0) ?? 0n) : 0;
    yield { topic, partition: 0, records: published.slice(next), nextOffset: BigInt(published.length) };
  },
};
// Of the publisher the handlers need to be able to wake it, no more.
const publisher = { wake: () => undefined } as OutboxPublisher;

const track = async (...events: TrackedEvent[]) =>
  new TrackStatementsHandler(pool, () => NOW, publisher, new DossiersInForce(dossiersLog, silentLogger)).execute(
    new TrackStatementsCommand(events, async () => undefined),
  );

type Merges = Readonly<Record<string, readonly string[]>>;

/** A version of the dossier; who is merged is no actor of it. */
function version(number: number, merges: Merges): DossierEvent {
  const merged = new Set(Object.values(merges).flat());
  const ids = ['ada-quill', 'borin-thale', 'cora-vane'].filter((id) => !merged.has(id));
  const document = {
    dossier: ID,
    title: 'Lakeside talks',
    from: '2025-01-01',
    // Speakers of the made-up statements go by their ids.
    actors: ids.map((id) => ({
      id,
      name: `Name of ${id}`,
      kind: 'person',
      aliases: [id, ...(merges[id] ?? [])],
      ...(merges[id] ? { merges: merges[id] } : {}),
    })),
    issues: [{ id: 'harbour-levy', label: 'Harbour levy', proposition: 'There should be a harbour levy.' }],
  };
  const data = {
    version: `v${number}`,
    number,
    title: 'T',
    document,
    policy: null,
    publishedBy: 'ann',
    publishedAt: NOW.toISOString(),
  };
  return createEvent('parley.dossier.published', { id: ID, ...data }, { source: '/parley/api', time: NOW });
}

async function publish(event: DossierEvent, delivery?: Delivery) {
  published.push({
    ...encodeEvent(event),
    topic: 'parley.dossiers.v1',
    partition: 0,
    offset: BigInt(published.length),
    recordedAt: NOW,
  });
  const dossiers = new DossiersInForce(dossiersLog, silentLogger);
  return new PutInForceHandler(pool, () => NOW, silentLogger, publisher, dossiers).execute(
    new PutInForceCommand([event], async () => undefined, delivery),
  );
}

async function announced(): Promise<PositionChanged[]> {
  const { rows } = await pool.query<{ key: string; headers: Record<string, string>; value: Buffer }>(
    'SELECT key, headers, value FROM tracker.outbox ORDER BY seq',
  );
  return rows.map((row) => decodeEvent(row, 'parley.positions.v1').data as PositionChanged);
}

/** What the announced changes have led to, by actor and issue, apart from what is unknown. */
async function believed(): Promise<Record<string, unknown>> {
  const byKey = new Map<string, PositionChanged[]>();
  for (const change of await announced()) {
    const key = textOf({ dossier: change.dossier, actor: change.actor.id, issue: change.issue.id });
    byKey.set(key, [...(byKey.get(key) ?? []), change]);
  }
  const client = await pool.connect();
  try {
    const { rows: keys } = await client.query<TimelineKey>(
      'SELECT dossier_id AS dossier, actor_id AS actor, issue_id AS issue FROM tracker.timeline',
    );
    const ledgers = await loadLedgers(client, keys);
    for (const [key, changes] of byKey) {
      expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
      expect(foldChanges(changes)).toEqual(timelineOf(ledgers.get(key) ?? [], DEFAULT_POLICY));
    }
  } finally {
    client.release();
  }
  const folded = [...byKey].map(([key, changes]) => [key, foldChanges(changes)] as const);
  return Object.fromEntries(folded.filter(([, timeline]) => timeline.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const told = (changes: readonly PositionChanged[]): string[] =>
  changes.map(({ actor, change, before, after }) =>
    [actor.id, change, before?.stance ?? 'unknown', '->', after?.stance ?? 'unknown'].join(' '),
  );

const TOGETHER: Merges = { 'ada-quill': ['borin-thale'] };

test('from its publication on a merge is one position, with who made it so; undone it is two again, as before', async () => {
  await publish(version(1, {}));
  await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
  await track(articleSays('b', [{ stance: 'oppose', on: '2025-08-10', actor: 'borin-thale' }]));
  const apart = await believed();
  const merge = version(2, TOGETHER);
  await publish(merge);
  const merged = (await announced()).slice(2);
  expect(told(merged)).toEqual(['ada-quill corrected support -> oppose', 'borin-thale corrected oppose -> unknown']);
  for (const change of merged)
    expect(change).toMatchObject({
      reason: 'borin-thale was merged into ada-quill by publication 2 of the dossier.',
      decidedFrom: merge.id,
      derivation: { cause: 'publication', number: 2, merged: [{ actor: 'borin-thale', into: 'ada-quill' }], split: [] },
    });
  expect(Object.keys(await believed())).toEqual([`${ID} ada-quill harbour-levy`]);
  // What is read of the merged actor later counts for the one that is left.
  await track(articleSays('c', [{ stance: 'support', on: '2025-08-20', actor: 'borin-thale' }]));
  expect(told(await announced()).at(-1)).toBe('ada-quill shifted oppose -> support');
  expect(await publish(merge)).toEqual({ changes: 0 });
  await track(articleIsWithdrawn('c'));
  await publish(version(3, {}));
  expect((await announced()).at(-1)?.reason).toBe(
    'borin-thale was split from ada-quill again by publication 3 of the dossier.',
  );
  expect((await announced()).at(-1)?.actor).toEqual({ id: 'borin-thale', name: 'Name of borin-thale', kind: 'person' });
  expect(await believed()).toEqual(apart);
});

test('a merge that shows nothing new of the survivor is still no shift or first position, but a correction', async () => {
  await publish(version(1, {}));
  await track(articleSays('b', [{ stance: 'oppose', on: '2025-08-10', actor: 'borin-thale' }]));
  await publish(version(2, TOGETHER));
  expect(told(await announced()).sort()).toEqual([
    'ada-quill corrected unknown -> oppose',
    'borin-thale corrected oppose -> unknown',
    'borin-thale taken unknown -> oppose',
  ]);
  await believed();
});

test('a version that changes nothing of names, roles and merges changes no position', async () => {
  await publish(version(1, {}));
  await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }]));
  expect(await publish(version(2, {}))).toEqual({ changes: 0 });
  expect(await publish(version(1, TOGETHER))).toEqual({ changes: 0 });
});

test('who is whose speaker follows at once from roles and names', async () => {
  await publish(version(1, {}));
  const says = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);
  const [statement] = says.data.statements;
  if (!statement) throw new Error('the article says nothing');
  says.data.statements.splice(0, 1, { ...statement, speaker: 'borin-thale' });
  await track(says);
  expect((await announced()).at(-1)?.after?.doubt).toMatchObject({ kind: 'described-by-others' });
  await publish(version(2, TOGETHER));
  expect((await announced()).at(-1)).toMatchObject({ change: 'corrected', after: { stance: 'support', doubt: null } });
  await believed();
});

describe('a dossier of many positions', () => {
  const ISSUES = 450;
  const strict: DossierEvent['data']['policy'] = { ...DEFAULT_POLICY, id: ID, version: 'strict', leastConfidence: 0.9 };
  /** Counts the steps, and breaks off at one of them. */
  const watched = (last = Number.POSITIVE_INFINITY) => {
    const breakOff = new AbortController();
    const steps = { count: 0 };
    const progress = () => {
      steps.count += 1;
      if (steps.count === last) breakOff.abort();
    };
    return { steps, delivery: { signal: breakOff.signal, progress } };
  };
  const sayOnEach = (actor: string) =>
    track(
      articleSays(
        `of ${actor}`,
        Array.from({ length: ISSUES }, (_, n) => ({ stance: 'support', on: '2025-08-01', actor, issue: `issue-${n}` })),
      ),
    );
  const underStrictPolicy = (): DossierEvent => {
    const event = version(2, {});
    return { ...event, data: { ...event.data, policy: strict } };
  };

  test('is decided under another policy step by step, so that no time limit depends on its size', async () => {
    await publish(version(1, {}));
    await sayOnEach('ada-quill');
    const { steps, delivery } = watched();
    expect(await publish(underStrictPolicy(), delivery)).toEqual({ changes: ISSUES });
    expect(steps.count).toBeGreaterThan(ISSUES);
  });

  test('is counted anew step by step, in one transaction all the same', async () => {
    await publish(version(1, {}));
    await sayOnEach('ada-quill');
    await sayOnEach('borin-thale');
    const before = await believed();
    const { steps, delivery } = watched();
    expect(await publish(version(2, TOGETHER), delivery)).toEqual({ changes: 2 * ISSUES });
    expect(steps.count).toBeGreaterThan(2 * ISSUES);
    expect(Object.keys(await believed())).toHaveLength(ISSUES);
    await publish(version(3, {}));
    expect(await believed()).toEqual(before);
  });

  test('is left as it was where the tracker is stopped half-way', async () => {
    await publish(version(1, {}));
    await sayOnEach('ada-quill');
    const announcedBefore = (await announced()).length;
    await expect(publish(underStrictPolicy(), watched(ISSUES / 2).delivery)).rejects.toThrow();
    expect((await announced()).length).toBe(announcedBefore);
    expect(await publish(underStrictPolicy())).toEqual({ changes: ISSUES });
  });

  test('keeps others waiting without their being taken for stalled', async () => {
    await publish(version(1, {}));
    const other = await pool.connect();
    await other.query('BEGIN');
    expect(await isCorrecting(pool)).toBe(false);
    await lockArticles(other, 'correct');
    expect(await isCorrecting(pool)).toBe(true);
    const { steps, delivery } = watched();
    const tracked = new TrackStatementsHandler(
      pool,
      () => NOW,
      publisher,
      new DossiersInForce(dossiersLog, silentLogger),
    ).execute(
      new TrackStatementsCommand(
        [articleSays('a', [{ stance: 'support', on: '2025-08-01' }])],
        async () => undefined,
        delivery,
      ),
    );
    await waitFor('it says that it goes on', () => steps.count > 2);
    await other.query('COMMIT');
    other.release();
    expect(await isCorrecting(pool)).toBe(false);
    expect(await tracked).toEqual({ changes: 1 });
  });
});

const NAMES = ['ada-quill', 'borin-thale', 'cora-vane'];
const STANCES = ['support', 'oppose', 'conditional'] as const;
const MERGES: readonly Merges[] = [
  {},
  TOGETHER,
  { 'cora-vane': ['borin-thale'] },
  { 'ada-quill': ['borin-thale', 'cora-vane'] },
];

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      article: fc.nat(5),
      revision: fc.integer({ min: 1, max: 2 }),
      actor: fc.nat(2),
      stance: fc.nat(2),
      day: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('publish' as const), merges: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('withdraw' as const, 'retract' as const, 'amend' as const, 'undo' as const),
      which: fc.nat(3),
    }),
  },
);

test('the record follows from the statements and the version in force, whatever was published in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), fc.nat(3), async (steps, last) => {
      const events: TrackedEvent[] = [];
      const said: ReturnType<typeof articleSays>[] = [];
      const curations: (ReturnType<typeof retracts> | ReturnType<typeof amends>)[] = [];
      const withdrawals: ReturnType<typeof articleIsWithdrawn>[] = [];
      const order: (TrackedEvent | Merges)[] = [];
      for (const [n, one] of steps.entries()) {
        if (one.do === 'publish') {
          order.push(MERGES[one.merges] ?? {});
          continue;
        }
        let event: TrackedEvent | undefined;
        if (one.do === 'say') {
          const read = articleSays(
            `article ${one.article}`,
            [{ stance: STANCES[one.stance] ?? 'support', on: `2025-08-0${one.day}`, actor: NAMES[one.actor] ?? '' }],
            { revision: one.revision, extractorVersion: String(n) },
          );
          said.push(read);
          event = read;
        } else if (one.do === 'withdraw') {
          const known = withdrawals.pop();
          if (known) event = articleIsRestored(known, `2025-08-22T00:00:${String(n).padStart(2, '0')}.000Z`);
          else {
            const withdrawal = articleIsWithdrawn(
              `article ${one.which}`,
              1,
              `2025-08-21T00:00:${String(n).padStart(2, '0')}.000Z`,
            );
            withdrawals.push(withdrawal);
            event = withdrawal;
          }
        } else if (one.do === 'undo') {
          const undone = curations.splice(one.which, 1)[0];
          event = undone && undoes(undone);
        } else {
          const read = said[one.which];
          if (read) {
            const curation =
              one.do === 'retract' ? retracts(read) : amends(read, { actor: NAMES[one.which % 3] ?? '' });
            curations.push(curation);
            event = curation;
          }
        }
        if (!event) continue;
        events.push(event);
        order.push(event);
      }
      const run = async (things: readonly (TrackedEvent | Merges)[]) => {
        await pool.query(
          `TRUNCATE tracker.ledger, tracker.evidence, tracker.article_set, tracker.timeline, tracker.outbox,
                    tracker.withdrawal, tracker.as_read, tracker.curation, tracker.dossier, tracker.merged_actor`,
        );
        published = [];
        for (const thing of things) {
          if ('type' in thing) await track(thing as TrackedEvent);
          else await publish(version(published.length + 1, thing));
        }
        return believed();
      };
      const final = MERGES[last] ?? {};
      const mixed = await run([...order, final]);
      expect(mixed).toEqual(await run([final, ...events]));
      expect(mixed).toEqual(await run([...events, final]));
    }),
    { numRuns: 40 },
  );
}, 180_000);
