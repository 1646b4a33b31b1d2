import { once } from 'node:events';
import { request } from 'node:http';
import type { MadeUpArticle } from '../../test/support/made-up-negotiation.js';

/** Articles of one chunk that is written to the connection. */
const CHUNK_LINES = 100;

/** Articles as NDJSON, in chunks as a client would write them. */
export function* linesOf(articles: Iterable<MadeUpArticle>): Generator<Buffer> {
  let lines: string[] = [];
  for (const article of articles) {
    lines.push(JSON.stringify(article));
    if (lines.length === CHUNK_LINES) {
      yield Buffer.from(`${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}

/**
 * Pushes NDJSON to `POST /v1/articles` of a service, reading the answer while sending, as the service asks. Resolves with
 * the number of articles accepted once the summary is there; throws where a line was refused.
 */
export async function pushLines(url: string, chunks: Iterable<Buffer>): Promise<number> {
  const call = request(`${url}/v1/articles`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const answered = new Promise<string>((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (response) => {
      // The last line is the summary; the lines before it need not be kept.
      let tail = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        tail = (tail + text).slice(-1_000);
      });
      response.once('error', reject);
      response.once('end', () =>
        response.statusCode === 202 ? resolve(tail) : reject(new Error(`${response.statusCode}: ${tail}`)),
      );
    });
  });
  // A refusal while there is still something to send shows in the answer.
  answered.catch(() => undefined);
  for (const chunk of chunks) if (!call.write(chunk)) await Promise.race([once(call, 'drain'), answered]);
  call.end();
  const last = (await answered).trim().split('\n').at(-1) ?? '';
  const { summary } = JSON.parse(last) as { summary?: { accepted: number; rejected: number } };
  if (!summary || summary.rejected > 0) throw new Error(`not every article was taken: ${last}`);
  return summary.accepted;
}
