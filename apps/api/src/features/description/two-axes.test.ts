import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentId } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';

/* Every read of the record can be asked about any day, from either side of time. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

type Axis = 'valid' | 'known';
/** Parameters that ask about an axis: one of these lists, all of it. */
const ASKED_BY: Readonly<Record<Axis, readonly (readonly string[])[]>> = {
  valid: [['validAt'], ['from', 'to']],
  known: [['knownAt'], ['until'], ['knownBefore', 'knownAfter']],
};

const ANYTHING = 'is no read of the record';
const NAMES = 'says what can be asked about, and has no days of its own; roles carry theirs';
const ONE = 'has one day, and says which';
const REVISIONS = 'is about revisions by their numbers, each with its instants';
const TRAIL = 'is the trail itself: each entry says when it was recorded, and when it was undone';

/** Reads that lack an axis, with the reason. */
const WITHOUT: Readonly<Record<string, { readonly axes: readonly Axis[]; readonly because: string }>> = {
  '/': { axes: ['valid', 'known'], because: ANYTHING },
  '/docs': { axes: ['valid', 'known'], because: ANYTHING },
  '/health/live': { axes: ['valid', 'known'], because: ANYTHING },
  '/health/ready': { axes: ['valid', 'known'], because: ANYTHING },
  '/openapi.json': { axes: ['valid', 'known'], because: ANYTHING },
  '/asyncapi.json': { axes: ['valid', 'known'], because: ANYTHING },
  '/v1/pipeline': { axes: ['valid', 'known'], because: ANYTHING },
  '/v1/dead-letters': { axes: ['valid', 'known'], because: 'is what could not be read, and so of no day' },
  '/v1/dossiers': { axes: ['valid'], because: NAMES },
  '/v1/dossiers/{dossier}': { axes: ['valid'], because: NAMES },
  '/v1/dossiers/{dossier}/actors': { axes: ['valid'], because: NAMES },
  '/v1/dossiers/{dossier}/issues': { axes: ['valid'], because: NAMES },
  '/v1/statements/{id}': { axes: ['valid'], because: ONE },
  '/v1/statements/{id}/explanation': { axes: ['valid'], because: ONE },
  '/v1/articles/{id}': { axes: ['valid'], because: ONE },
  '/v1/articles/{id}/diff': { axes: ['known', 'valid'], because: REVISIONS },
  '/v1/articles/{id}/explanation': { axes: ['valid', 'known'], because: 'is what the rules of now make of a revision' },
  '/v1/curations': { axes: ['valid', 'known'], because: TRAIL },
  '/v1/withdrawals': { axes: ['valid', 'known'], because: TRAIL },
};

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get?: { readonly parameters: readonly { readonly name: string; readonly in: string }[] } }
    >
  >;
}

describe('both axes of time', () => {
  test('are parameters of every read of the record, or there is a reason', async () => {
    const { paths } = (await api.get('/openapi.json')).json<Document>();
    const reads = Object.entries(paths).flatMap(([path, { get }]) => (get ? [{ path, ...get }] : []));
    expect(reads.length).toBeGreaterThan(20);
    const lacking = reads.flatMap(({ path, parameters }) => {
      const names = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name));
      // `from` and `to` of a difference are revisions.
      const axes = (['valid', 'known'] as const).filter(
        (axis) => path.endsWith('/diff') || !ASKED_BY[axis].some((all) => all.every((name) => names.has(name))),
      );
      return axes.length === 0 ? [] : [[path, [...axes].sort()] as const];
    });
    const excused = Object.entries(WITHOUT).map(([path, { axes }]) => [path, [...axes].sort()] as const);
    expect(new Map(lacking)).toEqual(new Map(excused));
  });

  test('are checked at the border by each read that takes them', async () => {
    const { paths } = (await api.get('/openapi.json')).json<Document>();
    const asked = Object.entries(paths).flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter(({ name }) => ['validAt', 'knownAt', 'until', 'knownBefore', 'knownAfter'].includes(name))
        .map(({ name }) => ({ path, name })),
    );
    expect(asked.length).toBeGreaterThan(25);
    const id = contentId('statement', 1);
    for (const { path, name } of asked) {
      const url = path.replace('/statements/{id}', `/statements/${id}`).replace('{id}', 'a'.repeat(64));
      const wrong = `${url.replaceAll(/\{\w+\}/g, 'lakeside')}?${name}=yesterday`;
      const { status, pointers } = await api.problem(wrong);
      expect([wrong, status, pointers.includes(`/${name}`)]).toEqual([wrong, 400, true]);
    }
  });
});
