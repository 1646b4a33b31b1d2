import { EVENT_TYPES, TOPICS } from '@parley/contracts';
import { PROBLEMS, problemSchema } from '@parley/platform';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

/** Every value of a document with its path. */
function* walk(value: Json, path = '#'): Generator<[string, Json]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* walk(child as Json, `${path}/${key}`);
}

function resolve(document: Json, reference: string): Json | undefined {
  return reference
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined),
      document,
    );
}

const danglingIn = (document: Json) =>
  [...walk(document)].flatMap(([path, value]) => {
    const reference = typeof value === 'object' && value !== null ? (value as JsonObject).$ref : undefined;
    if (typeof reference !== 'string') return [];
    return reference.startsWith('#/') && resolve(document, reference) !== undefined ? [] : [`${path} → ${reference}`];
  });

describe('the OpenAPI document', () => {
  test('is of version 3.1 and every reference in it resolves', async () => {
    const document = (await api.get('/openapi.json')).json<JsonObject>();
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(danglingIn(document)).toEqual([]);
  });
  test('has every route of the app, and none else', async () => {
    const document = (await api.get('/openapi.json')).json<{ paths: Record<string, object> }>();
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const served = [
      ...api.app
        .getHttpAdapter()
        .getInstance()
        .printRoutes({ commonPrefix: false })
        .matchAll(/\S*?(\/\S*) \(([A-Z, ]+)\)/g),
    ];
    expect(served.length).toBeGreaterThan(15);
    expect(described.sort()).toEqual(api.contracts.map((contract) => `${contract.method} ${contract.path}`).sort());
    for (const path of Object.keys(document.paths)) {
      const answer = await api.app.inject({ method: 'DELETE', url: path.replaceAll(/\{\w+\}/g, 'x') });
      expect([path, answer.statusCode]).toEqual([path, 405]);
    }
  });
  test('gives each operation an id of its own, parameters with schemas, and problems with examples', async () => {
    const document = (await api.get('/openapi.json')).json<{ paths: Record<string, Record<string, JsonObject>> }>();
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).map((operation) => ({ path, operation })),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const parameters = operation.parameters as { name: string; in: string; required: boolean; schema: JsonObject }[];
      const named = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => `{${parameter.name}}`);
      expect(named).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const parameter of parameters) expect(Object.keys(parameter.schema)).not.toHaveLength(0);
      const responses = operation.responses as Record<
        string,
        { description: string; content?: Record<string, { examples?: Record<string, { value: Json }> }> }
      >;
      for (const [status, response] of Object.entries(responses)) {
        expect(response.description).not.toBe('');
        for (const [code, example] of Object.entries(response.content?.['application/problem+json']?.examples ?? {})) {
          expect(PROBLEMS).toHaveProperty(code);
          expect(String(problemSchema.parse(example.value).status)).toBe(status);
        }
      }
    }
  });
  test('says what filters there are, with bounds and defaults', async () => {
    const document = (await api.get('/openapi.json')).json<{
      paths: Record<string, Record<string, { parameters: JsonObject[] }>>;
    }>();
    const parameters = document.paths['/v1/positions']!.get!.parameters;
    expect(parameters.map((parameter) => parameter.name)).toEqual([
      'dossier',
      'actor',
      'issue',
      'stance',
      'includeUnknown',
      'validAt',
      'knownAt',
      'evidence',
      'limit',
      'cursor',
    ]);
    expect(parameters.every((parameter) => parameter.required === false)).toBe(true);
    expect(parameters.find((parameter) => parameter.name === 'stance')?.schema).toMatchObject({
      enum: ['support', 'oppose', 'conditional', 'noncommittal', 'unknown'],
    });
    expect(parameters.find((parameter) => parameter.name === 'limit')?.schema).toMatchObject({
      default: 50,
      minimum: 1,
      maximum: 500,
      type: 'integer',
    });
  });
});

test('the AsyncAPI document has every topic and event type, and every reference in it resolves', async () => {
  const document = (await api.get('/asyncapi.json')).json<{
    asyncapi: string;
    channels: Record<string, { address: string }>;
    components: { messages: Record<string, { name: string }> };
  }>();
  expect(document.asyncapi).toBe('3.0.0');
  expect(Object.values(document.channels).map((channel) => channel.address)).toEqual(TOPICS.map((topic) => topic.name));
  expect(Object.values(document.components.messages).map((message) => message.name)).toEqual([...EVENT_TYPES]);
  expect(danglingIn(document as unknown as Json)).toEqual([]);
});

describe('the page to try it', () => {
  test('loads nothing from elsewhere, and says so to the browser', async () => {
    const page = await api.get('/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
    expect(page.body).not.toMatch(/https?:|<script>|\son\w+=/);
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(assets).toHaveLength(4);
    for (const asset of assets) {
      const answer = await api.app.inject(asset);
      expect([asset, answer.statusCode]).toEqual([asset, 200]);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });
  test.each(['/docs/index.html', '/docs/..%2fpackage.json', '/docs/constructor', '/docs/absolute-path.js'])(
    '%s is no file of it',
    async (url) => {
      expect(await api.problem(url)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    },
  );
});

test('the index leads to what there is', async () => {
  const { links } = await api.body<{ links: Record<string, string> }>('/');
  for (const link of Object.values(links)) expect([link, (await api.get(link)).statusCode]).toEqual([link, 200]);
});
