import type { DiffPart } from '@parley/contracts';
import fc from 'fast-check';
import { wordDiff } from './word-diff.js';

const textOf = (parts: readonly DiffPart[], but: DiffPart['op']): string =>
  parts.map(({ op, text }) => (op === but ? '' : text)).join('');

test('shows the words that differ', () => {
  expect(wordDiff('Ada Quill rejects the levy.', 'Ada Quill supports the levy.')).toEqual({
    by: 'words',
    parts: [
      { op: 'equal', text: 'Ada Quill ' },
      { op: 'delete', text: 'rejects' },
      { op: 'insert', text: 'supports' },
      { op: 'equal', text: ' the levy.' },
    ],
  });
});

test('holds both texts to the character, whatever they are', () => {
  const text = fc
    .array(
      fc.oneof(fc.constantFrom('levy', ' ', '\n', '\n\n', '“no”', 'ä', '😀', ',', '…'), fc.string({ unit: 'binary' })),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (from, to) => {
      const { parts } = wordDiff(from, to);
      expect(textOf(parts, 'insert')).toBe(from);
      expect(textOf(parts, 'delete')).toBe(to);
    }),
  );
});

test('is coarser where too much differs, and still whole', () => {
  const lines = (n: number, word: string) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: 12 }, (_, j) => `${word}${i}x${j}`).join(' ')).join('\n');
  const long = lines(600, 'a');
  const edited = `${lines(400, 'a')}\n${lines(200, 'b')}`;
  const longer = [lines(3_000, 'a'), lines(3_000, 'b')] as const;
  for (const [from, to, by] of [
    [long, edited, 'lines'],
    [...longer, 'whole'],
  ] as const) {
    const diff = wordDiff(from, to);
    expect(diff.by).toBe(by);
    expect(textOf(diff.parts, 'insert')).toBe(from);
    expect(textOf(diff.parts, 'delete')).toBe(to);
  }
});
