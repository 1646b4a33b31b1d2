import type { ListedPosition, Matrix, Page, PositionAnswer, PositionHistory } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import {
  ACTORS,
  actorRef,
  DOSSIER,
  evidence,
  ISSUES,
  issueRef,
  seedDossier,
  seedPositions,
} from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;

const early = evidence(1, 'dockers', 'night-shifts', 'oppose', '2025-01-10');
const later = evidence(
  2,
  'dockers',
  'night-shifts',
  'support',
  '2025-02-20',
  'We want “night” shifts\u200b \u202eزمن <script>alert(1)</script>',
);
const many = Array.from({ length: 8 }, (_, i) =>
  evidence(10 + i, 'ada-quill', 'new-crane', 'conditional', `2025-01-1${i}`),
);

beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
  const dockers = { actor: actorRef('dockers'), issue: issueRef('night-shifts') };
  await seedPositions(api.pool, [
    // Until 25 February it was believed that the dockers oppose night shifts; since then, that they did until the 20th.
    { ...dockers, stance: 'oppose', valid: '[2025-01-10,)', known: '[2025-01-11,2025-02-25)', evidence: [early] },
    { ...dockers, stance: 'oppose', valid: '[2025-01-10,2025-02-20)', known: '[2025-02-25,)', evidence: [early] },
    { ...dockers, stance: 'support', valid: '[2025-02-20,)', known: '[2025-02-25,)', evidence: [later] },
    {
      actor: actorRef('ada-quill'),
      issue: issueRef('new-crane'),
      stance: 'conditional',
      valid: '[2025-01-10,)',
      known: '[2025-01-20,)',
      evidence: many,
    },
  ]);
});
afterAll(() => api?.close());

const shortly = (page: Page<ListedPosition>) =>
  page.items.map((item) => `${item.actor.id} ${item.issue.id} ${item.stance}`);

describe('positions that nobody has stated for long', () => {
  const staleOn = async (query: string) =>
    (await api.body<PositionAnswer>(`/v1/positions/${DOSSIER}/dockers/night-shifts${query}`)).position?.stale;

  test('are marked, by the day that is asked about, and stay the answer', async () => {
    expect(await staleOn('')).toBe(true);
    expect(await staleOn('?validAt=2025-05-21')).toBe(false);
    expect(await staleOn('?validAt=2025-05-22')).toBe(true);
    expect(await staleOn('?knownAt=2025-03-01T00:00:00Z')).toBe(false);
  });

  test('are so by the policy of the dossier', async () => {
    await api.pool.query(
      `UPDATE record.dossier SET document = document || '{"policy": {"freshDays": 7}}' WHERE id = $1`,
      [DOSSIER],
    );
    expect(await staleOn('?validAt=2025-02-27')).toBe(false);
    expect(await staleOn('?validAt=2025-02-28')).toBe(true);
    const history = await api.body<PositionHistory>(`/v1/positions/${DOSSIER}/dockers/night-shifts/history`);
    expect(history.segments.map(({ stale }) => stale)).toEqual([false, true]);
    const matrix = await api.body<Matrix>(`/v1/dossiers/${DOSSIER}/matrix?validAt=2025-02-27`);
    const dockers = matrix.actors.find(({ id }) => id === 'dockers');
    expect(dockers?.positions['night-shifts']).toMatchObject({ stale: false, doubt: null });
    await api.pool.query(`UPDATE record.dossier SET document = document - 'policy' WHERE id = $1`, [DOSSIER]);
  });
});

