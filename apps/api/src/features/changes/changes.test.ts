import type { Change, ChangePage } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import { type SeededChange, seedChanges } from '../../../../../test/support/api/seed.js';
import { waitFor } from '../../../../../test/support/wait-for.js';

let api: ApiUnderTest;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const at = (second: number) => new Date(Date.UTC(2025, 2, 1, 12, 0, second)).toISOString();
const idsOf = (page: ChangePage) => page.items.map((change) => change.id);

/** Partition 0 and 3 by turns, with gaps in the offsets and shared instants. */
const thirty: readonly SeededChange[] = Array.from({ length: 30 }, (_, n) => ({
  partition: n % 3 === 0 ? 3 : 0,
  offset: n * 2,
  recordedAt: at(Math.floor(n / 4)),
  actor: n % 5 === 0 ? 'ada-quill' : 'dockers',
  change: n % 7 === 0 ? 'corrected' : 'taken',
}));

async function readBack(query: string): Promise<Change[]> {
  const seen: Change[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: ChangePage = await api.body(`/v1/changes?${query}${after && `&after=${after}`}`);
    seen.push(...page.items);
    after = page.next;
  }
  return seen;
}

/** Reads the feed until it has nothing more; gives the cursor to poll with. */
async function readOn(query: string, after?: string): Promise<{ ids: string[]; next: string }> {
  const ids: string[] = [];
  for (;;) {
    const page: ChangePage = await api.body(
      `/v1/changes?order=asc&${query}${after === undefined ? '' : `&after=${after}`}`,
    );
    if (page.next === null) throw new Error('a feed has no end');
    after = page.next;
    if (page.items.length === 0) return { ids, next: after };
    ids.push(...idsOf(page));
  }
}

describe('newest first', () => {
  test('pages give every change once, in order', async () => {
    const ids = await seedChanges(api.pool, thirty);
    const seen = await readBack('limit=4');
    expect(seen.map((change) => change.id).sort()).toEqual([...ids].sort());
    const instants = seen.map((change) => change.recordedAt);
    expect(instants).toEqual([...instants].sort().reverse());
  });
  test('each change has its evidence, and the days that it rewrote', async () => {
    await seedChanges(api.pool, [
      { partition: 0, offset: 0, recordedAt: at(0), change: 'corrected', sentence: 'We "agree".\n\u2028' },
    ]);
    const { items } = await api.body<ChangePage>('/v1/changes');
    expect(items[0]).toMatchObject({
      change: 'corrected',
      before: null,
      after: { stance: 'support' },
      rewritten: { from: '2025-03-01', to: null, positions: [{ stance: 'support', validFrom: '2025-03-01' }] },
      evidence: [{ sentence: 'We "agree".\n\u2028' }],
    });
  });
  test.each([
    ['actor=ada-quill', 6],
    ['actor=ada-quill&change=corrected', 1],
    ['issue=new-crane', 0],
    [`since=${at(5)}`, 10],
    ['dossier=%27%3B%20DELETE%20FROM%20record.change%3B--', 0],
  ])('?%s', async (query, count) => {
    await seedChanges(api.pool, thirty);
    expect(await readBack(`limit=2&${query}`)).toHaveLength(count);
    expect((await readOn(`limit=2&${query}`)).ids).toHaveLength(count);
  });
  test('its first page says where to follow from', async () => {
    await seedChanges(api.pool, thirty.slice(0, 20));
    const first = await api.body<ChangePage>('/v1/changes?limit=3');
    const late = await seedChanges(api.pool, thirty.slice(20));
    expect((await readOn('limit=3', first.follow ?? '')).ids.sort()).toEqual([...late].sort());
  });
});

