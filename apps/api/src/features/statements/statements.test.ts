import { contentId, type Page, type ShownStatement } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import { DOSSIER, evidence, seedArticles, seedDossier } from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;
const all = [
  evidence(1, 'dockers', 'night-shifts', 'oppose', '2025-01-10', 'We will never work at night.'),
  evidence(
    2,
    'dockers',
    'night-shifts',
    'support',
    '2025-02-20',
    'Night work, night shifts, night cranes: yes to the night.',
  ),
  evidence(3, 'ada-quill', 'new-crane', 'conditional', '2025-02-20', 'A crane must pay for itself.'),
  ...Array.from({ length: 12 }, (_, i) =>
    evidence(20 + i, 'port-authority', 'new-crane', 'support', '2025-03-01', `The crane number ${i} is needed.`),
  ),
];

beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
  await seedArticles(api.pool, all);
  await api.pool.query(`UPDATE record.statement SET superseded_at = now() WHERE id = $1`, [contentId('statement', 3)]);
});
afterAll(() => api?.close());

const sentences = async (query: string) =>
  (await api.body<Page<ShownStatement>>(`/v1/statements?${query}`)).items.map((item) => item.sentence);

describe('statements', () => {
  test.each([
    ['q=nights', ['Night work, night shifts, night cranes: yes to the night.', 'We will never work at night.']],
    ['q=nights&order=day&to=2025-01-31', ['We will never work at night.']],
    ['q=%22work+at+night%22', ['We will never work at night.']],
    ['q=night+-cranes', ['We will never work at night.']],
    ['actor=dockers', ['Night work, night shifts, night cranes: yes to the night.', 'We will never work at night.']],
    ['actor=dockers&stance=oppose', ['We will never work at night.']],
    ['issue=night-shifts&from=2025-02-01', ['Night work, night shifts, night cranes: yes to the night.']],
    ['actor=ada-quill', []],
    ['actor=ada-quill&superseded=true', ['A crane must pay for itself.']],
    [`article=${all[0]!.article.id}`, ['We will never work at night.']],
    ['dossier=other', []],
    ['q=%27%29%3B+DROP+TABLE+record.statement%3B+--', []],
    ['q=%26+%7C+%21+%3A%2A+%28', []],
  ])('?%s', async (query, expected) => expect(await sentences(query)).toEqual(expected));

  test('each has its names, its place and its article', async () => {
    const [item] = (await api.body<Page<ShownStatement>>('/v1/statements?q=never')).items;
    expect(item).toMatchObject({
      actor: { id: 'dockers', name: 'Dockers’ Union' },
      issue: { label: 'Night shifts' },
      span: { start: 6, end: 34 },
      confidence: 0.875,
      revision: { number: 1 },
      article: { title: 'Article 1', publisher: 'The Odd Times', publishedOn: '2025-01-10' },
    });
    expect(await api.body(`/v1/statements/${item!.id}`)).toEqual(item);
  });

  test.each(['q=crane', 'q=crane&order=day', 'actor=port-authority'])(
    'pages of ?%s give every row once',
    async (query) => {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await api.body<Page<ShownStatement>>(`/v1/statements?${query}&limit=5${cursor}`);
        seen.push(...page.items.map((item) => item.id));
        if (page.next === null) break;
        cursor = `&cursor=${page.next}`;
      }
      const whole = await api.body<Page<ShownStatement>>(`/v1/statements?${query}&limit=500`);
      expect(seen).toEqual(whole.items.map((item) => item.id));
      expect(new Set(seen).size).toBeGreaterThanOrEqual(12);
    },
  );

  test.each([
    ['order=rank', ['/order']],
    ['q=', ['/q']],
    ['q=a%00b', ['/q']],
    [`q=${'a'.repeat(501)}`, ['/q']],
    ['from=2025-13-01', ['/from']],
    ['superseded=yes', ['/superseded']],
  ])('?%s is refused and named', async (query, pointers) => {
    const problem = await api.problem(`/v1/statements?${query}`);
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_QUERY' });
    expect([...new Set(problem.pointers)]).toEqual(pointers);
  });

  test('one that is not there', async () => {
    expect(await api.problem(`/v1/statements/${contentId('statement', 999)}`)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
    expect(await api.problem('/v1/statements/1')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('a statement shows before its article has arrived', async () => {
    const early = evidence(99, 'dockers', 'new-crane', 'support', '2025-04-01', 'Early bird.');
    await seedArticles(api.pool, [early]);
    await api.pool.query('DELETE FROM record.article WHERE id = $1', [early.article.id]);
    const [item] = (await api.body<Page<ShownStatement>>('/v1/statements?q=early')).items;
    expect(item).toMatchObject({ dossier: DOSSIER, sentence: 'Early bird.', article: null });
  });
});
