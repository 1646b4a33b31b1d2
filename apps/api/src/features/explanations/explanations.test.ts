import { type ArticleExplanationAnswer, contentId, type Evidence, type ExplanationAnswer } from '@parley/contracts';
import { parseDossier } from '@parley/dossier';
import { createExtractor, RULE_SET } from '@parley/extraction';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import { DOSSIER, evidence, seedArticles } from '../../../../../test/support/api/seed.js';

const parsed = parseDossier(`
dossier: ${DOSSIER}
title: Harbour talks
from: 2025-01-01
actors:
  - { id: port-authority, name: Port Authority, kind: organisation }
  - { id: ada-quill, name: Ada Quill, kind: person, roles: [{ title: director, of: port-authority }] }
  - { id: dockers, name: Dockers' Union, kind: organisation }
issues:
  - { id: night-shifts, label: Night shifts, proposition: The port should work at night., terms: [night shifts] }
  - { id: new-crane, label: New crane, proposition: A third crane should be bought., terms: [third crane, new crane] }
`);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const { dossier } = parsed;

const text =
  'Ada Quill spoke to reporters on Monday. She said the Port Authority must have night shifts. Bob Stranger said the third crane was too dear.';
const [read] = createExtractor(dossier).extract({ text, publishedAt: '2025-01-10' });

/** Statement n as the rules read it in the text, in an article of its own. */
function stated(n: number): Evidence {
  if (!read) throw new Error('the text states nothing');
  const one = evidence(n, read.actor, read.issue, read.stance, '2025-01-10', read.evidence);
  return {
    ...one,
    statement: {
      ...one.statement,
      start: read.start,
      end: read.end,
      before: text.slice(0, read.start),
      after: text.slice(read.end),
    },
  };
}

let api: ApiUnderTest;
const ids = Array.from({ length: 9 }, (_, n) => contentId('statement', n + 1));
const [same, older, other, gone, model, added, noVersion, cascade, long] = ids as [string, ...string[]] & string[];

beforeAll(async () => {
  api = await startApi();
  const { pool } = api;
  await pool.query(
    `INSERT INTO record.dossier VALUES ($1, 'aaaa', 1, 'Harbour talks', $2, 'ann', '2025-01-02T00:00:00Z', '2025-01-02T00:00:01Z')`,
    [DOSSIER, dossier],
  );
  await pool.query(
    `INSERT INTO record.dossier_version (dossier_id, number, version, document, published_by, published_at, recorded_at)
     VALUES ($1, 1, 'aaaa', $2, 'ann', '2025-01-02T00:00:00Z', '2025-01-02T00:00:01Z')`,
    [DOSSIER, dossier],
  );
  await seedArticles(
    pool,
    ids.map((_, n) => stated(n + 1)),
  );
  const set = (id: string | undefined, assignments: string, ...values: unknown[]) =>
    pool.query(`UPDATE record.statement SET ${assignments} WHERE id = $1`, [id, ...values]);
  await pool.query(`UPDATE record.statement SET extractor_id = $1, extractor_version = $2`, [
    RULE_SET.id,
    RULE_SET.version,
  ]);
  await set(older, `extractor_version = '0.0.1'`);
  await set(other, `extractor_version = '0.0.1', stance = 'oppose'`);
  await set(gone, `extractor_version = '0.0.1', issue_id = 'new-crane'`);
  await set(model, `extractor_kind = 'model', extractor_id = 'made-up-model'`);
  await set(added, `curated = 'added'`);
  await set(noVersion, `dossier_version = 'nowhere'`);
  await set(cascade, `extractor_kind = 'cascade', stance = 'oppose'`);
  await pool.query(
    `UPDATE record.revision SET text = text || repeat(' More.', 40000) WHERE article_id =
       (SELECT article_id FROM record.statement WHERE id = $1)`,
    [long],
  );
});
afterAll(() => api?.close());

const explain = (id: string | undefined) => api.body<ExplanationAnswer>(`/v1/statements/${id}/explanation`);

