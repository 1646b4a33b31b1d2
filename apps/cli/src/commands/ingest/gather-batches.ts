import { setTimeout as delay } from 'node:timers/promises';

export interface BatchBounds<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly bytesOf: (item: Item) => number;
  /** A batch that is not full goes out after this long (ms), for sources that trickle. */
  readonly lingerMs: number;
}

/**
 * Items in batches, in their order. Asks the source for no more than one batch and one item ahead, so that memory stays
 * flat however long the source is.
 */
export async function* gatherBatches<Item>(
  source: AsyncIterable<Item>,
  bounds: BatchBounds<Item>,
): AsyncGenerator<readonly Item[], void, undefined> {
  const items = source[Symbol.asyncIterator]();
  try {
    let batch: Item[] = [];
    let bytes = 0;
    let next = items.next();
    // Awaited below in each case; this only keeps a rejection from counting as unhandled while a batch is out.
    next.catch(() => undefined);
    for (;;) {
      const step = batch.length === 0 ? await next : await nextWithin(next, bounds.lingerMs);
      if (step === 'late') {
        yield batch;
        batch = [];
        bytes = 0;
        continue;
      }
      if (step.done) break;
      const size = bounds.bytesOf(step.value);
      if (batch.length > 0 && (batch.length >= bounds.maxItems || bytes + size > bounds.maxBytes)) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(step.value);
      bytes += size;
      next = items.next();
      next.catch(() => undefined);
    }
    if (batch.length > 0) yield batch;
  } finally {
    await items.return?.();
  }
}

async function nextWithin<Value>(next: Promise<Value>, ms: number): Promise<Value | 'late'> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      next,
      delay(ms, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const),
    ]);
  } finally {
    timer.abort();
  }
}
