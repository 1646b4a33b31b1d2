import { type ChangePage, type Comparison, contentId, type ExportedChange } from '@parley/contracts';
import { type ApiUnderTest, startApi, TEST_NOW } from '../../../../../test/support/api/api-under-test.js';
import {
  actorRef,
  DOSSIER,
  evidence,
  issueRef,
  seedArticles,
  seedChanges,
  seedDossier,
  seedPositions,
} from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;
const FORMULA = '=HYPERLINK("https://evil.example","click, ""me""")\nnext line';
const hostile = evidence(1, 'dockers', 'night-shifts', 'oppose', '2025-02-01', FORMULA);
const late = evidence(2, 'dockers', 'night-shifts', 'support', '2025-03-01', 'We will work at night.');

beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
  await seedArticles(api.pool, [hostile, late]);
  await seedPositions(api.pool, [
    {
      actor: actorRef('dockers'),
      issue: issueRef('night-shifts'),
      stance: 'oppose',
      valid: '[2025-02-01,)',
      known: '[2025-02-02T00:00:00Z,2025-03-02T00:00:00Z)',
      evidence: [hostile],
    },
    {
      actor: actorRef('dockers'),
      issue: issueRef('night-shifts'),
      stance: 'oppose',
      valid: '[2025-02-01,2025-03-01)',
      known: '[2025-03-02T00:00:00Z,)',
      evidence: [hostile],
    },
    {
      actor: actorRef('dockers'),
      issue: issueRef('night-shifts'),
      stance: 'support',
      valid: '[2025-03-01,)',
      known: '[2025-03-02T00:00:00Z,)',
      evidence: [late],
    },
  ]);
  await seedChanges(
    api.pool,
    // More than a page, in two partitions of which one is a day behind the other.
    Array.from({ length: 1_200 }, (_, n) => ({
      partition: n % 2,
      offset: Math.floor(n / 2),
      recordedAt: new Date(Date.UTC(2025, 5, 1 + (n % 2), 0, 0, n)).toISOString(),
      ...(n === 7 ? { change: 'corrected' as const } : {}),
    })),
  );
  await api.pool.query(`UPDATE record.statement SET superseded_at = '2025-03-05T00:00:00Z' WHERE id = $1`, [
    contentId('statement', 1),
  ]);
});
afterAll(() => api?.close());

const text = async (path: string) => {
  const answer = await api.app.inject({ method: 'GET', url: path });
  expect(answer.statusCode).toBe(200);
  return answer;
};
const lines = async (query: string): Promise<ExportedChange[]> =>
  (await text(`/v1/changes/export?${query}`)).body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the export of changes', () => {
  test('has all of them once, in the order of the log, each as it was announced', async () => {
    const all = await lines('');
    expect(all).toHaveLength(1_200);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1_200);
    const instants = all.map(({ recordedAt }) => recordedAt);
    expect(instants).toEqual([...instants].sort());
    const corrected = all.find(({ type }) => type === 'parley.position.corrected');
    expect(corrected?.data).toMatchObject({
      change: 'corrected',
      policy: { id: 'default' },
      evidence: [{ statement: {} }],
    });
  });

  test('goes on from any cursor, whatever the bounds it came with', async () => {
    const all = await lines('');
    for (const at of [0, 499, 500, 731, 1_199]) {
      const rest = await lines(`after=${all[at]?.cursor}`);
      expect(rest.map(({ id }) => id)).toEqual(all.slice(at + 1).map(({ id }) => id));
    }
    const [first, second] = await lines('since=2025-06-02T00:00:00Z');
    expect(first?.recordedAt).toBe('2025-06-02T00:00:01.000Z');
    const upTo = await lines('until=2025-06-01T00:00:20Z');
    expect(await lines(`after=${upTo.at(-1)?.cursor}`)).toHaveLength(1_190);
    const page = await api.body<ChangePage>('/v1/changes?order=asc&until=2025-06-01T00:00:20Z');
    expect(page.items).toHaveLength(10);
    expect(await lines(`after=${page.next}`)).toHaveLength(1_190);
    expect((await lines(`after=${first?.cursor}`))[0]?.id).toBe(second?.id);
    expect(await lines(`after=${first?.cursor}`)).toHaveLength(599);
  });

  test('keeps to a time, to a day that is spoken of, and to its filters', async () => {
    expect(await lines('since=2025-06-01T00:00:10Z&until=2025-06-01T00:00:20Z')).toHaveLength(5);
    expect(await lines('until=2025-06-02T00:00:00Z')).toHaveLength(600);
    expect(await lines('validAt=2025-02-28')).toHaveLength(0);
    expect(await lines('validAt=2025-03-01&change=corrected')).toHaveLength(1);
    expect(await lines('actor=nobody')).toEqual([]);
  });

  test('as a table has a row each', async () => {
    const { body, headers } = await text('/v1/changes/export?format=csv&until=2025-06-01T00:00:03Z');
    expect(headers['content-type']).toContain('text/csv');
    const rows = body.trimEnd().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^cursor,id,recorded_at,change,dossier,actor,/);
    expect(rows[1]).toContain(',unknown,support,2025-03-01,');
  });

  test('refuses a cursor that is none before it begins', async () => {
    expect(await api.problem('/v1/changes/export?after=abc')).toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await api.problem('/v1/changes/export?format=xml')).toMatchObject({ pointers: ['/format'] });
  });
});

