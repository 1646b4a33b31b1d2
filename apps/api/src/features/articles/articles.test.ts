import { type ArticleAnswer, articleIdOf, type ListedArticle, type Page, revisionHashOf } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import { evidence, seedArticles, seedDossier } from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;
const all = Array.from({ length: 11 }, (_, i) =>
  evidence(
    i,
    'dockers',
    'night-shifts',
    'support',
    `2025-01-${String(10 + Math.floor(i / 4)).padStart(2, '0')}`,
    `Text \u202e${i} <b>bold</b>.`,
  ),
);

beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
  await seedArticles(api.pool, all);
  await api.pool.query(
    `UPDATE record.article SET withdrawn_at = '2025-02-01T00:00:00Z', withdrawn_reason = 'in error' WHERE id = $1`,
    [all[1]!.article.id],
  );
  await api.pool.query(
    `INSERT INTO record.revision (article_id, number, hash, title, text, original_media_type, original_body, observed_at, recorded_at)
     VALUES ($1, 2, $2, 'Second', 'Other text', 'text/html', '<p>Other text</p>', '2025-02-02T00:00:00Z', '2025-02-02T00:00:00Z')`,
    [all[0]!.article.id, revisionHashOf('Second', 'Other text')],
  );
  await api.pool.query(
    `UPDATE record.article SET revision_number = 2, revision_hash = $2, title = 'Second' WHERE id = $1`,
    [all[0]!.article.id, revisionHashOf('Second', 'Other text')],
  );
});
afterAll(() => api?.close());

test('one that was not read says why, by its latest reading', async () => {
  const { id } = all[2]!.article;
  const read = (unread: object | null, minute: number) =>
    api.pool.query(
      `INSERT INTO record.statement_set (event_id, article_id, revision_number, revision_hash, dossier_ids, extractor_kind,
         extractor_id, extractor_version, statements, unread, recorded_at)
       VALUES (gen_random_uuid(), $1, 1, $2, '{harbour-talks}', 'rules', 'rules', '1', 0, $3, $4)`,
      [id, all[2]!.revisionHash, unread, new Date(Date.UTC(2025, 1, 1, 0, minute))],
    );
  const unreadOf = async () => (await api.body<ArticleAnswer>(`/v1/articles/${id}`)).shown.unread;
  expect(await unreadOf()).toBeNull();
  await read({ reason: 'language', language: 'fr' }, 0);
  expect(await unreadOf()).toEqual({ reason: 'language', language: 'fr' });
  await read(null, 1);
  expect(await unreadOf()).toBeNull();
});

test('pages give every article once, latest first', async () => {
  const seen: ListedArticle[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.body<Page<ListedArticle>>(`/v1/articles?limit=3${cursor}`);
    seen.push(...page.items);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(new Set(seen.map((article) => article.id)).size).toBe(11);
  expect(seen).toHaveLength(11);
  expect(seen.map((article) => article.publishedAt)).toEqual(
    seen
      .map((article) => article.publishedAt)
      .sort()
      .reverse(),
  );
});

test.each([
  ['publisher=The+Even+Post', 6],
  ['publisher=The', 0],
  ['q=article+1', 2],
  ['q=%25', 0],
  ['from=2025-01-11', 7],
  ['from=2025-01-11&to=2025-01-11', 4],
  ['publisher=%27+OR+true+--', 0],
])('?%s', async (query, count) => {
  expect((await api.body<Page<ListedArticle>>(`/v1/articles?${query}`)).items).toHaveLength(count);
});

test('an article shows its latest revision, its revisions and what was read in it', async () => {
  const first = await api.body<ArticleAnswer>(`/v1/articles/${all[2]!.article.id}`);
  expect(first).toMatchObject({
    shown: { number: 1, text: 'Said: Text \u202e2 <b>bold</b>. And so on.' },
    withdrawn: null,
  });
  const [statement] = first.statements;
  expect(first.shown.text.slice(statement!.span.start, statement!.span.end)).toBe(statement!.sentence);

  const edited = await api.body<ArticleAnswer>(`/v1/articles/${all[0]!.article.id}`);
  expect(edited).toMatchObject({
    title: 'Second',
    shown: { number: 2, text: 'Other text', originalMediaType: 'text/html' },
    statements: [],
  });
  expect(edited.revisions.map((revision) => revision.number)).toEqual([1, 2]);
  const before = await api.body<ArticleAnswer>(`/v1/articles/${all[0]!.article.id}?revision=1`);
  expect(before).toMatchObject({ shown: { number: 1, title: 'Article 0' }, statements: [{ revision: { number: 1 } }] });

  const withdrawn = await api.body<ArticleAnswer>(`/v1/articles/${all[1]!.article.id}`);
  expect(withdrawn.withdrawn).toEqual({ at: '2025-02-01T00:00:00.000Z', reason: 'in error' });
});

test('what is not there', async () => {
  const notFound = { status: 404, code: 'NOT_FOUND' };
  expect(await api.problem(`/v1/articles/${articleIdOf('https://nowhere.example/')}`)).toMatchObject(notFound);
  expect(await api.problem('/v1/articles/short')).toMatchObject(notFound);
  expect(await api.problem(`/v1/articles/${all[0]!.article.id}?revision=3`)).toMatchObject(notFound);
  expect(await api.problem(`/v1/articles/${all[0]!.article.id}?revision=0`)).toMatchObject({
    status: 400,
    pointers: ['/revision'],
  });
});
