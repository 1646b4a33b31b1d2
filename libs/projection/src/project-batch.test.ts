import type { EventType } from '@parley/contracts';
import { applyChange, foldChanges } from '@parley/domain';
import { migrateRecord } from '@parley/store';
import fc from 'fast-check';
import pg from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import {
  added,
  amended,
  articleIdFor,
  DOSSIER,
  decided,
  extracted,
  observed,
  placed,
  published,
  type Report,
  restored,
  retracted,
  withdrawn,
} from './made-up-log.test-support.js';
import type { PlacedEvent, PlacedRemoval } from './placed-event.js';
import { projectBatch } from './project-batch.js';
import { recordFingerprint } from './record-fingerprint.js';

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
beforeEach(async () => {
  await client.query('BEGIN');
});
afterEach(async () => {
  await client.query('ROLLBACK');
});

const project = <Type extends EventType>(events: readonly PlacedEvent<Type>[], removals: PlacedRemoval[] = []) =>
  projectBatch(
    client,
    {
      topic: events[0]?.topic ?? removals[0]?.topic ?? '',
      // An event of one type is an event.
      events: events as unknown as PlacedEvent[],
      removals,
    },
    'record',
  );

async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await client.query<Row>(sql, values)).rows;
}

describe('articles', () => {
  const articles = () =>
    query('SELECT id, revision_number, title, first_observed_at, withdrawn_at FROM record.article');
  const revisions = () => query('SELECT number FROM record.revision ORDER BY number');

  it('are kept with every revision, the latest in front', async () => {
    await project(placed([observed('a'), observed('a', 2, { title: 'Another title' }), observed('b')]));
    expect(await articles()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: articleIdFor('a'), revision_number: 2, title: 'Another title' }),
        expect.objectContaining({ id: articleIdFor('b'), revision_number: 1 }),
      ]),
    );
    expect(await query('SELECT count(*)::int AS n FROM record.revision')).toEqual([{ n: 3 }]);
  });

  it('stay at the latest revision when an older one comes late, which is kept', async () => {
    await project(placed([observed('a', 2, { title: 'Newer' })]));
    await project(placed([observed('a', 1)]));
    expect(await articles()).toEqual([
      expect.objectContaining({
        revision_number: 2,
        title: 'Newer',
        first_observed_at: new Date('2025-08-01T09:01:00Z'),
      }),
    ]);
    expect(await revisions()).toEqual([{ number: 1 }, { number: 2 }]);
  });

  it('are the same after the same events again, in one batch or another', async () => {
    const events = placed([observed('a'), observed('a'), observed('a', 2), observed('b')]);
    await project(events);
    const before = await query('SELECT * FROM record.article ORDER BY id');
    await project(events);
    await project(events.slice(1, 2));
    expect(await query('SELECT * FROM record.article ORDER BY id')).toEqual(before);
  });

  it('refuse another content under a revision number that is taken', async () => {
    await project(placed([observed('a', 1)]));
    await expect(project(placed([observed('a', 1, { title: 'Other' })]))).rejects.toMatchObject({
      code: 'PROJECTION_REVISION_CONFLICT',
    });
  });

  it('are withdrawn until a revision is observed after it, however often the withdrawal is repeated', async () => {
    const withdrawal = withdrawn('a', '2025-08-01T09:01:30.000Z');
    await project(placed([observed('a', 1), withdrawal]));
    expect(await articles()).toEqual([
      expect.objectContaining({ withdrawn_at: new Date('2025-08-01T09:01:30Z'), revision_number: 1 }),
    ]);
    await project(placed([observed('a', 2)]));
    await project(placed([withdrawal]));
    expect(await articles()).toEqual([expect.objectContaining({ withdrawn_at: null, revision_number: 2 })]);
  });

  it('can not be withdrawn unseen', async () => {
    await expect(project(placed([withdrawn('never', '2025-08-01T09:01:30.000Z')]))).rejects.toMatchObject({
      code: 'PROJECTION_ARTICLE_UNKNOWN',
    });
  });

  it('with characters that Postgres can not hold keep their length, so that spans still point right', async () => {
    const text = 'before \u0000 between \ud83d after \ud83d\ude00';
    await project(placed([observed('a', 1, { text, title: '\u0000' })]));
    const [row] = await query<{ text: string }>('SELECT text FROM record.revision');
    expect(row?.text).toBe('before \ufffd between \ufffd after \ud83d\ude00');
    expect(row?.text).toHaveLength(text.length);
  });

  it('of a batch of thousands take a handful of statements', async () => {
    const events = placed(Array.from({ length: 3_000 }, (_, index) => observed(`many-${index}`)));
    const sent: unknown[] = [];
    const counting = new Proxy(client, {
      get: (target, name) =>
        name === 'query'
          ? (...parameters: Parameters<pg.Client['query']>) => {
              sent.push(parameters[0]);
              return target.query(...parameters);
            }
          : Reflect.get(target, name),
    });
    await projectBatch(counting, { topic: events[0]!.topic, events, removals: [] }, 'record');
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(await query('SELECT count(*)::int AS n FROM record.article')).toEqual([{ n: 3_000 }]);
  });
});

