import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ArticleAnswer,
  contentId,
  type DossierAnswer,
  type ListedPosition,
  type Matrix,
  type Page,
  type PositionAnswer,
  type PositionHistory,
  type PositionItem,
  type ShownStatement,
} from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import {
  actorRef,
  DOSSIER,
  dossierDocument,
  evidence,
  issueRef,
  seedArticles,
  seedDossier,
  seedPositions,
} from '../../../../../test/support/api/seed.js';

/*
 * A negotiation whose dossier was reworded on 1 June: an issue has another proposition since, and an actor another name.
 * On 1 July the statement was read again under the new version.
 */

let api: ApiUnderTest;
const MAY = '2025-05-01T00:00:00Z';
const JUNE = '2025-06-15T00:00:00Z';
const JULY = '2025-07-15T00:00:00Z';
const said = evidence(1, 'dockers', 'night-shifts', 'oppose', '2025-03-01');
const later = evidence(2, 'dockers', 'night-shifts', 'support', '2025-04-01');
const ID = said.statement.id;
const AT = `/v1/positions/${DOSSIER}/dockers/night-shifts`;

const before = dossierDocument();
const after = {
  ...before,
  title: 'Harbour talks, second round',
  actors: before.actors.map((actor) => (actor.id === 'dockers' ? { ...actor, name: 'Union of Dockers' } : actor)),
  issues: before.issues.map((issue) =>
    issue.id === 'night-shifts' ? { ...issue, proposition: 'The port should work all night.' } : issue,
  ),
  policy: { freshDays: 30 },
};

beforeAll(async () => {
  api = await startApi();
  const { pool } = api;
  await seedDossier(pool);
  await pool.query(`DELETE FROM record.dossier_version WHERE number = 1`);
  await pool.query(
    `INSERT INTO record.dossier_version (dossier_id, number, version, document, published_by, published_at, recorded_at)
     VALUES ($1, 3, 'cccc', $2, 'bea', '2025-06-01', '2025-06-01')`,
    [DOSSIER, after],
  );
  await pool.query(`UPDATE record.dossier SET version = 'cccc', number = 3, title = $2, document = $1`, [
    after,
    after.title,
  ]);
  await pool.query(`UPDATE record.actor SET name = 'Union of Dockers' WHERE id = 'dockers'`);
  await pool.query(`UPDATE record.issue SET proposition = 'The port should work all night.' WHERE id = 'night-shifts'`);
  await seedArticles(pool, [said, later]);
  await seedPositions(pool, [
    {
      actor: actorRef('dockers'),
      issue: issueRef('night-shifts'),
      stance: 'oppose',
      valid: '[2025-03-01,2025-04-01)',
      known: '[2025-04-02,)',
      evidence: [said],
    },
    {
      actor: actorRef('dockers'),
      issue: issueRef('night-shifts'),
      stance: 'support',
      valid: '[2025-04-01,)',
      known: '[2025-04-02,)',
      evidence: [later],
    },
  ]);
  // Both were read again under the new version on 1 July.
  await pool.query(`UPDATE record.statement SET dossier_version = 'cccc', has_history = true`);
  await pool.query(
    `INSERT INTO record.statement_history (id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number,
       revision_hash, span_start, span_end, evidence, context_before, context_after, stated_on, confidence, speaker, cue,
       dossier_version, extractor_kind, extractor_id, extractor_version, curations, known)
     SELECT id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number, revision_hash, span_start,
       span_end, evidence, context_before, context_after, stated_on, confidence, speaker, cue, v, extractor_kind,
       extractor_id, extractor_version, '{}', known
       FROM record.statement, (VALUES ('aaaa', tstzrange('2025-04-01', '2025-07-01')), ('cccc', tstzrange('2025-07-01', NULL))) AS t (v, known)`,
  );
  // The article had another title from 1 June on, and was taken back from 10 to 20 June.
  const { id } = said.article;
  await pool.query(
    `INSERT INTO record.revision (article_id, number, hash, title, text, observed_at, recorded_at)
     VALUES ($1, 2, 'x', 'Another title', 'Said nothing.', '2025-06-01', '2025-06-01')`,
    [id],
  );
  await pool.query(
    `UPDATE record.article SET title = 'Another title', revision_number = 2, revision_hash = $2, observed_at = '2025-06-01' WHERE id = $1`,
    [id, 'b'.repeat(64)],
  );
  await pool.query(`UPDATE record.revision SET hash = $1 WHERE hash = 'x'`, ['b'.repeat(64)]);
  await pool.query(
    `INSERT INTO record.withdrawal (event_id, article_id, revision_number, reason, withdrawn_by, withdrawn_at, recorded_at, undone_at)
     VALUES (gen_random_uuid(), $1, 2, 'a hoax', 'ann', '2025-06-10', '2025-06-10', '2025-06-20')`,
    [id],
  );
});
afterAll(() => api?.close());