describe('the feed', () => {
  test('gives every change once, and a cursor to poll with on an empty page', async () => {
    const empty = await readOn('limit=7');
    expect(empty.ids).toEqual([]);
    const ids = await seedChanges(api.pool, thirty);
    const read = await readOn('limit=7', empty.next);
    expect([...read.ids].sort()).toEqual([...ids].sort());
    expect((await readOn('limit=7', read.next)).ids).toEqual([]);
  });
  test('misses nothing when a partition commits late what was recorded early', async () => {
    const first = await seedChanges(api.pool, [{ partition: 1, offset: 5, recordedAt: at(50) }]);
    const read = await readOn('limit=10');
    expect(read.ids).toEqual(first);
    const late = await seedChanges(api.pool, [
      { partition: 0, offset: 0, recordedAt: at(1) },
      { partition: 1, offset: 6, recordedAt: at(2) },
    ]);
    expect((await readOn('limit=10', read.next)).ids.sort()).toEqual([...late].sort());
  });
  test('keeps the order of each partition even where its clock went back', async () => {
    const ids = await seedChanges(api.pool, [
      { partition: 0, offset: 0, recordedAt: at(9) },
      { partition: 0, offset: 1, recordedAt: at(1) },
      { partition: 2, offset: 0, recordedAt: at(5) },
    ]);
    const read = await readOn('limit=1');
    expect(read.ids).toEqual([ids[2], ids[0], ids[1]]);
  });
  test('a filter passes over what it leaves out for good, and its cursor is bound to it', async () => {
    await seedChanges(api.pool, thirty);
    const read = await readOn('limit=5&actor=ada-quill');
    expect(await api.problem(`/v1/changes?order=asc&after=${read.next}`)).toMatchObject({
      status: 400,
      code: 'INVALID_CURSOR',
    });
    const [place] = [JSON.parse(Buffer.from(read.next, 'base64url').toString())[3]];
    // Offsets 54 and 58 are the last of their partitions; neither is the filter's.
    expect(place).toEqual([
      [0, '59'],
      [3, '55'],
    ]);
  });
  test('a cursor survives a rebuild', async () => {
    await seedChanges(api.pool, thirty.slice(0, 10));
    const read = await readOn('limit=4');
    await api.pool.query('TRUNCATE record.change');
    const ids = await seedChanges(api.pool, thirty);
    expect((await readOn('limit=4', read.next)).ids.sort()).toEqual(ids.slice(10).sort());
  });
  test('cursors of one order are none of the other', async () => {
    await seedChanges(api.pool, thirty);
    const back = await api.body<ChangePage>('/v1/changes?limit=2');
    const on = await api.body<ChangePage>('/v1/changes?limit=2&order=asc');
    expect(await api.problem(`/v1/changes?order=asc&after=${back.next}`)).toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await api.problem(`/v1/changes?after=${on.next}`)).toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await api.problem('/v1/changes?order=asc&after=e30')).toMatchObject({ status: 400, code: 'INVALID_CURSOR' });
    expect(await api.problem('/v1/changes?order=sideways')).toMatchObject({
      code: 'INVALID_QUERY',
      pointers: ['/order'],
    });
  });
});

interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Change;
}

/** A client of the stream, reading as the standard says. */
async function follow(url: string, headers: Record<string, string> = {}) {
  const gone = new AbortController();
  const response = await fetch(url, { headers, signal: gone.signal });
  const events: StreamedEvent[] = [];
  let lastId = '';
  let text = '';
  let ended = false;
  const reading = (async () => {
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(
            block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          );
          lastId = fields.get('id') ?? lastId;
          const data = fields.get('data');
          if (data !== undefined) events.push({ id: lastId, event: fields.get('event') ?? '', data: JSON.parse(data) });
        }
      }
      ended = true;
    } catch {
      // Aborted by the test.
    }
  })();
  return {
    response,
    events,
    lastId: () => lastId,
    ended: () => ended,
    async close() {
      gone.abort();
      await reading;
    },
  };
}

describe('the stream', () => {
  let url: string;
  beforeEach(async () => {
    await api.app.listen(0, '127.0.0.1');
    url = `${await api.app.getUrl()}/v1/changes/stream`;
  });

  test('gives what comes from now on, and resumes after the last event', async () => {
    await seedChanges(api.pool, thirty.slice(0, 5));
    const client = await follow(url);
    expect(client.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await waitFor('the stream to begin', () => client.lastId() !== '');
    const ids = await seedChanges(api.pool, thirty.slice(5, 8));
    await waitFor('3 events', () => client.events.length === 3);
    await client.close();
    expect(client.events.map((event) => event.data.id).sort()).toEqual([...ids].sort());
    expect(client.events[0]!.event).toBe(`position.${client.events[0]!.data.change}`);

    const missed = await seedChanges(api.pool, thirty.slice(8, 10));
    const again = await follow(url, { 'last-event-id': client.events[1]!.id });
    await waitFor('3 events', () => again.events.length === 3);
    await again.close();
    expect(again.events.map((event) => event.data.id)).toContain(client.events[2]!.data.id);
    expect(again.events.map((event) => event.data.id)).toEqual(expect.arrayContaining(missed));
  });
  test('replays since an instant, with filters', async () => {
    await seedChanges(api.pool, thirty);
    const client = await follow(`${url}?since=${at(3)}&actor=ada-quill`);
    await waitFor('3 events', () => client.events.length === 3);
    await client.close();
    expect(client.events.every((event) => event.data.actor.id === 'ada-quill')).toBe(true);
  });
  test('goes on from the cursor that a page gave', async () => {
    const page = await api.body<ChangePage>('/v1/changes');
    const ids = await seedChanges(api.pool, thirty.slice(0, 2));
    const client = await follow(`${url}?after=${page.follow}`);
    await waitFor('2 events', () => client.events.length === 2);
    await client.close();
    expect(client.events.map((event) => event.data.id).sort()).toEqual([...ids].sort());
  });
  test('ends when the service stops', async () => {
    const client = await follow(url);
    await waitFor('the stream to begin', () => client.lastId() !== '');
    await api.app.close();
    await waitFor('the stream to end', () => client.ended());
    await client.close();
  });
  test('refuses a cursor that is none', async () => {
    expect(await api.problem('/v1/changes/stream?after=nonsense')).toMatchObject({
      status: 400,
      code: 'INVALID_CURSOR',
    });
    expect(await api.problem('/v1/changes/stream?limit=5')).toMatchObject({ status: 400, code: 'INVALID_QUERY' });
    const head = await api.app.inject({ method: 'HEAD', url: '/v1/changes/stream' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
  });
});