describe('positions', () => {
  test('the latest ones, each with what proves it', async () => {
    const page = await api.body<Page<ListedPosition>>('/v1/positions');
    expect(shortly(page)).toEqual(['ada-quill new-crane conditional', 'dockers night-shifts support']);
    expect(page.items[1]!.evidence).toMatchObject([
      {
        sentence: later.statement.evidence,
        article: { url: 'https://news.example/0002', publisher: 'The Even Post' },
        span: { start: 6 },
      },
    ]);
  });
  test('evidence is capped, newest first, and counted in full', async () => {
    const [five] = (await api.body<Page<ListedPosition>>('/v1/positions?actor=ada-quill')).items;
    expect(five!.statements).toBe(8);
    expect(five!.evidence.map((one) => one.statedOn)).toEqual([
      '2025-01-17',
      '2025-01-16',
      '2025-01-15',
      '2025-01-14',
      '2025-01-13',
    ]);
    const [none] = (await api.body<Page<ListedPosition>>('/v1/positions?actor=ada-quill&evidence=0')).items;
    expect(none!.evidence).toEqual([]);
  });
  test.each([
    ['dossier=harbour-talks&stance=support', ['dockers night-shifts support']],
    ['issue=new-crane', ['ada-quill new-crane conditional']],
    ['actor=silent-sam', []],
    ['dossier=none', []],
    ['validAt=2025-02-19', ['ada-quill new-crane conditional', 'dockers night-shifts oppose']],
    ['validAt=2025-01-09', []],
    ['knownAt=2025-02-24T00:00:00Z', ['ada-quill new-crane conditional', 'dockers night-shifts oppose']],
    ['knownAt=2025-02-24T00:00:00Z&validAt=2025-02-28&actor=dockers', ['dockers night-shifts oppose']],
    ['knownAt=2025-01-10T00:00:00Z', []],
    ['knownAt=2025-02-25T01:00:00%2B02:00&actor=dockers', ['dockers night-shifts oppose']],
  ])('?%s', async (query, expected) => {
    expect(shortly(await api.body(`/v1/positions?${query}`))).toEqual(expected);
  });
  test.each([
    ["actor=' OR 1=1 --", 'actor=%27%20OR%201%3D1%20--'],
    ['dossier="; DROP TABLE record.position; --', 'dossier=%22%3B%20DROP%20TABLE%20record.position%3B%20--'],
  ])('SQL in a filter is only text: %s', async (_name, query) => {
    expect(shortly(await api.body(`/v1/positions?${query}`))).toEqual([]);
    expect(shortly(await api.body('/v1/positions'))).toHaveLength(2);
  });
  test.each([
    ['limit=0', ['/limit']],
    ['limit=501', ['/limit']],
    ['limit=five', ['/limit']],
    ['stance=maybe', ['/stance']],
    ['validAt=2025-02-30', ['/validAt']],
    ['knownAt=yesterday', ['/knownAt']],
    ['knownAt=%2B275000-01-01T00:00:00Z', ['/knownAt']],
    ['actor=%00', ['/actor']],
    ['actor=a&actor=b', ['/actor']],
    ['colour=red&size=2', ['/colour', '/size']],
    ['__proto__=1', ['/__proto__']],
  ])('?%s is refused and named', async (query, pointers) => {
    expect(await api.problem(`/v1/positions?${query}`)).toMatchObject({ status: 400, code: 'INVALID_QUERY', pointers });
  });
});