describe('the explanation of a statement', () => {
  it('says who, by which cue, about what and which way, with places in the stored text', async () => {
    const { outcome, note, reasons, madeBy, inForce, statement } = await explain(same);
    expect(outcome).toBe('explained');
    expect(note).toBe(`rules ${RULE_SET.version} made this statement.`);
    expect([madeBy.version, inForce.version]).toEqual([RULE_SET.version, RULE_SET.version]);
    expect(reasons?.holder.map(({ text: words, by }) => [words, by])).toEqual([
      ['She', 'speaker'],
      ['Ada Quill', 'name'],
    ]);
    expect(reasons?.attribution.cue).toMatchObject({ text: 'said', start: text.indexOf('said') });
    expect(reasons?.words).toContainEqual(
      expect.objectContaining({ source: 'term', origin: 'night shifts', text: 'night shifts', sign: 1 }),
    );
    expect(reasons?.stance.stance).toBe(statement.stance);
  });

  it('says plainly where other rules made it, whether or not they read it the same', async () => {
    expect(await explain(older)).toMatchObject({
      outcome: 'explained',
      note: `rules 0.0.1 made this statement; rules ${RULE_SET.version}, the rules in force, read it the same way.`,
    });
    const differs = await explain(other);
    expect(differs).toMatchObject({ outcome: 'differently-today', reasons: { stance: { stance: 'support' } } });
    expect(differs.note).toContain(`rules 0.0.1 made this statement and is not the rule set in force`);
    expect(await explain(gone)).toMatchObject({ outcome: 'not-today', reasons: null });
  });

  it('says plainly where no rule made it', async () => {
    expect(await explain(model)).toMatchObject({ outcome: 'model', reasons: null });
    expect(await explain(added)).toMatchObject({ outcome: 'person', reasons: null });
    expect(await explain(cascade)).toMatchObject({ outcome: 'model', reasons: { stance: { stance: 'support' } } });
  });

  it('says what it lacks where it can not explain', async () => {
    expect(await explain(noVersion)).toMatchObject({
      outcome: 'unavailable',
      note: expect.stringContaining('nowhere'),
    });
    expect(await explain(long)).toMatchObject({
      outcome: 'unavailable',
      note: expect.stringContaining('parley extract --explain'),
    });
  });

  it('of one that is not there is not there', async () => {
    expect(await api.problem(`/v1/statements/${contentId('statement', 999)}/explanation`)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});

describe('the explanation of an article', () => {
  const article = (n: number) => stated(n).article.id;

  it('has every statement of the rules in force, and why there are no others', async () => {
    const answer = await api.body<ArticleExplanationAnswer>(
      `/v1/articles/${article(1)}/explanation?dossier=${DOSSIER}`,
    );
    expect(answer).toMatchObject({ dossierVersion: 'aaaa', revision: 1, unread: null, ruleSet: RULE_SET });
    expect(answer.statements.map(({ actor, issue }) => [actor, issue])).toContainEqual(['ada-quill', 'night-shifts']);
    expect(answer.noStatements.map(({ reason }) => reason)).toContain('unknown-speaker');
  });

  test.each([
    [`/v1/articles/${'0'.repeat(64)}/explanation?dossier=${DOSSIER}`, 404, 'NOT_FOUND'],
    [`/v1/articles/${article(1)}/explanation?dossier=nothing`, 404, 'NOT_FOUND'],
    [`/v1/articles/${article(1)}/explanation?dossier=${DOSSIER}&revision=7`, 404, 'NOT_FOUND'],
    [`/v1/articles/${article(1)}/explanation`, 400, 'INVALID_QUERY'],
    [`/v1/articles/${article(9)}/explanation?dossier=${DOSSIER}`, 409, 'CONFLICT'],
  ])('%s is refused with %s %s', async (url, status, code) =>
    expect(await api.problem(url)).toMatchObject({ status, code }),
  );
});
