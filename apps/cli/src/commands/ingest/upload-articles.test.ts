import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../api/api-client.js';
import {
  type LocalServer,
  problem,
  type RecordedRequest,
  startLocalServer,
} from '../../api/local-server.test-support.js';
import { EXIT } from '../../exit-codes.js';
import { type UploadOptions, type UploadResult, uploadBatch } from './upload-articles.js';

const placed = {
  articleId: 'a'.repeat(64),
  revision: { number: 1, hash: 'b'.repeat(64) },
  eventId: 'd2f5632d-8de0-5e77-ae24-c50f65e8b599',
  url: 'https://gazette.example/a',
};
const line = (number: number, status = 'accepted') => `${JSON.stringify({ line: number, status, ...placed })}\n`;
const rejected = (number: number, code: string) =>
  `${JSON.stringify({ line: number, status: 'rejected', problem: { type: 'x', title: code, status: 422, code } })}\n`;
const summary = '{"summary":{"accepted":0,"duplicates":0,"rejected":0}}\n';

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function upload(
  answer: (request: RecordedRequest, response: ServerResponse, count: number) => void,
  options: UploadOptions = {},
) {
  let count = 0;
  server = await startLocalServer((request, response) => answer(request, response, ++count));
  const api = new ApiClient({ baseUrl: server.url, token: null });
  const batch = ['one', 'two', 'three'].map((tag) => ({ tag, json: JSON.stringify({ tag }) }));
  const results: UploadResult<string>[] = [];
  const fast = { pauseMs: { first: 1, longest: 5 }, ...options };
  for await (const result of uploadBatch(api, batch, fast)) results.push(result);
  return results.map(({ tag, status, resent }) => `${tag} ${status}${resent ? ' resent' : ''}`);
}
const bodies = () =>
  server?.requests.map(({ body }) =>
    body
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).tag),
  );

describe('uploadBatch', () => {
  it('gives what became of each article', async () => {
    const results = await upload((_, response) =>
      response.end(line(1) + line(2, 'duplicate') + rejected(3, 'EMPTY_ARTICLE') + summary),
    );
    expect(results).toEqual(['one accepted', 'two duplicate', 'three rejected']);
    expect(server?.requests[0]?.headers['content-type']).toBe('application/x-ndjson');
  });

  it('sends all again while the API has an outage', async () => {
    const waits: number[] = [];
    const results = await upload(
      (_, response, count) =>
        count < 3
          ? problem(response, 503, 'UNAVAILABLE', 'Postgres does not answer.')
          : void response.end(line(1) + line(2) + line(3) + summary),
      { onRetry: (_reason, ms) => waits.push(ms) },
    );
    expect(results).toEqual(['one accepted resent', 'two accepted resent', 'three accepted resent']);
    expect(waits).toEqual([1, 2]);
  });

  it('sends again only what was not answered when the connection breaks', async () => {
    const results = await upload((_, response, count) => {
      if (count > 1) return void response.end(line(1, 'duplicate') + line(2) + summary);
      response.writeHead(202).write(line(1) + line(2).slice(0, 20), () => response.destroy());
    });
    expect(results).toEqual(['one accepted', 'two duplicate resent', 'three accepted resent']);
    expect(bodies()).toEqual([
      ['one', 'two', 'three'],
      ['two', 'three'],
    ]);
  });

  it('sends again only the lines that could not be taken just then', async () => {
    const results = await upload((_, response, count) =>
      response.end(count === 1 ? line(1) + rejected(2, 'UNAVAILABLE') + line(3) + summary : line(1) + summary),
    );
    expect(results).toEqual(['one accepted', 'three accepted', 'two accepted resent']);
    expect(bodies()).toEqual([['one', 'two', 'three'], ['two']]);
  });

  it('gives up when patience is over', async () => {
    await expect(
      upload((_, response) => problem(response, 503, 'UNAVAILABLE', 'away'), { patienceMs: 30 }),
    ).rejects.toMatchObject({ exitCode: EXIT.unreachable });
  });

  it('does not try again after a no', async () => {
    await expect(
      upload((_, response) => problem(response, 401, 'UNAUTHORIZED', 'Writing needs a token.')),
    ).rejects.toThrow('PARLEY_INGEST_TOKEN');
    expect(server?.requests).toHaveLength(1);
  });

  it('refuses answers for lines that were never sent', async () => {
    await expect(upload((_, response) => response.end(line(4)))).rejects.toThrow('a line that was not sent');
  });
});