describe('curations', () => {
  const first = extracted('a', [{ stance: 'oppose' }, { stance: 'support', start: 30, actor: 'bo-marsh' }]);
  const at = (minute: number) => () => new Date(Date.UTC(2025, 8, 3, 0, minute));
  const rows = () =>
    query(`SELECT actor_id, stance, curated, superseded_at IS NULL AS "inForce", as_read ->> 'stance' AS "asRead",
                  cardinality(curations) AS curations
             FROM record.statement ORDER BY span_start, revision_number, stance`);
  const asRead = [
    { actor_id: 'ada-quill', stance: 'oppose', curated: null, inForce: true, asRead: null, curations: 0 },
    { actor_id: 'bo-marsh', stance: 'support', curated: null, inForce: true, asRead: null, curations: 0 },
  ];

  it('show in the statements what people made of them, and what was read', async () => {
    await project(placed([first]));
    await project<EventType>(
      placed<EventType>([
        retracted(first, 1),
        amended(first, 2, { stance: 'conditional', actor: 'cy-reed' }, 1),
        added('a', { stance: 'support', start: 60 }, 3),
      ]),
    );
    expect(await rows()).toEqual([
      { actor_id: 'ada-quill', stance: 'oppose', curated: 'retracted', inForce: false, asRead: null, curations: 1 },
      {
        actor_id: 'cy-reed',
        stance: 'conditional',
        curated: 'amended',
        inForce: true,
        asRead: 'support',
        curations: 1,
      },
      { actor_id: 'ada-quill', stance: 'support', curated: 'added', inForce: true, asRead: null, curations: 1 },
    ]);
  });

  it('are undone without a trace in what they had changed; what was added stays readable', async () => {
    const all = [
      retracted(first, 1),
      amended(first, 2, { stance: 'conditional' }, 1),
      added('a', { stance: 'support', start: 60 }, 3),
    ];
    await project(placed([first]));
    await project<EventType>(placed<EventType>(all));
    await project<EventType>(
      placed<EventType>(
        all.map((one, n) => restored(one, 10 + n)),
        at(1),
      ),
    );
    expect(await rows()).toEqual([
      ...asRead,
      { actor_id: 'ada-quill', stance: 'support', curated: 'retracted', inForce: false, asRead: null, curations: 0 },
    ]);
    expect(await query('SELECT count(*)::int AS n, count(undoes)::int AS undone FROM record.curation')).toEqual([
      { n: 6, undone: 3 },
    ]);
  });

  it('come out the same however topics are interleaved and cut into batches', async () => {
    const again = extracted('a', [{ stance: 'conditional' }], { version: '2' });
    const edited = extracted('a', [{ stance: 'oppose', start: 5 }], { revision: 2 });
    const retraction = retracted(first, 1);
    const addition = added('a', { stance: 'support', start: 60 }, 3, 2);
    const topics = [
      placed<EventType>([first, again, edited]),
      placed<EventType>(
        [
          retraction,
          amended(first, 2, { actor: 'cy-reed' }, 1),
          addition,
          restored(addition, 4),
          added('a', { stance: 'support', start: 60 }, 5, 2),
          added('a', { stance: 'oppose' }, 6),
        ],
        at(0),
      ),
      placed<EventType>([observed('a', 1), withdrawn('a', '2025-08-02T00:00:00.000Z', 1), observed('a', 2)], at(9)),
    ];
    const prints: unknown[] = [];
    const fold = async (order: readonly number[]) => {
      await client.query('SAVEPOINT fold');
      const left = topics.map((events) => [...events]);
      for (const topic of [...order, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2]) {
        const [event] = left[topic]?.splice(0, 1) ?? [];
        if (event) await project([event]);
      }
      prints.push(await recordFingerprint(client, 'record'));
      await client.query('ROLLBACK TO fold');
    };
    await fold([]);
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 20 }), fold), { numRuns: 60 });
    for (const print of prints) expect(print).toEqual(prints[0]);
    for (const events of topics) await project(events);
    expect(await recordFingerprint(client, 'record')).toEqual(prints[0]);
  });
});

