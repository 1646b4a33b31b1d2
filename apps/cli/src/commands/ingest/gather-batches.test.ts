import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherBatches } from './gather-batches.js';

const bounds = { maxItems: 3, maxBytes: 10, bytesOf: (text: string) => text.length, lingerMs: 60_000 };

async function* from(items: readonly string[]): AsyncGenerator<string> {
  yield* items;
}
async function all(source: AsyncIterable<string>, changes: Partial<Parameters<typeof gatherBatches<string>>[1]> = {}) {
  const batches: (readonly string[])[] = [];
  for await (const batch of gatherBatches(source, { ...bounds, ...changes })) batches.push(batch);
  return batches;
}

describe('gatherBatches', () => {
  it('keeps order and bounds, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 15 }), { maxLength: 30 }), async (items) => {
        const batches = await all(from(items));
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(3);
          // One item alone may be larger than the bound.
          if (batch.length > 1) expect(batch.join('').length).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('does not hold back what came while the source is silent', async () => {
    let release = (): void => undefined;
    const silence = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* trickle(): AsyncGenerator<string> {
      yield 'a';
      await silence;
      yield 'b';
    }
    const batches = gatherBatches(trickle(), { ...bounds, lingerMs: 5 });
    expect((await batches.next()).value).toEqual(['a']);
    release();
    expect((await batches.next()).value).toEqual(['b']);
    expect((await batches.next()).done).toBe(true);
  });

  it('asks the source for no more than a batch and an item ahead', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<string> {
      for (;;) yield String(asked++);
    }
    const batches = gatherBatches(endless(), bounds);
    await batches.next();
    await delay(5);
    expect(asked).toBeLessThanOrEqual(4);
    await batches.return();
  });

  it('ends while the source is silent when told to', async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<string> {
      yield 'a';
      await new Promise(() => undefined);
    }
    const batches = gatherBatches(silent(), { ...bounds, stop: stop.signal });
    const first = batches.next();
    stop.abort();
    expect((await first).done).toBe(true);
  });

  it('passes on what the source throws', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'a';
      throw new Error('the disk is gone');
    }
    await expect(all(broken())).rejects.toThrow('the disk is gone');
  });
});
