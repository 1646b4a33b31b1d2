import { decodeEvent, type PositionChanged, type TimelineSegment } from '@parley/contracts';
import { foldChanges } from '@parley/domain';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { DossiersInForce, type TrackedEvent } from '@parley/tracking';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { migrateTracker } from '../migrations/migrate-tracker.js';
import type { OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { adds, amends, articleIsWithdrawn, articleSays, retracts, undoes } from '../statements-event.test-support.js';
import { TrackStatementsCommand } from './track-statements.command.js';
import { TrackStatementsHandler } from './track-statements.handler.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
const forget = () =>
  pool.query(`TRUNCATE tracker.ledger, tracker.evidence, tracker.article_set, tracker.timeline, tracker.outbox,
                       tracker.withdrawal, tracker.curation, tracker.as_read`);
beforeEach(forget);

const noDossiers = {
  bounds: async () => [],
  async *read() {},
};

/** Tracks events as one batch. */
async function track(...events: TrackedEvent[]): Promise<number> {
  const handler = new TrackStatementsHandler(
    pool,
    () => new Date('2025-09-01T00:00:00Z'),
    // Of the publisher the handler needs to be able to wake it, no more.
    { wake: () => undefined } as OutboxPublisher,
    new DossiersInForce(noDossiers, silentLogger),
  );
  return (await handler.execute(new TrackStatementsCommand(events, async () => undefined))).changes;
}

async function announced(): Promise<PositionChanged[]> {
  const { rows } = await pool.query<{ headers: Record<string, string>; value: Buffer }>(
    'SELECT headers, value FROM tracker.outbox ORDER BY seq',
  );
  return rows.map((row) => decodeEvent(row, 'parley.positions.v1').data as PositionChanged);
}

/** The whole record as a reader of the topic has it: each timeline in words. */
async function held(): Promise<Record<string, string>> {
  const timelines = new Map<string, PositionChanged[]>();
  for (const change of await announced()) {
    const key = `${change.actor.id}/${change.issue.id}`;
    timelines.set(key, [...(timelines.get(key) ?? []), change]);
  }
  const words = ({ position: p }: TimelineSegment) => `${p.stance} ${p.validFrom}–${p.validTo ?? ''} (${p.statements})`;
  return Object.fromEntries(
    [...timelines].sort().flatMap(([key, changes]) => {
      expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, n) => n + 1));
      const told = foldChanges(changes).map(words).join(', ');
      return told === '' ? [] : [[key, told]];
    }),
  );
}

const last = async () => (await announced()).at(-1);

