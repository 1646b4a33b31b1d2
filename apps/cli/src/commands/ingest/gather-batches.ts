import { setTimeout as delay } from 'node:timers/promises';

export interface BatchBounds<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly bytesOf: (item: Item) => number;
  /** A batch that is not full goes out after this long (ms), for sources that trickle. */
  readonly lingerMs: number;
  /** Ends the batches, also while the source keeps silent. */
  readonly stop?: AbortSignal;
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
      const step = await nextWithin(next, batch.length === 0 ? null : bounds.lingerMs, bounds.stop);
      if (bounds.stop?.aborted) return;
      if (step === 'late') {
        if (batch.length > 0) yield batch;
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
    const closed = items.return?.();
    // A source that is waited for closes only when it speaks again.
    if (bounds.stop?.aborted) closed?.catch(() => undefined);
    else await closed;
  }
}

/** `late` when nothing came in time (ms; null: there is all the time), or the signal aborted. */
async function nextWithin<Value>(
  next: Promise<Value>,
  ms: number | null,
  stop: AbortSignal | undefined,
): Promise<Value | 'late'> {
  if (ms === null && !stop) return next;
  const ended = new AbortController();
  const signal = stop ? AbortSignal.any([ended.signal, stop]) : ended.signal;
  try {
    return await Promise.race([
      next,
      delay(ms ?? LONG_MS, 'late' as const, { signal, ref: ms !== null }).catch(() => 'late' as const),
    ]);
  } finally {
    ended.abort();
  }
}

/** The longest that a timer takes. */
const LONG_MS = 2 ** 31 - 1;
