import type { Stance } from '@parley/contracts';
import { migrateRecord } from '@parley/store';
import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { decided, placed } from '../made-up-log.test-support.js';
import { projectBatch } from '../project-batch.js';
import { recordFingerprint } from '../record-fingerprint.js';
import { deriveEvidence } from './derive-evidence.js';
import { type PositionEvent, PositionFold } from './project-positions.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateRecord(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const STANCES: readonly Stance[] = ['support', 'oppose', 'conditional', 'noncommittal'];
const ISSUES = ['harbour-levy', 'night-ferry', 'reed-cutting'] as const;

/** How some batches are folded: how long each is, and what is done after it. */
interface Step {
  readonly changes: number;
  readonly writes: boolean;
  readonly keeps: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  changes: fc.integer({ min: 1, max: 6 }),
  writes: fc.boolean(),
  keeps: fc.integer({ min: 0, max: 4 }),
});
const report = fc.record({
  issue: fc.constantFrom(...ISSUES),
  day: fc.integer({ min: 1, max: 28 }),
  stance: fc.constantFrom(...STANCES),
});

/** The changes of some reports, some of them more than once, and some recorded at the same instant. */
function changesOf(reports: readonly { issue: string; day: number; stance: Stance }[], pace: number) {
  const queues = ISSUES.map((issue) =>
    decided(
      reports.filter((one) => one.issue === issue),
      { issue },
    ),
  );
  // In turns, so that timelines go on after others did.
  const events = Array.from({ length: Math.max(...queues.map((queue) => queue.length)) }, (_, n) =>
    queues.flatMap((queue) => queue[n] ?? []),
  ).flat();
  const repeated = events.flatMap((event, n) => (n % 5 === 4 ? [event, events[n - 3] ?? event] : [event]));
  return placed(repeated, (index) => new Date(Date.UTC(2025, 8, 1, 0, Math.floor(index / pace)))) as PositionEvent[];
}

async function tables() {
  const { position, change, timeline, evidence } = await recordFingerprint(client, 'record');
  await client.query('TRUNCATE record.position, record.change, record.timeline, record.evidence');
  return { position, change, timeline, evidence };
}

describe('timelines that are kept over batches', () => {
  it('leave the record that folding one change after another leaves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(report, { minLength: 1, maxLength: 24 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        async (reports, pace, steps) => {
          const changes = changesOf(reports, pace);
          for (const one of changes)
            await projectBatch(client, { topic: one.topic, events: [one], removals: [] }, 'record');
          const oneByOne = await tables();
          const fold = new PositionFold(client, 'record');
          for (let from = 0, n = 0; from < changes.length; n++) {
            const { changes: many, writes, keeps } = steps[n % steps.length] as Step;
            await fold.take(changes.slice(from, from + many));
            if (writes) await fold.write();
            fold.forgetBeyond(keeps);
            from += many;
          }
          await fold.write();
          await deriveEvidence(client, 'record');
          expect(await tables()).toEqual(oneByOne);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuse a change that does not follow on, and one that another event has taken the place of', async () => {
    const [first, second, third] = changesOf(
      [1, 2, 3].map((day) => ({ issue: ISSUES[0], day, stance: 'support' as const })),
      1,
    );
    if (!first || !second || !third) throw new RangeError('three reports make three changes');
    const fold = new PositionFold(client, 'record');
    await fold.take([first]);
    await expect(fold.take([third])).rejects.toMatchObject({ code: 'PROJECTION_SEQUENCE_GAP' });
    const other = { ...first, offset: 9n, event: { ...first.event, id: second.event.id } } as PositionEvent;
    await expect(fold.take([other])).rejects.toMatchObject({ code: 'PROJECTION_SEQUENCE_CONFLICT' });
  });
});
