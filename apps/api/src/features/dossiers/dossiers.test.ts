import { readFile } from 'node:fs/promises';
import {
  type ActorAnswer,
  DOSSIERS_TOPIC,
  type DossierAnswer,
  type DossierCard,
  decodeEvent,
  type IssueAnswer,
  type Page,
  type Publication,
} from '@parley/contracts';
import { parseDossier } from '@parley/dossier';
import { problemSchema } from '@parley/platform';
import { publishDossier } from '@parley/store';
import { type ApiUnderTest, startApi, TEST_NOW, TEST_TOKEN } from '../../../../../test/support/api/api-under-test.js';
import { ACTORS, DOSSIER, ISSUES, seedDossier } from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
});
afterAll(() => api?.close());

const yaml = `dossier: bridge-talks
title: Bridge talks
from: 2025-01-01
actors:
  - { id: mayor, name: The Mayor, kind: person, roles: [{ title: mayor, of: town }] }
  - { id: town, name: The Town, kind: government }
issues:
  - { id: toll, label: A toll, proposition: Crossing should cost money., terms: [toll] }
`;
const headers = { 'content-type': 'application/yaml', authorization: `Bearer ${TEST_TOKEN}` };
const publish = (payload: string, more: Record<string, string> = {}, query = '') =>
  api.app.inject({ method: 'POST', url: `/v1/dossiers${query}`, headers: { ...headers, ...more }, payload });

async function publications(id: string) {
  const found = [];
  for await (const batch of api.log.read(DOSSIERS_TOPIC, { from: { at: 'beginning' }, until: 'end' }))
    for (const { key, headers, value } of batch.records)
      if (key === id && value !== null) found.push(decodeEvent({ headers, value }, DOSSIERS_TOPIC).data);
  return found as { number: number; version: string; publishedBy: string; publishedAt: string; document: unknown }[];
}

describe('reading', () => {
  test('the dossiers, one of them, its actors and its issues', async () => {
    const page = await api.body<Page<DossierCard>>('/v1/dossiers');
    expect(page.items).toMatchObject([
      { id: DOSSIER, number: 2, version: 'aaaa', actors: 4, issues: 2, publishedBy: 'ann' },
    ]);
    const dossier = await api.body<DossierAnswer>(`/v1/dossiers/${DOSSIER}`);
    expect(dossier).toMatchObject({ title: 'Harbour talks', document: { from: '2025-01-01' } });
    expect(dossier.versions.map((version) => [version.number, version.version])).toEqual([
      [2, 'aaaa'],
      [1, 'bbbb'],
    ]);
    const issues = await api.body<Page<IssueAnswer>>(`/v1/dossiers/${DOSSIER}/issues`);
    expect(issues.items.map((issue) => issue.id)).toEqual(ISSUES.map((issue) => issue.id));
  });
  test('pages of actors give each once, in the order of the dossier', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await api.body<Page<ActorAnswer>>(`/v1/dossiers/${DOSSIER}/actors?limit=1${cursor}`);
      seen.push(...page.items.map((actor) => actor.id));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toEqual(ACTORS.map((actor) => actor.id));
  });
  test('what is not there', async () => {
    for (const url of [
      '/v1/dossiers/nowhere',
      '/v1/dossiers/nowhere/actors',
      '/v1/dossiers/nowhere/issues',
      "/v1/dossiers/'--",
    ])
      expect(await api.problem(url)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await api.problem(`/v1/dossiers/${DOSSIER}?limit=1`)).toMatchObject({ status: 400, pointers: ['/limit'] });
  });
});

