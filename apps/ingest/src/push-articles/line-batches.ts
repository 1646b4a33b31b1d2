export interface BatchBounds<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly bytesOf: (item: Item) => number;
  /** A batch waits no longer (ms) for more to come, so that whoever sends a line and waits gets an answer. */
  readonly lingerMs: number;
}

/**
 * Items in batches, in order. Reads one item ahead of the batch it gives, and then no more until the next is asked for.
 */
export async function* lineBatches<Item>(
  source: AsyncIterable<Item>,
  bounds: BatchBounds<Item>,
): AsyncGenerator<Item[]> {
  const items = source[Symbol.asyncIterator]();
  let coming = items.next();
  try {
    for (let first = await coming; !first.done; first = await coming) {
      const batch = [first.value];
      let bytes = bounds.bytesOf(first.value);
      const timer = startTimer(bounds.lingerMs);
      coming = items.next();
      // Whoever asks for the next batch sees the failure; until then nobody awaits it.
      coming.catch(() => undefined);
      while (batch.length < bounds.maxItems && bytes < bounds.maxBytes) {
        const next = await Promise.race([coming, timer.over]);
        if (next === null || next.done) break;
        batch.push(next.value);
        bytes += bounds.bytesOf(next.value);
        coming = items.next();
        coming.catch(() => undefined);
      }
      timer.stop();
      yield batch;
    }
  } finally {
    await items.return?.();
  }
}

function startTimer(ms: number): { readonly over: Promise<null>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return { over, stop: () => clearTimeout(timer) };
}
