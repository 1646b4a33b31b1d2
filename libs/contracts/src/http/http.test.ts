import { z } from 'zod';
import * as contracts from '../index.js';

const queries = {
  positions: contracts.positionQuerySchema,
  matrix: contracts.matrixQuerySchema,
  changes: contracts.changeQuerySchema,
  stream: contracts.changeStreamQuerySchema,
  statements: contracts.statementQuerySchema,
  articles: contracts.articleQuerySchema,
  'dead letters': contracts.deadLetterQuerySchema,
  'a page': contracts.pageQuerySchema,
} satisfies Record<string, z.ZodObject>;

test.each(Object.entries(queries))(
  'the query of %s may be empty, and takes nothing it does not know',
  (_name, schema) => {
    expect(schema.safeParse({}).success).toBe(true);
    const refused = schema.safeParse({ stanze: 'support' });
    expect(refused.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['stanze'] }]);
  },
);

test.each(Object.entries(queries))('the query of %s takes each parameter once', (_name, schema) => {
  for (const name of Object.keys(schema.shape)) expect(schema.safeParse({ [name]: ['a', 'b'] }).success).toBe(false);
});

test.each([
  ['1', 1],
  ['500', 500],
  [undefined, 50],
])('limit %p is %p', (given, expected) => expect(contracts.limitSchema.parse(given)).toBe(expected));
test.each(['0', '501', '-1', '1.5', 'ten', '', '1e9', 'NaN', 'Infinity'])('limit %p is refused', (given) => {
  expect(contracts.limitSchema.safeParse(given).success).toBe(false);
});

test.each(['2025-08-25T12:00:00Z', '2025-08-25T12:00:00.123456Z', '2025-08-25T12:00:00+02:00'])(
  '%p is an instant',
  (given) => {
    expect(contracts.knownAtSchema.parse(given)).toBe(given);
  },
);
test.each([
  '2025-08-25',
  '2025-08-25T12:00:00',
  '2025-02-30T12:00:00Z',
  '1066-10-14T09:00:00Z',
  '+030000-01-01T00:00:00Z',
  'now()',
])('%p is no instant that can be asked about', (given) =>
  expect(contracts.knownAtSchema.safeParse(given).success).toBe(false),
);

test('filters hold no control characters; zero-width and right-to-left ones are text', () => {
  for (const refused of ['', 'a\u0000b', 'a\nb', '\u007f'])
    expect(contracts.searchTextSchema.safeParse(refused).success).toBe(false);
  for (const taken of ['שלום', 'a\u200bb', "'; DROP TABLE x; --"])
    expect(contracts.searchTextSchema.parse(taken)).toBe(taken);
});

test('every schema of an answer is JSON Schema, and no two share an id', () => {
  const ids = new Map<string, z.ZodType>();
  for (const [name, schema] of Object.entries(contracts)) {
    if (!(schema instanceof z.ZodType)) continue;
    const id = schema.meta()?.id;
    if (id === undefined) continue;
    expect([name, id, ids.get(id) ?? schema]).toEqual([name, id, schema]);
    ids.set(id, schema);
    expect(() => z.toJSONSchema(schema, { io: 'output' })).not.toThrow();
  }
  expect(ids.size).toBeGreaterThan(20);
});

test('unknown is an answer of its own, and no stance', () => {
  expect(contracts.stanceSchema.options).not.toContain('unknown');
  const answer = {
    dossier: 'talks',
    actor: { id: 'a', name: 'A', kind: 'person' },
    issue: { id: 'i', label: 'I', proposition: 'It should be.' },
    validAt: null,
    knownAt: null,
    mergedInto: null,
    position: null,
  };
  expect(contracts.positionAnswerSchema.parse(answer)).toEqual(answer);
});