describe('publishing', () => {
  test('the first time, again, changed, and back again', async () => {
    const first = await publish(yaml, {}, '?by=ann');
    expect(first.statusCode).toBe(201);
    expect(first.json<Publication>()).toMatchObject({ id: 'bridge-talks', number: 1, outcome: 'published' });
    const same = await publish(`# a comment changes nothing\n${yaml}`);
    expect([same.statusCode, same.json<Publication>().outcome, same.json<Publication>().number]).toEqual([
      200,
      'unchanged',
      1,
    ]);
    const changed = await publish(yaml.replace('Bridge talks', 'The bridge talks'));
    expect(changed.json<Publication>()).toMatchObject({ number: 2, outcome: 'published' });
    const back = await publish(yaml);
    expect(back.json<Publication>()).toMatchObject({ number: 3, version: first.json<Publication>().version });
    const log = await publications('bridge-talks');
    expect(log.at(-1)).toMatchObject({
      number: 3,
      publishedBy: 'api',
      publishedAt: TEST_NOW.toISOString(),
      document: { dossier: 'bridge-talks' },
    });
  });
  test('as JSON it is the same dossier', async () => {
    const parsed = parseDossier(yaml.replace('bridge-talks', 'json-talks'));
    if (!parsed.ok) throw new Error('the test itself is wrong');
    const one = await publish(JSON.stringify(parsed.dossier), { 'content-type': 'application/json' });
    expect(one.statusCode).toBe(201);
    const two = await publish(yaml.replace('bridge-talks', 'json-talks'), {
      'content-type': 'text/yaml; charset=utf-8',
    });
    expect([two.statusCode, two.json<Publication>().version]).toEqual([200, one.json<Publication>().version]);
  });
  test('by many at once, each content gets a number of its own', async () => {
    const contents = Array.from({ length: 8 }, (_, i) =>
      yaml.replace('bridge-talks', 'busy-talks').replace('Bridge talks', `Talks ${i}`),
    );
    const answers = await Promise.all(contents.map((content) => publish(content)));
    expect(answers.map((answer) => answer.json<Publication>().number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const numbers = (await publications('busy-talks')).map((one) => one.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.max(...numbers)).toBe(8);
  });
  test('from two processes at once, each content gets a number of its own', async () => {
    const dossiers = Array.from({ length: 6 }, (_, i) => {
      const parsed = parseDossier(yaml.replace('bridge-talks', 'shared-talks').replace('Bridge talks', `Talks ${i}`));
      if (!parsed.ok) throw new Error('the test itself is wrong');
      return parsed.dossier;
    });
    const { createPool } = await import('@parley/postgres');
    const other = createPool(String(api.pool.options.connectionString), { max: 2 });
    const options = { publishedBy: 'test', source: '/parley/test', now: TEST_NOW };
    const all = await Promise.all(
      dossiers.map((one, i) => publishDossier(api.log, i % 2 ? other : api.pool, one, options)),
    );
    await other.end();
    expect(all.map((one) => one.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
  test('a real one', async () => {
    const answer = await publish(
      await readFile(new URL('../../../../../samples/dossiers/us-china-trade.yaml', import.meta.url), 'utf8'),
    );
    expect(answer.statusCode).toBe(201);
  });

  const faulty: readonly [string, string, string][] = [
    [
      'a duplicate alias',
      yaml.replace('kind: government }', 'kind: government, aliases: [The Mayor] }'),
      '/actors/1/aliases/0',
    ],
    ['an unknown role target', yaml.replace('of: town', 'of: village'), '/actors/0/roles/0/of'],
    [
      'a cycle of roles',
      yaml.replace('kind: government }', 'kind: government, roles: [{ title: ward, of: mayor }] }'),
      '/actors/1/roles/0/of',
    ],
    ['an unknown field', yaml.replace('title: Bridge', 'titel: x\ntitle: Bridge'), '/titel'],
    ['no YAML', 'dossier: [', ''],
    ['nothing', '', ''],
  ];
  test.each(faulty)('refuses %s', async (_name, text, pointer) => {
    const answer = await publish(text);
    const problem = problemSchema.parse(answer.json());
    expect([answer.statusCode, problem.code]).toEqual([422, 'INVALID_DOSSIER']);
    expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
  });
  test.each([
    ['without the token', yaml, { authorization: '' }, 401, 'UNAUTHORIZED'],
    ['with another token', yaml, { authorization: 'Bearer something-else-entirely' }, 401, 'UNAUTHORIZED'],
    ['as plain text', yaml, { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as JSON that is none', '{', { 'content-type': 'application/json' }, 400, 'NOT_JSON'],
    ['as JSON that is no object', '"dossier: x"', { 'content-type': 'application/json' }, 422, 'INVALID_DOSSIER'],
    ['too large', `${yaml}#${'x'.repeat(1_000_000)}`, {}, 413, 'TOO_LARGE'],
    ['far too large', `${yaml}#${'x'.repeat(5 * 1024 * 1024)}`, {}, 413, 'TOO_LARGE'],
  ] as const)('refuses it %s', async (_name, text, more, status, code) => {
    const answer = await publish(text, { ...more });
    expect([answer.statusCode, problemSchema.parse(answer.json()).code]).toEqual([status, code]);
  });
  test('refuses text in another encoding', async () => {
    const payload = Buffer.concat([Buffer.from(yaml), Buffer.from([0x23, 0xe9, 0x0a])]);
    const answer = await api.app.inject({ method: 'POST', url: '/v1/dossiers', headers, payload });
    expect([answer.statusCode, problemSchema.parse(answer.json()).code]).toEqual([400, 'NOT_UTF8']);
  });
});