describe('statements', () => {
  const inForce = async () =>
    (
      await query<{ stance: string }>('SELECT stance FROM record.statement WHERE superseded_at IS NULL ORDER BY stance')
    ).map(({ stance }) => stance);

  it('of a later set replace those of the earlier one, which stay readable', async () => {
    await project(placed([extracted('a', [{ stance: 'oppose' }, { stance: 'support', start: 20 }])]));
    await project(placed([extracted('a', [{ stance: 'conditional' }], { revision: 2 })], () => new Date(1e12)));
    expect(await inForce()).toEqual(['conditional']);
    expect(await query('SELECT superseded_at FROM record.statement WHERE superseded_at IS NOT NULL')).toEqual([
      { superseded_at: new Date(1e12) },
      { superseded_at: new Date(1e12) },
    ]);
  });

  it('that a later set has again stay in force since they were first recorded', async () => {
    const sets = [extracted('a', [{ stance: 'oppose' }]), extracted('a', [{ stance: 'oppose' }], { version: '2' })];
    const [first] = placed(sets);
    await project(placed(sets));
    expect(await query('SELECT recorded_at, extractor_version, superseded_at FROM record.statement')).toEqual([
      { recorded_at: first!.recordedAt, extractor_version: '2', superseded_at: null },
    ]);
  });

  it('that come back after they were gone are in force again', async () => {
    await project(
      placed([
        extracted('a', [{ stance: 'oppose' }]),
        extracted('a', [], { version: '2' }),
        extracted('a', [{ stance: 'oppose' }], { version: '3' }),
      ]),
    );
    expect(await inForce()).toEqual(['oppose']);
  });

  it('of dossiers the set does not list are left alone', async () => {
    await project(
      placed([
        extracted('a', [{ dossier: 'other', stance: 'support' }, { stance: 'oppose' }], {
          dossiers: ['other', DOSSIER],
        }),
        extracted('a', [], { version: '2', dossiers: [DOSSIER] }),
      ]),
    );
    expect(await inForce()).toEqual(['support']);
  });

  it('of an older revision that is read late replace nothing', async () => {
    await project(placed([extracted('a', [{ stance: 'oppose' }], { revision: 2 })]));
    await project(placed([extracted('a', [{ stance: 'support' }], { revision: 1 })]));
    expect(await inForce()).toEqual(['oppose']);
  });

  it('do not change when an event is repeated after a later one', async () => {
    const first = extracted('a', [{ stance: 'oppose' }]);
    const second = extracted('a', [{ stance: 'support' }], { version: '2' });
    await project(placed([first, second, first]));
    expect(await inForce()).toEqual(['support']);
    await project(placed([first]));
    expect(await inForce()).toEqual(['support']);
  });

  it('of a withdrawn article are in force no more, whether they come before the withdrawal or after it', async () => {
    const withdrawal = withdrawn('a', '2025-08-02T00:00:00.000Z', 2);
    const state = () =>
      query('SELECT stance, superseded_at, read_until FROM record.statement ORDER BY revision_number, stance');
    const reading = (revision: number, stance: 'oppose' | 'support' | 'conditional') =>
      placed([extracted('a', [{ stance }], { revision })], () => new Date(Date.UTC(2025, 8, revision)));
    const articles = [
      placed([observed('a', 1), observed('a', 2)]),
      placed([withdrawal], () => new Date(Date.UTC(2025, 9, 1))),
      placed([observed('a', 3)]),
    ];
    const readings = [reading(1, 'oppose'), reading(2, 'support'), reading(3, 'conditional')];
    const orders = [
      [...articles, ...readings],
      [...readings, ...articles],
      [articles[0]!, readings[0]!, articles[1]!, readings[1]!, articles[2]!, readings[2]!],
      [articles[0]!, readings[0]!, readings[1]!, articles[1]!, articles[1]!, articles[2]!, readings[2]!],
    ];
    for (const order of orders) {
      await query(
        'TRUNCATE record.article, record.revision, record.statement, record.statement_set, record.withdrawal',
      );
      for (const events of order) await project<EventType>(events);
      expect(await state()).toEqual([
        { stance: 'oppose', superseded_at: new Date(Date.UTC(2025, 8, 2)), read_until: new Date(Date.UTC(2025, 8, 2)) },
        {
          stance: 'support',
          superseded_at: new Date(Date.UTC(2025, 8, 3)),
          read_until: new Date(Date.UTC(2025, 8, 3)),
        },
        { stance: 'conditional', superseded_at: null, read_until: null },
      ]);
      expect(await query('SELECT withdrawn_at, revision_number FROM record.article')).toEqual([
        { withdrawn_at: null, revision_number: 3 },
      ]);
    }
    await project(placed([withdrawn('a', '2025-08-03T00:00:00.000Z', 3)], () => new Date(Date.UTC(2025, 9, 2))));
    expect(await inForce()).toEqual([]);
    expect(await query('SELECT revision_number, withdrawn_by FROM record.withdrawal ORDER BY 1')).toEqual([
      { revision_number: 2, withdrawn_by: 'The Lakeside Post' },
      { revision_number: 3, withdrawn_by: 'The Lakeside Post' },
    ]);
  });

  it('tell "read, nothing found" from "not read"', async () => {
    await project(placed([extracted('a', [])]));
    expect(await query('SELECT statements, dossier_ids FROM record.statement_set')).toEqual([
      { statements: 0, dossier_ids: [DOSSIER] },
    ]);
  });

  it('of a dossier their set does not list are refused', async () => {
    await expect(
      project(placed([extracted('a', [{ dossier: 'unlisted' }], { dossiers: [DOSSIER] })])),
    ).rejects.toMatchObject({ code: 'PROJECTION_DOSSIER_UNLISTED' });
  });

  it('come out the same however their events are cut into batches', async () => {
    const stances = ['support', 'oppose', 'conditional', 'noncommittal'] as const;
    const setOf = fc.record({
      article: fc.constantFrom('x', 'y'),
      says: fc.array(fc.record({ stance: fc.constantFrom(...stances), start: fc.nat(2) }), { maxLength: 4 }),
      revision: fc.integer({ min: 1, max: 3 }),
      version: fc.constantFrom('1', '2'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(setOf, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.boolean()),
        async (sets, cuts) => {
          const events = placed(sets.map(({ article, says, ...options }) => extracted(article, says, options)));
          const rows = async (batches: (typeof events)[]) => {
            await client.query('SAVEPOINT try');
            for (const batch of batches) await project(batch);
            const result = await query('SELECT * FROM record.statement ORDER BY id');
            await client.query('ROLLBACK TO try');
            return result;
          };
          expect(await rows(cut(events, cuts))).toEqual(await rows([events]));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('positions in doubt', () => {
  it('say why, on both axes, until the doubt is settled', async () => {
    const changes = decided([
      { day: 1, stance: 'oppose' },
      { day: 1, stance: 'oppose', publisher: 'The Reed' },
      { day: 1, stance: 'support', publisher: 'The Marsh Mirror' },
      { day: 5, stance: 'oppose' },
    ]);
    expect(changes.map(({ type }) => type)).toEqual([
      'parley.position.taken',
      'parley.position.reaffirmed',
      'parley.position.contested',
      'parley.position.settled',
    ]);
    await project(placed(changes));
    const { rows } = await client.query<{ doubt: { kind: string } | null; statements: number }>(
      'SELECT doubt, statements FROM record.position ORDER BY known_from',
    );
    expect(rows.map(({ doubt, statements }) => [doubt?.kind ?? null, statements])).toEqual([
      [null, 1],
      [null, 2],
      ['outlets-disagree', 2],
      [null, 3],
    ]);
    // What speaks against it can be shown as what speaks for it can.
    const against = await client.query('SELECT FROM record.evidence');
    expect(against.rowCount).toBe(4);
  });
});

describe('positions', () => {
  const story: Report[] = [
    { day: 1, stance: 'oppose' },
    { day: 5, stance: 'oppose', publisher: 'The Marsh Mirror' },
    { day: 10, stance: 'support' },
    { day: 7, stance: 'conditional' },
  ];

  const believedAt = (instant: Date | null) =>
    query<{ stance: string; valid_from: string; valid_to: string | null }>(
      `SELECT stance, valid_from::text, valid_to::text, last_stated_on::text, statements, independent_sources, condition,
              statement_ids
         FROM record.position WHERE known @> coalesce($1::timestamptz, 'infinity') OR ($1 IS NULL AND upper_inf(known))
        ORDER BY valid_from`,
      [instant],
    );

  it('are taken, reaffirmed, shifted and corrected on both axes', async () => {
    const events = decided(story);
    expect(events.map(({ type }) => type)).toEqual([
      'parley.position.taken',
      'parley.position.reaffirmed',
      'parley.position.shifted',
      'parley.position.corrected',
    ]);
    await project(placed(events));
    const minute = (index: number) => new Date(Date.UTC(2025, 8, 1, 0, index));
    const stretches = async (at: Date | null) =>
      (await believedAt(at)).map((row) => [row.stance, row.valid_from, row.valid_to]);
    expect(await stretches(new Date(minute(0).getTime() - 1))).toEqual([]);
    expect(await stretches(minute(0))).toEqual([['oppose', '2025-08-01', null]]);
    expect(await stretches(minute(2))).toEqual([
      ['oppose', '2025-08-01', '2025-08-10'],
      ['support', '2025-08-10', null],
    ]);
    expect(await stretches(null)).toEqual([
      ['oppose', '2025-08-01', '2025-08-07'],
      ['conditional', '2025-08-07', '2025-08-10'],
      ['support', '2025-08-10', null],
    ]);
  });

  it('keep the evidence, the names and the changes as they were announced', async () => {
    const events = decided(story);
    await project(placed(events));
    expect(await query('SELECT sequence, actor FROM record.timeline')).toEqual([
      { sequence: 4, actor: { id: 'ada-quill', name: 'Name of ada-quill', kind: 'person' } },
    ]);
    expect(await query('SELECT count(*)::int AS n FROM record.evidence')).toEqual([{ n: 4 }]);
    const changes = await query<{ data: unknown }>('SELECT data FROM record.change ORDER BY "offset"');
    expect(changes.map(({ data }) => data)).toEqual(events.map(({ data }) => data));
  });

  it('pass over what is in the record already, also out of order', async () => {
    const events = placed(decided(story));
    await project(events);
    const before = await query('SELECT * FROM record.position ORDER BY id');
    await project([...events].reverse());
    await project([events[1]!, events[1]!]);
    expect(await query('SELECT * FROM record.position ORDER BY id')).toEqual(before);
  });

  it('refuse a gap, and another event in a place that is taken', async () => {
    const events = placed(decided(story));
    await expect(project(events.slice(1))).rejects.toMatchObject({ code: 'PROJECTION_SEQUENCE_GAP' });
    await project(events);
    const rival = placed(decided([{ day: 3, stance: 'support' }]));
    const other = { ...rival[0]!, event: { ...rival[0]!.event, id: '00000000-0000-4000-8000-000000000000' } };
    await expect(project([other])).rejects.toMatchObject({ code: 'PROJECTION_SEQUENCE_CONFLICT' });
  });

  it('refuse a change that does not fit what is held', async () => {
    const [taken, reaffirmed] = decided(story);
    const before = { ...reaffirmed!.data.before!, stance: 'support' as const };
    const astray = { ...reaffirmed!, data: { ...reaffirmed!.data, before } };
    await project(placed([taken!]));
    await expect(project(placed([astray]))).rejects.toMatchObject({ code: 'PROJECTION_TIMELINE_MISMATCH' });
  });

  it('refuse an id that is no UUID', async () => {
    const [taken] = decided(story);
    await expect(project(placed([{ ...taken!, id: 'mine' }]))).rejects.toMatchObject({
      code: 'PROJECTION_ID_NOT_UUID',
    });
  });

  it('leave no trace of what was believed for no time, and never step back in it', async () => {
    const [first, second, third, fourth] = placed(decided(story));
    const at = new Date('2025-09-01T00:00:00Z');
    const earlier = new Date('2025-08-31T00:00:00Z');
    await project([
      { ...first!, recordedAt: at },
      { ...second!, recordedAt: at },
    ]);
    await project([
      { ...third!, recordedAt: earlier },
      { ...fourth!, recordedAt: at },
    ]);
    const rows = await query('SELECT known_from, known_to FROM record.position');
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ known_from: at, known_to: null })));
  });

  it('answer for every instant as a fold of the changes known by then, however batches were cut', async () => {
    const report = fc.record({
      day: fc.integer({ min: 1, max: 8 }),
      stance: fc.constantFrom('support' as const, 'oppose' as const, 'conditional' as const),
      publisher: fc.constantFrom('The Lakeside Post', 'The Marsh Mirror'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(report, { minLength: 1, maxLength: 10 }),
        // Minutes between one record and the next: some share an instant.
        fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        async (reports, steps, cuts) => {
          const changes = decided(reports);
          const minuteOf = (index: number) => steps.slice(0, index).reduce((sum, step) => sum + step, 0);
          const events = placed(changes, (index) => new Date(Date.UTC(2025, 8, 1, 0, minuteOf(index))));
          await client.query('SAVEPOINT try');
          for (const batch of cut(events, cuts)) {
            await project(batch);
            await project(batch.slice(-1));
          }
          const instants = [...new Set(events.map(({ recordedAt }) => recordedAt.getTime()))];
          for (const instant of instants) {
            const known = events.filter(({ recordedAt }) => recordedAt.getTime() <= instant);
            const expected = foldChanges(known.map(({ event }) => event.data));
            expect(await believedAt(new Date(instant))).toEqual(expected.map(rowOf));
          }
          expect(await believedAt(null)).toEqual(foldChanges(changes.map(({ data }) => data)).map(rowOf));
          await client.query('ROLLBACK TO try');
        },
      ),
      { numRuns: 100 },
    );
  });

  const rowOf = ({ position: p, statementIds }: ReturnType<typeof applyChange>[number]) => ({
    stance: p.stance,
    valid_from: p.validFrom,
    valid_to: p.validTo,
    last_stated_on: p.lastStatedOn,
    statements: p.statements,
    independent_sources: p.independentSources,
    condition: p.condition,
    statement_ids: statementIds,
  });
});

describe('dossiers', () => {
  const actors = async () =>
    (await query<{ id: string }>('SELECT id FROM record.actor ORDER BY ordinal')).map(({ id }) => id);

  it('are in force as published last; every version is kept', async () => {
    await project(placed([published(1), published(2, { actors: ['bo-marsh', 'cy-reed'] })]));
    expect(await actors()).toEqual(['bo-marsh', 'cy-reed']);
    expect(await query('SELECT number FROM record.dossier')).toEqual([{ number: 2 }]);
    expect(await query('SELECT number FROM record.dossier_version ORDER BY 1')).toEqual([{ number: 1 }, { number: 2 }]);
  });

  it('do not go back when an earlier version comes late or again', async () => {
    await project(placed([published(2, { actors: ['cy-reed'] })]));
    await project(placed([published(1), published(2, { actors: ['cy-reed'] })]));
    expect(await actors()).toEqual(['cy-reed']);
  });

  it('go out of force when their key is taken out of the topic', async () => {
    const [one] = placed([published(1)]);
    await project([one!]);
    await project([], [{ ...one!, offset: 1n, key: DOSSIER }]);
    expect(await actors()).toEqual([]);
    expect(await query('SELECT id FROM record.dossier')).toEqual([]);
  });

  it('that are none are refused', async () => {
    await expect(project(placed([published(1, { document: { title: 'no' } })]))).rejects.toMatchObject({
      code: 'PROJECTION_DOSSIER_INVALID',
    });
  });

  it('show an actor who said nothing as unknown in the matrix, and nobody as missing', async () => {
    await project(placed([published(1, { issues: ['harbour-levy', 'fish-quota'] })]));
    await project(placed(decided([{ day: 1, stance: 'noncommittal' }])));
    expect(await query('SELECT actor_id, issue_id, stance FROM record.v_matrix ORDER BY 1, 2')).toEqual([
      { actor_id: 'ada-quill', issue_id: 'fish-quota', stance: 'unknown' },
      { actor_id: 'ada-quill', issue_id: 'harbour-levy', stance: 'noncommittal' },
      { actor_id: 'bo-marsh', issue_id: 'fish-quota', stance: 'unknown' },
      { actor_id: 'bo-marsh', issue_id: 'harbour-levy', stance: 'unknown' },
    ]);
  });
});

/** The events in order, cut into batches where `cuts` says so. */
function cut<Item>(items: readonly Item[], cuts: Iterable<boolean>): Item[][] {
  const batches: Item[][] = [[]];
  const decisions = cuts[Symbol.iterator]();
  for (const item of items) {
    batches.at(-1)?.push(item);
    if (decisions.next().value) batches.push([]);
  }
  return batches.filter((batch) => batch.length > 0);
}