describe('curations', () => {
  const first = articleSays('a', [{ stance: 'support', on: '2025-08-01' }]);

  it('a retraction takes a position back to unknown, with who said why', async () => {
    await track(first);
    const retraction = retracts(first);
    await track(retraction);
    expect(await held()).toEqual({});
    expect(await last()).toMatchObject({
      change: 'corrected',
      before: { stance: 'support' },
      after: null,
      rewritten: { segments: [] },
      reason: 'A statement was retracted: read it myself',
      decidedFrom: retraction.id,
    });
  });

  it('an amendment moves a statement to another day and stance', async () => {
    await track(first);
    await track(amends(first, { statedOn: '2025-07-20', stance: 'oppose' }));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'oppose 2025-07-20– (1)' });
  });

  it('an amendment moves a statement to another actor, who is named from then on', async () => {
    await track(first);
    await track(amends(first, { actor: 'borin-thale' }));
    expect(await held()).toEqual({ 'borin-thale/harbour-levy': 'support 2025-08-01– (1)' });
    const [{ statement, ...evidence } = { statement: null }] =
      (await announced()).find(({ actor }) => actor.id === 'borin-thale')?.evidence ?? [];
    expect(statement).toEqual({ ...first.data.statements[0], actor: 'borin-thale' });
    expect(evidence).toMatchObject({ article: first.data.article });
    expect((await last())?.actor).toEqual({ id: 'borin-thale', name: 'Name of borin-thale', kind: 'person' });
  });

  it('undoing brings back what was there, and an addition away again', async () => {
    const retraction = retracts(first);
    const amendment = amends(first, { actor: 'borin-thale' });
    const addition = adds(articleSays('b', [{ stance: 'oppose', on: '2025-08-09' }]));
    await track(first);
    const before = await held();
    await track(retraction);
    await track(undoes(retraction));
    expect(await held()).toEqual(before);
    await track(amendment);
    await track(undoes(amendment));
    expect(await held()).toEqual(before);
    await track(addition);
    expect(await held()).toEqual({
      'ada-quill/harbour-levy': 'support 2025-08-01–2025-08-09 (1), oppose 2025-08-09– (1)',
    });
    await track(undoes(addition));
    expect(await held()).toEqual(before);
  });

  it('survive that their article is read again, whatever id the statement has then', async () => {
    await track(first);
    await track(retracts(first));
    // The same words, read as another stance: another id.
    await track(articleSays('a', [{ stance: 'conditional', on: '2025-08-01' }], { extractorVersion: '2' }));
    expect(await held()).toEqual({});
    // Other words are another statement.
    const says = [
      { stance: 'conditional', on: '2025-08-01' },
      { stance: 'oppose', on: '2025-08-03', start: 40 },
    ] as const;
    await track(articleSays('a', says, { extractorVersion: '3' }));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'oppose 2025-08-03– (1)' });
  });

  it('an amendment made before is made of the next reading too, and undone in it', async () => {
    const amendment = amends(first, { statedOn: '2025-07-20' });
    await track(first);
    await track(amendment);
    await track(articleSays('a', [{ stance: 'oppose', on: '2025-08-01' }], { extractorVersion: '2' }));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'oppose 2025-07-20– (1)' });
    await track(undoes(amendment));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'oppose 2025-08-01– (1)' });
  });

  it('what was added stays when the article is read again, and goes when it is withdrawn', async () => {
    const more = articleSays('a', [{ stance: 'oppose', on: '2025-08-05', start: 80 }]);
    await track(first);
    await track(adds(more));
    await track(articleSays('a', [], { extractorVersion: '2' }));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'oppose 2025-08-05– (1)' });
    await track(articleIsWithdrawn('a'));
    expect(await held()).toEqual({});
    await track(articleSays('a', [{ stance: 'support', on: '2025-08-01' }], { revision: 2 }));
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'support 2025-08-01– (1)' });
  });

  it('are no news when they come again, in the same batch and later', async () => {
    const retraction = retracts(first);
    await track(first);
    expect(await track(retraction, retraction)).toBe(1);
    await track(undoes(retraction));
    expect(await track(retraction)).toBe(0);
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'support 2025-08-01– (1)' });
  });

  it('of an edited article hold for the words that it kept', async () => {
    await track(first);
    await track(amends(first, { statedOn: '2025-07-20' }));
    const edited = articleSays('a', [{ stance: 'support', on: '2025-08-01', start: 300 }], { revision: 2 });
    await track(edited);
    expect(await held()).toEqual({ 'ada-quill/harbour-levy': 'support 2025-07-20– (1)' });
  });

  it('come out the same however the topics are interleaved, cut into batches and repeated', async () => {
    const says = articleSays('x', [
      { stance: 'support', on: '2025-08-01' },
      { stance: 'oppose', on: '2025-08-04', actor: 'borin-thale' },
    ]);
    const again = articleSays('x', [{ stance: 'conditional', on: '2025-08-02' }], { extractorVersion: '2' });
    const edited = articleSays('x', [{ stance: 'support', on: '2025-08-03' }], { revision: 2 });
    const moved = amends(says, { actor: 'borin-thale', statedOn: '2025-08-06' });
    const gone = retracts(says, 1);
    const added = adds(articleSays('x', [{ stance: 'noncommittal', on: '2025-08-07', start: 90 }], { revision: 2 }));
    const topics: readonly (readonly TrackedEvent[])[] = [
      [says, again, edited],
      [moved, gone, added, undoes(gone)],
      [articleIsWithdrawn('x', 1)],
      // Another article on the same timelines.
      [articleSays('y', [{ stance: 'oppose', on: '2025-08-05', actor: 'borin-thale' }])],
    ];
    for (const events of topics) await track(...events);
    const expected = await held();
    expect(Object.keys(expected).length).toBeGreaterThan(1);
    const size = topics.flat().length;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(topics.length - 1), { minLength: 3 * size, maxLength: 3 * size }),
        fc.array(fc.boolean(), { minLength: size, maxLength: size }),
        async (choices, repeats) => {
          await forget();
          const left = topics.map((events) => [...events]);
          for (const choice of [...choices, ...topics.flatMap((events, topic) => events.map(() => topic))]) {
            const [event] = left[choice]?.splice(0, 1) ?? [];
            if (!event) continue;
            await track(event, ...(repeats[choice] ? [event] : []));
          }
          expect(await held()).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
