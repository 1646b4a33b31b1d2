import { type CloudEvent, type EventType, topicOf } from '@parley/contracts';
import { migrateRecord } from '@parley/store';
import fc from 'fast-check';
import pg from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import {
  added,
  amended,
  extracted,
  observed,
  restored,
  retracted,
  unwithdrawn,
  withdrawn,
} from '../made-up-log.test-support.js';
import type { PlacedEvent } from '../placed-event.js';
import { projectBatch } from '../project-batch.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  const template = await createTemplate('record', async (url) => {
    await migrateRecord(url);
  });
  database = await createTestDatabase({ template });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Minutes after midnight of 1 September. */
const at = (minute: number) => new Date(Date.UTC(2025, 8, 1, 0, minute));

/** Events one after another, a minute apart, each in partition 0 of its topic. */
function inTheLog(events: readonly CloudEvent[]): PlacedEvent[] {
  const next = new Map<string, bigint>();
  return events.map((event, index) => {
    const topic = topicOf(event.type as EventType);
    const offset = next.get(topic) ?? 0n;
    next.set(topic, offset + 1n);
    return { topic, partition: 0, offset, recordedAt: at(index), event } as PlacedEvent;
  });
}

/** Folds events into an empty record, asks it, and leaves it empty. */
async function recordOf<Answer>(events: readonly PlacedEvent[], ask: () => Promise<Answer>): Promise<Answer> {
  await client.query('BEGIN');
  try {
    for (const placed of events)
      await projectBatch(client, { topic: placed.topic, events: [placed], removals: [] }, 'record');
    return await ask();
  } finally {
    await client.query('ROLLBACK');
  }
}

const CONTENT = `actor_id, issue_id, stance, revision_number, stated_on::text AS stated_on, evidence, dossier_version,
                 extractor_version, curated`;

const inForce = async () =>
  (await client.query(`SELECT id, ${CONTENT} FROM record.statement WHERE superseded_at IS NULL ORDER BY id`)).rows;

const knownAt = async (instant: Date) =>
  (
    await client.query(
      `SELECT * FROM (SELECT id, ${CONTENT} FROM record.statement
                       WHERE NOT has_history AND recorded_at <= $1 AND (superseded_at IS NULL OR superseded_at > $1)
                      UNION ALL
                      SELECT id, ${CONTENT} FROM record.statement_history WHERE known @> $1::timestamptz) AS known
        ORDER BY id`,
      [instant],
    )
  ).rows;

/** What may be recorded of an article; each step is worked out from what was recorded before it. */
type Step =
  | { readonly do: 'read'; readonly revision: number; readonly version: string; readonly says: readonly number[] }
  | { readonly do: 'retract' | 'amend' | 'add' | 'undo' | 'withdraw' | 'restore'; readonly which: number };

const SAID = [
  { start: 0, evidence: 'the levy must go' },
  { start: 40, evidence: 'no levy at all', stance: 'oppose' as const },
  { start: 80, evidence: 'a smaller levy', stance: 'conditional' as const },
];

