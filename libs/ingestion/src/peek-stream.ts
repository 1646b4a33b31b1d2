/** The first bytes of a stream, and the whole of it (those bytes included) still to be read. */
export async function peekStream(
  source: AsyncIterable<Uint8Array>,
  enough: (head: Buffer) => boolean,
): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let head = Buffer.alloc(0);
  while (!enough(head)) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
    head = Buffer.concat(seen);
  }
  return {
    head,
    whole: (async function* () {
      try {
        yield head;
        for (let next = await iterator.next(); !next.done; next = await iterator.next())
          yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      } finally {
        await iterator.return?.();
      }
    })(),
  };
}

/** All of a stream, or null if it is longer than `maxBytes`; then reading stops there. */
export async function collectStream(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
