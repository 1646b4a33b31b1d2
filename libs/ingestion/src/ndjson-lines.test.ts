import fc from 'fast-check';
import { type NdjsonLine, ndjsonLines } from './ndjson-lines.js';

const chunked = async function* (bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
    yield bytes.subarray(from, to);
    from = to;
  }
};
const read = async (bytes: Buffer, cuts: readonly number[], maxBytes = 100): Promise<string[]> => {
  const told = (line: NdjsonLine): string =>
    'bytes' in line ? `${line.line} ${line.bytes.toString('utf8')}` : `${line.line} has ${line.tooLarge}`;
  const lines: string[] = [];
  for await (const line of ndjsonLines(chunked(bytes, cuts), maxBytes)) lines.push(told(line));
  return lines;
};

describe('lines of NDJSON', () => {
  it('are numbered as an editor does, without blank ones, carriage returns and the byte order mark', async () => {
    expect(await read(Buffer.from('\ufeff{"a":1}\r\n\n  \r\n{"b":2}\n{"c":3}'), [])).toEqual([
      '1 {"a":1}',
      '4 {"b":2}',
      '5 {"c":3}',
    ]);
  });

  it('above the limit are passed over by number and size', async () => {
    expect(await read(Buffer.from(`a\n${'x'.repeat(101)}\nb\n${'y'.repeat(5_000)}`), [])).toEqual([
      '1 a',
      '2 has 101',
      '3 b',
      '4 has 5000',
    ]);
  });

  it('may be exactly as long as the limit, line ends aside', async () => {
    expect(await read(Buffer.from(`\ufeff${'x'.repeat(100)}\r\n`), [])).toEqual([`1 ${'x'.repeat(100)}`]);
  });

  it('are never held beyond the limit, whatever arrives', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    const source = async function* () {
      for (let megabyte = 0; megabyte < 512; megabyte++) yield chunk;
    };
    const held = process.memoryUsage().arrayBuffers;
    for await (const line of ndjsonLines(source(), 4 * 1024 * 1024))
      expect(line).toEqual({ line: 1, tooLarge: 512 * chunk.length });
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(16 * 1024 * 1024);
  });

  it('are the same however the bytes are cut', async () => {
    const line = fc.oneof(
      fc.constantFrom('', ' ', 'x'.repeat(99), 'x'.repeat(100), 'x'.repeat(101), 'x'.repeat(104), 'x'.repeat(400)),
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    );
    const bytes = fc
      .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 8 }), line, fc.boolean())
      .map(([lines, last, mark]) => Buffer.from(`${mark ? '\ufeff' : ''}${lines.flat().join('')}${last}`));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(600), { maxLength: 30 }), async (given, cuts) => {
        const within = cuts.filter((cut) => cut <= given.length);
        expect(await read(given, within)).toEqual(await read(given, []));
        expect(await read(given, [...given.keys()])).toEqual(await read(given, []));
      }),
      { numRuns: 300 },
    );
  });
});