describe('one position', () => {
  test('is what is held now', async () => {
    const answer = await api.body<PositionAnswer>(`/v1/positions/${DOSSIER}/dockers/night-shifts`);
    expect(answer).toMatchObject({
      validAt: null,
      actor: { name: 'Dockers’ Union' },
      position: { stance: 'support', validTo: null },
    });
  });
  test('on a day, as believed at an instant', async () => {
    const path = `/v1/positions/${DOSSIER}/dockers/night-shifts`;
    const ask = async (query: string) => (await api.body<PositionAnswer>(`${path}?${query}`)).position?.stance ?? null;
    expect(await ask('validAt=2025-02-10')).toBe('oppose');
    expect(await ask('validAt=2025-02-22')).toBe('support');
    expect(await ask('validAt=2025-02-22&knownAt=2025-02-23T00:00:00Z')).toBe('oppose');
    expect(await ask('validAt=2025-01-01')).toBeNull();
  });
  test('unknown is an answer, another actor is not', async () => {
    const unknown = await api.body<PositionAnswer>(`/v1/positions/${DOSSIER}/silent-sam/new-crane`);
    expect(unknown).toMatchObject({ actor: { name: 'Silent Sam' }, position: null });
    expect(await api.problem(`/v1/positions/${DOSSIER}/nobody/new-crane`)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
    expect(await api.problem(`/v1/positions/${DOSSIER}/dockers/nothing`)).toMatchObject({ status: 404 });
    expect(await api.problem('/v1/positions/nowhere/dockers/new-crane')).toMatchObject({ status: 404 });
    expect(await api.problem('/v1/positions/Nowhere!/dockers/new-crane')).toMatchObject({ status: 404 });
  });
  test('its history is every stretch with its evidence', async () => {
    const path = `/v1/positions/${DOSSIER}/dockers/night-shifts/history`;
    const now = await api.body<PositionHistory>(path);
    expect(now.segments.map((s) => [s.stance, s.validFrom, s.validTo])).toEqual([
      ['oppose', '2025-01-10', '2025-02-20'],
      ['support', '2025-02-20', null],
    ]);
    expect(now.segments.map((s) => s.evidence.length)).toEqual([1, 1]);
    const then = await api.body<PositionHistory>(`${path}?knownAt=2025-02-01T00:00:00Z`);
    expect(then.segments.map((s) => [s.stance, s.validTo, s.knownTo])).toEqual([
      ['oppose', null, '2025-02-25T00:00:00.000Z'],
    ]);
    expect((await api.body<PositionHistory>(`/v1/positions/${DOSSIER}/silent-sam/new-crane/history`)).segments).toEqual(
      [],
    );
  });
});

describe('the matrix', () => {
  test('has each actor of whom something is known, by each issue', async () => {
    const matrix = await api.body<Matrix>(`/v1/dossiers/${DOSSIER}/matrix`);
    expect(matrix.issues.map((issue) => issue.id)).toEqual(ISSUES.map((issue) => issue.id));
    expect(
      matrix.actors.map((actor) => [
        actor.id,
        actor.positions['night-shifts']?.stance ?? null,
        actor.positions['new-crane']?.stance ?? null,
      ]),
    ).toEqual([
      ['ada-quill', null, 'conditional'],
      ['dockers', 'support', null],
    ]);
    expect(matrix.actors[1]!.positions['night-shifts']).toMatchObject({
      since: '2025-02-20',
      lastStatedOn: '2025-02-20',
      statements: 1,
    });
  });
  test('all=true shows those of whom nothing is known, in the order of the dossier', async () => {
    const matrix = await api.body<Matrix>(`/v1/dossiers/${DOSSIER}/matrix?all=true`);
    expect(matrix.actors.map((actor) => actor.id)).toEqual(ACTORS.map((actor) => actor.id));
  });
  test('on a day, as believed at an instant', async () => {
    const matrix = await api.body<Matrix>(
      `/v1/dossiers/${DOSSIER}/matrix?validAt=2025-02-22&knownAt=2025-02-23T00:00:00Z`,
    );
    expect(matrix.actors.find((actor) => actor.id === 'dockers')?.positions['night-shifts']?.stance).toBe('oppose');
    expect((await api.body<Matrix>(`/v1/dossiers/${DOSSIER}/matrix?validAt=2024-01-01`)).actors).toEqual([]);
  });
  test('what a later version of the dossier has dropped stays visible', async () => {
    const gone = { id: 'gone', name: 'Gone', kind: 'person' } as const;
    await seedPositions(api.pool, [
      {
        dossier: 'second',
        actor: gone,
        issue: issueRef('new-crane'),
        stance: 'oppose',
        valid: '[2025-01-10,)',
        known: '[2025-01-20,)',
        evidence: [],
      },
    ]);
    await seedDossier(api.pool, 'second');
    const matrix = await api.body<Matrix>('/v1/dossiers/second/matrix');
    expect(matrix.actors.map((actor) => actor.name)).toEqual(['Gone']);
  });
  test('of no dossier', async () => {
    expect(await api.problem('/v1/dossiers/nowhere/matrix')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

test('an answer carries the text of articles as data, and an ETag', async () => {
  const url = `/v1/positions/${DOSSIER}/dockers/night-shifts`;
  const first = await api.get(url);
  expect(first.json<PositionAnswer>().position?.evidence[0]?.sentence).toBe(later.statement.evidence);
  const again = await api.get(url, { 'if-none-match': String(first.headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test('pages give every row once, and cursors are checked', async () => {
  const actors = Array.from({ length: 23 }, (_, i) => ({
    id: `actor-${String(i).padStart(2, '0')}`,
    name: `Actor ${i}`,
    kind: 'person' as const,
  }));
  await seedPositions(
    api.pool,
    actors.map((actor) => ({
      dossier: 'many',
      actor,
      issue: issueRef('new-crane'),
      stance: 'support',
      valid: '[2025-01-01,)',
      known: '[2025-01-01,)',
      evidence: [],
    })),
  );
  const seen: string[] = [];
  let url: string | null = '/v1/positions?dossier=many&limit=5';
  while (url !== null) {
    const answer = await api.get(url);
    const page = answer.json<Page<ListedPosition>>();
    seen.push(...page.items.map((item) => item.actor.id));
    const link = /^<(.+)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1] ?? null;
    expect(link === null).toBe(page.next === null);
    if (link !== null) expect(new URL(link, 'http://x').searchParams.get('cursor')).toBe(page.next);
    url = link;
  }
  expect(seen).toEqual(actors.map((actor) => actor.id));

  const { next } = await api.body<Page<ListedPosition>>('/v1/positions?dossier=many&limit=5');
  const refused = { status: 400, code: 'INVALID_CURSOR' };
  expect(await api.problem(`/v1/positions?dossier=other&cursor=${next}`)).toMatchObject(refused);
  expect(await api.problem(`/v1/statements?cursor=${next}`)).toMatchObject(refused);
  for (const tampered of [
    'x',
    'bm9wZQ',
    `${next}x`,
    next!.slice(3),
    Buffer.from('[1,"positions"]').toString('base64url'),
    '%27',
    '..',
  ])
    expect(await api.problem(`/v1/positions?dossier=many&cursor=${tampered}`)).toMatchObject(refused);
  const [version, list, digest] = JSON.parse(Buffer.from(next!, 'base64url').toString()) as unknown[];
  for (const place of [null, [], ['a', 'b'], ['a', 'b', 3], ['a', 'b', 'c\u0000'], { length: 3 }]) {
    const forged = Buffer.from(JSON.stringify([version, list, digest, place])).toString('base64url');
    expect(await api.problem(`/v1/positions?dossier=many&cursor=${forged}`)).toMatchObject(refused);
  }
});