function eventsOf(steps: readonly Step[]): CloudEvent[] {
  const events: CloudEvent[] = [observed('a', 1), observed('a', 2)];
  const readings: ReturnType<typeof extracted>[] = [];
  const curations: (ReturnType<typeof retracted> | ReturnType<typeof amended> | ReturnType<typeof added>)[] = [];
  const withdrawals: ReturnType<typeof withdrawn>[] = [];
  for (const [minute, step] of steps.entries()) {
    const curate = (make: (read: ReturnType<typeof extracted>) => (typeof curations)[number]) => {
      const read = readings.filter(({ data }) => data.statements.length > 0)[step.do === 'read' ? 0 : step.which];
      if (!read) return;
      const made = make(read);
      curations.push(made);
      events.push(made);
    };
    if (step.do === 'read') {
      const says = step.says.flatMap((index) => SAID[index] ?? []);
      const read = extracted('a', says, { revision: step.revision, version: step.version });
      if (readings.some(({ id }) => id === read.id)) continue;
      readings.push(read);
      events.push(read);
    } else if (step.do === 'retract') curate((read) => retracted(read, minute));
    else if (step.do === 'amend') curate((read) => amended(read, minute, { statedOn: `2025-08-1${step.which}` }));
    else if (step.do === 'add') {
      const made = added('a', { start: 200 + step.which, evidence: 'I said so' }, minute, 1 + (step.which % 2));
      curations.push(made);
      events.push(made);
    } else if (step.do === 'undo') {
      const undone = curations.splice(step.which, 1)[0];
      if (undone) events.push(restored(undone, minute));
    } else if (step.do === 'withdraw') {
      const made = withdrawn('a', new Date(Date.UTC(2025, 8, 3, 0, minute)).toISOString(), 1 + (step.which % 2));
      withdrawals.push(made);
      events.push(made);
    } else {
      const last = withdrawals.splice(0).at(-1);
      if (last) events.push(unwithdrawn(last, new Date(Date.UTC(2025, 8, 3, 0, minute)).toISOString()));
    }
  }
  return events;
}

const readStep = fc.record({
  do: fc.constant('read' as const),
  revision: fc.constantFrom(1, 1, 2),
  version: fc.constantFrom('1', '2', '3'),
  says: fc.subarray([0, 1, 2]),
});
const otherStep = fc.record({
  do: fc.constantFrom(
    'retract' as const,
    'amend' as const,
    'add' as const,
    'undo' as const,
    'withdraw' as const,
    'restore' as const,
  ),
  which: fc.nat(2),
});
const steps = fc
  .tuple(readStep, fc.array(fc.oneof(readStep, otherStep), { minLength: 2, maxLength: 7 }))
  .map(([first, others]): Step[] => [first, ...others]);

test('what is known of statements at an instant is what was in force then, whatever was recorded and folded in which order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), async (made, picks) => {
      const events = inTheLog(eventsOf(made));
      const known = await recordOf(byTopic(events, picks), async () => {
        const answers: unknown[] = [];
        for (const { recordedAt } of events) answers.push(await knownAt(recordedAt));
        return answers;
      });
      for (const [index] of events.entries())
        expect(known[index]).toEqual(await recordOf(events.slice(0, index + 1), inForce));
    }),
    { numRuns: 400 },
  );
}, 120_000);

/** The same events with their topics folded at different paces; within a topic they keep their order. */
function byTopic(events: readonly PlacedEvent[], picks: readonly number[]): PlacedEvent[] {
  // Articles come first: of one that was never observed nothing can be withdrawn.
  const queues = [...groupByTopic(events.slice(2)).values()].map((queue) => [...queue]);
  const mixed = events.slice(0, 2);
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn++) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[(picks[turn % picks.length] ?? 0) % waiting.length]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

test('an undone withdrawal is shown with who undid it, and counts no more even where it is said again', async () => {
  const withdrawal = withdrawn('a', '2025-09-03T00:00:00.000Z', 2);
  const events = inTheLog([
    observed('a', 1),
    extracted('a', [{}]),
    withdrawal,
    unwithdrawn(withdrawal, '2025-09-03T01:00:00.000Z'),
    withdrawal,
  ]);
  await recordOf(events, async () => {
    expect(await inForce()).toHaveLength(1);
    expect(await knownAt(at(2))).toEqual([]);
    expect((await client.query('SELECT withdrawn_at FROM record.article')).rows).toEqual([{ withdrawn_at: null }]);
    expect((await client.query('SELECT undone_by, undone_reason, undone_at FROM record.withdrawal')).rows).toEqual([
      { undone_by: 'ann', undone_reason: 'it was another article', undone_at: at(3) },
    ]);
  });
});

function groupByTopic(events: readonly PlacedEvent[]): Map<string, PlacedEvent[]> {
  const groups = new Map<string, PlacedEvent[]>();
  for (const event of events) groups.set(event.topic, [...(groups.get(event.topic) ?? []), event]);
  return groups;
}
