import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { change } from '../output/made-up-record.test-support.js';
import { ApiClient } from './api-client.js';
import { followChanges } from './follow-changes.js';
import { type LocalServer, problem, type RecordedRequest, startLocalServer } from './local-server.test-support.js';

const ids = [1, 2, 3, 4].map((n) => `00000000-0000-5000-8000-00000000000${n}`);
const event = (n: number) =>
  `event: position.shifted\nid: place-${n}\ndata: ${JSON.stringify(change({ id: ids[n - 1] ?? '' }))}\n\n`;
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

let server: LocalServer | undefined;
let stop: AbortController;
afterEach(async () => {
  stop.abort();
  await server?.close();
  server = undefined;
});

async function follow(
  answer: (request: RecordedRequest, response: ServerResponse, count: number) => void,
  wanted: number,
  silenceMs?: number,
) {
  let count = 0;
  server = await startLocalServer((request, response) => answer(request, response, ++count));
  stop = new AbortController();
  const connection: (string | null)[] = [];
  const seen: string[] = [];
  const changes = followChanges(new ApiClient({ baseUrl: server.url, token: null }), {
    query: { dossier: 'lakeside-water', after: 'begin' },
    signal: stop.signal,
    onConnection: (lost) => connection.push(lost),
    pauseMs: { first: 5, longest: 20 },
    ...(silenceMs === undefined ? {} : { silenceMs }),
  });
  for await (const { id } of changes) if (seen.push(id) === wanted) stop.abort();
  return { seen, connection, resumedFrom: server.requests.map(({ headers }) => headers['last-event-id']) };
}

describe('followChanges', () => {
  it('gives changes as they come and ends when told to', async () => {
    const { seen } = await follow(
      (_, response) => stream(response).write(`retry: 10\n: hello\n\n${event(1)}${event(2)}`),
      2,
    );
    expect(seen).toEqual(ids.slice(0, 2));
    expect(server?.requests[0]?.url).toBe('/v1/changes/stream?dossier=lakeside-water&after=begin');
  });

  it('goes on after the last change it gave when the connection breaks', async () => {
    const { seen, connection, resumedFrom } = await follow((_, response, count) => {
      stream(response).write(count === 1 ? event(1) + event(2) : event(3));
      // The rest of an event that never came to its end counts for nothing.
      if (count === 1) response.write('event: position.shifted\nid: place-9\nda', () => response.destroy());
    }, 3);
    expect(seen).toEqual(ids.slice(0, 3));
    expect(resumedFrom).toEqual([undefined, 'place-2']);
    expect(connection).toEqual(['the connection broke', null]);
  });

  it('tries on while the API restarts', async () => {
    const { seen, resumedFrom } = await follow((_, response, count) => {
      if (count === 2) return problem(response, 503, 'UNAVAILABLE', 'starting');
      if (count === 3) return void response.destroy();
      stream(response).write(event(count === 1 ? 1 : 2));
      if (count === 1) response.end();
    }, 2);
    expect(seen).toEqual(ids.slice(0, 2));
    expect(resumedFrom).toEqual([undefined, 'place-1', 'place-1', 'place-1']);
  });

  it('connects again when the API falls silent', async () => {
    const { seen } = await follow(
      (_, response, count) => stream(response).write(count === 1 ? event(1) : event(2)),
      2,
      150,
    );
    expect(seen).toEqual(ids.slice(0, 2));
    // A busy machine may seem silent once more.
    expect(server?.requests.length).toBeGreaterThanOrEqual(2);
  });

  it('passes over events it does not know', async () => {
    const { seen } = await follow((_, response) => stream(response).write(`event: notice\ndata: {}\n\n${event(1)}`), 1);
    expect(seen).toEqual(ids.slice(0, 1));
  });

  it('throws what the first connection says no with, and does not try again', async () => {
    await expect(
      follow((_, response) => problem(response, 400, 'INVALID_CURSOR', 'This cursor belongs to other filters.'), 1),
    ).rejects.toThrow('This cursor belongs to other filters.');
    expect(server?.requests).toHaveLength(1);
  });

  it('throws where what comes is no change', async () => {
    await expect(
      follow((_, response) => stream(response).write('event: position.taken\ndata: {"id":1}\n\n'), 1),
    ).rejects.toThrow('another form');
  });
});
