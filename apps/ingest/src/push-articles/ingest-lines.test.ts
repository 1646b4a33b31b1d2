import { setTimeout as delay } from 'node:timers/promises';
import type { PushedLine } from '@parley/contracts';
import type { IngestResult } from './ingest-articles.command.js';
import { ingestLines } from './ingest-lines.js';
import { lineBatches } from './line-batches.js';

const accepted: IngestResult = {
  status: 'accepted',
  articleId: 'a'.repeat(64),
  revision: { number: 1, hash: 'b'.repeat(64) },
  eventId: '00000000-0000-5000-8000-000000000000',
  url: 'https://example.com/',
};
const take = async (inputs: readonly unknown[]): Promise<readonly IngestResult[]> => inputs.map(() => accepted);
const unexpected = (error: unknown): never => {
  throw error;
};

describe('a stream of lines', () => {
  it('is read no further than its answers are taken, however long it is', async () => {
    let given = 0;
    const line = Buffer.from(`${JSON.stringify({ text: 'x'.repeat(1_000) })}\n`);
    const endless = async function* () {
      for (;;) {
        given++;
        yield line;
      }
    };
    const answers = ingestLines(endless(), { maxLineBytes: 4_096, ingest: take, onFailure: unexpected });
    let answered = 0;
    for (let batch = 0; batch < 5; batch++) {
      const { value } = await answers.next();
      answered += (value as PushedLine[]).length;
      // Whoever takes answers slowly slows the sender: nothing is read meanwhile.
      await delay(40);
      expect(given).toBeLessThanOrEqual(answered + 2);
    }
    expect(answered).toBeGreaterThan(5);
    await answers.return(undefined);
  });

  it('gives the source back when its answers are no longer wanted', async () => {
    let ended = false;
    const source = async function* () {
      try {
        for (;;) yield Buffer.from('{}\n');
      } finally {
        ended = true;
      }
    };
    const answers = ingestLines(source(), { maxLineBytes: 100, ingest: take, onFailure: unexpected });
    await answers.next();
    await answers.return(undefined);
    expect(ended).toBe(true);
  });

  it('goes on after a batch that failed for reasons nobody foresaw, and says which lines', async () => {
    const failures: unknown[] = [];
    let batches = 0;
    const ingest = async (inputs: readonly unknown[]) => {
      if (++batches === 1) throw new TypeError('a fault of this program');
      return take(inputs);
    };
    const source = async function* () {
      yield Buffer.from('{}\n'.repeat(501));
    };
    const seen: string[] = [];
    for await (const answer of ingestLines(source(), { maxLineBytes: 100, ingest, onFailure: (e) => failures.push(e) }))
      if ('length' in answer) seen.push(...answer.map((line) => `${line.line} ${line.status}`));
      else expect(answer.summary).toEqual({ accepted: 1, duplicates: 0, rejected: 500 });
    expect([seen[0], seen[499], seen[500]]).toEqual(['1 rejected', '500 rejected', '501 accepted']);
    expect(failures).toHaveLength(1);
  });

  it('fails where the sender breaks off, without a summary', async () => {
    const source = async function* () {
      yield Buffer.from('{}\n');
      await delay(60);
      throw new Error('gone');
    };
    const answers = ingestLines(source(), { maxLineBytes: 100, ingest: take, onFailure: unexpected });
    expect((await answers.next()).value).toHaveLength(1);
    await expect(answers.next()).rejects.toThrow('gone');
  });
});

describe('batches', () => {
  const source = async function* (sizes: readonly number[]) {
    yield* sizes;
  };
  const batchesOf = async (sizes: readonly number[], maxItems: number, maxBytes: number): Promise<number[][]> => {
    const found: number[][] = [];
    for await (const batch of lineBatches(source(sizes), { maxItems, maxBytes, bytesOf: (n) => n, lingerMs: 1_000 }))
      found.push(batch);
    return found;
  };

  it('end at so many items, or so many bytes', async () => {
    expect(await batchesOf([1, 1, 1, 1, 1], 2, 100)).toEqual([[1, 1], [1, 1], [1]]);
    expect(await batchesOf([6, 6, 1, 20, 1], 10, 10)).toEqual([[6, 6], [1, 20], [1]]);
    expect(await batchesOf([], 10, 10)).toEqual([]);
  });

  it('do not wait for more when nothing comes', async () => {
    const slow = async function* () {
      yield 1;
      await new Promise(() => undefined);
    };
    const batches = lineBatches(slow(), { maxItems: 9, maxBytes: 9, bytesOf: () => 1, lingerMs: 5 });
    expect((await batches.next()).value).toEqual([1]);
  });
});
