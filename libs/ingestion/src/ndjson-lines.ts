export type NdjsonLine =
  | { readonly line: number; readonly bytes: Buffer }
  /** A line above the limit: its bytes were counted and let go. */
  | { readonly line: number; readonly tooLarge: number };

const LF = 0x0a;
const CR = 0x0d;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Lines of a byte stream, numbered from 1 as an editor does, as they arrive. Blank lines are counted and passed over;
 * a byte order mark and carriage returns before line feeds are not part of a line; the last line needs no line feed.
 * Holds at most one line of `maxBytes` and one chunk of the source, and asks the source for no more until its lines
 * have been taken.
 */
export async function* ndjsonLines(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<NdjsonLine> {
  const open = new OpenLine(maxBytes);
  let number = 1;
  for await (const piece of source) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LF, start); end !== -1; end = chunk.indexOf(LF, start)) {
      open.add(chunk.subarray(start, end));
      const line = open.close(number++);
      if (line) yield line;
      start = end + 1;
    }
    open.add(chunk.subarray(start));
  }
  const last = open.close(number);
  if (last) yield last;
}

/** The line that is being received. */
class OpenLine {
  private parts: Buffer[] = [];
  private size = 0;

  /** Room beside the limit for a carriage return and a byte order mark, which do not count. */
  constructor(private readonly maxBytes: number) {}

  add(part: Buffer): void {
    this.size += part.length;
    if (this.size > this.maxBytes + 1 + UTF8_MARK.length) this.parts = [];
    // A copy where the line goes on in a later chunk would be safer against reused buffers, but Node's streams never reuse.
    else if (part.length > 0) this.parts.push(part);
  }

  close(line: number): NdjsonLine | null {
    const { parts, size } = this;
    this.parts = [];
    this.size = 0;
    if (size > this.maxBytes + 1 + UTF8_MARK.length) return { line, tooLarge: size };
    const bytes = trimLine(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), line === 1);
    if (isBlank(bytes)) return null;
    return bytes.length > this.maxBytes ? { line, tooLarge: bytes.length } : { line, bytes };
  }
}

function trimLine(bytes: Buffer, first: boolean): Buffer {
  const start = first && bytes.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0;
  return bytes.subarray(start, bytes.at(-1) === CR ? bytes.length - 1 : bytes.length);
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === CR);