describe('the export of positions and statements', () => {
  test('is of both axes', async () => {
    const stances = async (query: string) =>
      JSON.parse((await text(`/v1/positions/export?format=json&${query}`)).body).map(
        ({ stance }: { stance: string }) => stance,
      );
    expect(await stances('')).toEqual(['support']);
    expect(await stances('validAt=2025-02-10')).toEqual(['oppose']);
    expect(await stances('knownAt=2025-02-10T00:00:00Z')).toEqual(['oppose']);
    expect(await stances('knownAt=2025-01-10T00:00:00Z')).toEqual([]);
  });

  test('has the statements that were known then, also those that were taken back since', async () => {
    const sentences = async (query: string) =>
      (await text(`/v1/statements/export?${query}`)).body
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).sentence);
    expect(await sentences('')).toEqual(['We will work at night.']);
    expect(await sentences('knownAt=2025-03-04T00:00:00Z')).toEqual(['We will work at night.', FORMULA]);
    expect(await sentences('knownAt=2025-02-10T00:00:00Z')).toEqual([FORMULA]);
    expect(await sentences('knownAt=2025-01-10T00:00:00Z')).toEqual([]);
    expect(await api.problem('/v1/statements?knownAt=2025-01-10T00:00:00Z&state=all')).toMatchObject({
      code: 'INVALID_QUERY',
      pointers: ['/state'],
    });
  });

  test('lets no sentence become a formula, and keeps quotes and line breaks in their cell', async () => {
    const { body } = await text('/v1/statements/export?format=csv&knownAt=2025-02-10T00:00:00Z');
    expect(body).toContain(`"'=HYPERLINK(""https://evil.example"",""click, """"me"""""")\nnext line"`);
    expect(body.split('\r\n')).toHaveLength(3);
  });
});

describe('the comparison', () => {
  const compare = (query: string) => api.body<Comparison>(`/v1/positions/comparison?${query}`);

  test('says which days read differently since', async () => {
    const { items, knownAfter } = await compare('knownBefore=2025-02-10T00:00:00Z');
    expect(knownAfter).toBe(TEST_NOW.toISOString());
    expect(items).toMatchObject([
      {
        dossier: DOSSIER,
        actor: { id: 'dockers' },
        differences: [
          {
            validFrom: '2025-03-01',
            validTo: null,
            kind: 'changed',
            before: { stance: 'oppose' },
            after: { stance: 'support' },
          },
        ],
      },
    ]);
    const february = await compare('knownBefore=2025-02-10T00:00:00Z&from=2025-02-01&to=2025-02-28');
    expect(february.items).toEqual([]);
    const gained = await compare('knownBefore=2025-01-10T00:00:00Z&from=2025-02-10&to=2025-02-20');
    expect(gained.items[0]?.differences).toMatchObject([
      { validFrom: '2025-02-10', validTo: '2025-02-21', kind: 'gained', before: null },
    ]);
  });

  test('needs an instant, and days in their order', async () => {
    expect(await api.problem('/v1/positions/comparison')).toMatchObject({ pointers: ['/knownBefore'] });
    expect(
      await api.problem('/v1/positions/comparison?knownBefore=2025-01-10T00:00:00Z&from=2025-02-01&to=2025-01-01'),
    ).toMatchObject({ code: 'INVALID_QUERY', pointers: ['/to'] });
  });
});