const one = async (query: string) => api.body<PositionAnswer>(`${AT}${query}`);
const listed = async (query: string) => {
  const [item] = (await api.body<Page<ListedPosition>>(`/v1/positions?${query}`)).items;
  return item;
};

describe('what was known at an instant', () => {
  test.each([
    [`knownAt=${MAY}`, 'Dockers’ Union', 'The port should work at night.', false, [2], false],
    [`knownAt=${JUNE}`, 'Union of Dockers', 'The port should work all night.', true, [2], true],
    [`knownAt=${JULY}`, 'Union of Dockers', 'The port should work all night.', false, [3], true],
    ['', 'Union of Dockers', 'The port should work all night.', false, [3], true],
  ])('?%s has the names, wording and reading of then', async (query, name, proposition, olderWording, read, stale) => {
    const { actor, issue, position } = await one(`?${query}`);
    const found = { actor: actor.name, issue: issue.proposition };
    expect(found).toEqual({ actor: name, issue: proposition });
    expect(position).toMatchObject({ olderWording, stale });
    expect(position?.readUnder.map(({ number }) => number)).toEqual(read);
    const item = await listed(query);
    expect({ ...item, dossier: undefined }).toMatchObject({ actor, issue, ...position });
    const matrix = await api.body<Matrix>(`/v1/dossiers/${DOSSIER}/matrix?${query}`);
    expect(matrix.issues.find(({ id }) => id === 'night-shifts')?.proposition).toBe(proposition);
    expect(matrix.actors.map((one) => one.name)).toEqual([name]);
    expect(matrix.actors[0]?.positions['night-shifts']?.stale).toBe(stale);
    const history = await api.body<PositionHistory>(`${AT}/history?${query}`);
    expect(history.segments.at(-1)).toEqual(position);
  });

  test('of a dossier: its version then, its versions until then, its actors and issues', async () => {
    const then = await api.body<DossierAnswer>(`/v1/dossiers/${DOSSIER}?knownAt=${MAY}`);
    expect(then).toMatchObject({ number: 2, title: 'Harbour talks', publishedBy: 'ann', actors: 4 });
    expect(then.versions.map(({ number }) => number)).toEqual([2]);
    expect((await api.body<DossierAnswer>(`/v1/dossiers/${DOSSIER}`)).versions.map(({ number }) => number)).toEqual([
      3, 2,
    ]);
    const names = async (query: string) =>
      (await api.body<Page<{ id: string; name: string }>>(`/v1/dossiers/${DOSSIER}/actors${query}`)).items.map(
        ({ name }) => name,
      );
    expect(await names(`?knownAt=${MAY}`)).toContain('Dockers’ Union');
    expect(await names('')).toContain('Union of Dockers');
    const titles = async (query: string) =>
      (await api.body<Page<{ title: string }>>(`/v1/dossiers${query}`)).items.map(({ title }) => title);
    expect(await titles(`?knownAt=${MAY}`)).toEqual(['Harbour talks']);
    expect(await titles('')).toEqual(['Harbour talks, second round']);
    expect(await titles('?knownAt=2024-01-01T00:00:00Z')).toEqual([]);
    expect(await api.problem(`/v1/dossiers/${DOSSIER}?knownAt=2024-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
  });

  test('of a statement: as it counted then, or that it did not', async () => {
    const read = async (query: string) =>
      (await api.body<ShownStatement>(`/v1/statements/${ID}${query}`)).dossierVersion;
    expect(await read(`?knownAt=${JUNE}`)).toBe('aaaa');
    expect(await read(`?knownAt=${JULY}`)).toBe('cccc');
    expect(await read('')).toBe('cccc');
    const early = `/v1/statements/${ID}?knownAt=2025-02-01T00:00:00Z`;
    expect(await api.problem(early)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await api.get(early)).json<{ detail: string }>().detail).toContain('did not count at 2025-02-01');
    const { statement } = await api.body<{ statement: ShownStatement }>(
      `/v1/statements/${ID}/explanation?knownAt=${JUNE}`,
    );
    expect(statement.dossierVersion).toBe('aaaa');
    expect(await api.problem(`/v1/statements/${contentId('none', 1)}?knownAt=${JUNE}`)).toMatchObject({ status: 404 });
  });

  test('of an article: the revision, the withdrawal and the statements of then', async () => {
    const at = `/v1/articles/${said.article.id}`;
    const article = (query: string) => api.body<ArticleAnswer>(`${at}${query}`);
    expect(await article(`?knownAt=${MAY}`)).toMatchObject({
      title: 'Article 1',
      revision: { number: 1 },
      shown: { number: 1 },
      revisions: [{ number: 1 }],
      withdrawn: null,
      statements: [{ id: ID, dossierVersion: 'aaaa', actor: { name: 'Dockers’ Union' } }],
    });
    expect(await article(`?knownAt=${JUNE}`)).toMatchObject({
      title: 'Another title',
      shown: { number: 2 },
      withdrawn: { reason: 'a hoax' },
      statements: [],
    });
    expect(await article(`?knownAt=${JULY}`)).toMatchObject({ withdrawn: null });
    expect(await api.problem(`${at}?knownAt=${MAY}&revision=2`)).toMatchObject({ status: 404 });
    expect(await api.problem(`${at}?knownAt=2025-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
    const titles = async (query: string) =>
      (await api.body<Page<{ title: string }>>(`/v1/articles?${query}`)).items.map(({ title }) => title);
    expect(await titles(`knownAt=${MAY}&q=article 1`)).toEqual(['Article 1']);
    expect(await titles('q=article 1')).toEqual([]);
    expect(await titles('knownAt=2025-03-15T00:00:00Z')).toEqual(['Article 1']);
  });
});

describe('the history up to a day', () => {
  const history = (query: string) => api.body<PositionHistory>(`${AT}/history?${query}`);

  test.each(['2025-02-28', '2025-03-01', '2025-03-31', '2025-04-01', '2025-05-15'])(
    'ends with what is held on %s',
    async (day) => {
      const { segments, validAt } = await history(`validAt=${day}`);
      expect(validAt).toBe(day);
      expect(segments.at(-1) ?? null).toEqual((await one(`?validAt=${day}`)).position);
      expect(segments.length).toBe(day < '2025-03-01' ? 0 : day < '2025-04-01' ? 1 : 2);
    },
  );

  test('is of both axes', async () => {
    expect((await history(`validAt=2025-05-01&knownAt=2025-04-01T00:00:00Z`)).segments).toEqual([]);
    expect(await api.problem(`${AT}/history?validAt=2025-02-30`)).toMatchObject({ pointers: ['/validAt'] });
  });
});

describe('what is unknown', () => {
  const items = async (query: string) => (await api.body<Page<PositionItem>>(`/v1/positions?${query}`)).items;
  const told = async (query: string) =>
    (await items(query)).map(({ actor, issue, stance }) => `${actor.id} ${issue.id} ${stance}`);

  test('is no row unless it is asked for', async () => {
    expect(await told('actor=silent-sam')).toEqual([]);
    expect(await told('')).toEqual(['dockers night-shifts support']);
  });

  test.each([
    ['actor=dockers', ['dockers new-crane unknown', 'dockers night-shifts support']],
    ['actor=dockers&issue=night-shifts&validAt=2025-02-28', ['dockers night-shifts unknown']],
    ['actor=dockers&issue=night-shifts&knownAt=2025-04-01T00:00:00Z', ['dockers night-shifts unknown']],
    ['actor=silent-sam&issue=new-crane', ['silent-sam new-crane unknown']],
    ['actor=dockers&knownAt=2024-01-01T00:00:00Z', ['dockers new-crane unknown', 'dockers night-shifts unknown']],
    ['actor=nobody', []],
    ['dossier=nowhere', []],
  ])('?includeUnknown=true&%s', async (query, expected) => {
    expect(await told(`includeUnknown=true&${query}`)).toEqual(expected);
  });

  test('is a stance to filter by', async () => {
    expect(await told('stance=unknown&issue=night-shifts')).toEqual([
      'ada-quill night-shifts unknown',
      'port-authority night-shifts unknown',
      'silent-sam night-shifts unknown',
    ]);
    expect(await api.problem('/v1/positions?stance=support&includeUnknown=true')).toMatchObject({
      code: 'INVALID_QUERY',
      pointers: ['/includeUnknown'],
    });
  });

  test('is named as the dossier of then names it, and has no more than names', async () => {
    expect(await items(`stance=unknown&actor=dockers&knownAt=${JUNE}`)).toEqual([
      {
        dossier: DOSSIER,
        actor: { ...actorRef('dockers'), name: 'Union of Dockers' },
        issue: issueRef('new-crane'),
        stance: 'unknown',
      },
    ]);
  });

  test('comes in pages as all else, every row once', async () => {
    const all = await told('includeUnknown=true');
    expect(all).toHaveLength(8);
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: Page<PositionItem> = await api.body(
        `/v1/positions?includeUnknown=true&limit=3${next === null ? '' : `&cursor=${next}`}`,
      );
      seen.push(...page.items.map(({ actor, issue, stance }) => `${actor.id} ${issue.id} ${stance}`));
      next = page.next;
    } while (next !== null);
    expect(seen).toEqual(all);
  });

  test('is in exports as well', async () => {
    const { body } = await api.app.inject({
      method: 'GET',
      url: '/v1/positions/export?format=csv&includeUnknown=true&actor=dockers',
    });
    const [, unknown, known] = body.split('\r\n');
    expect(unknown).toBe(`${DOSSIER},dockers,Union of Dockers,new-crane,New crane,unknown${','.repeat(14)}`);
    expect(known).toContain(',support,,2025-04-01,');
  });
});
