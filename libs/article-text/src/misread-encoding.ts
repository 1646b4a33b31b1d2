/** A stretch of a text, `start` to `end` in UTF-16 units, and what should stand there. */
export interface Mend {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Bytes 0x80 to 0x9f of windows-1252; its five unassigned ones are taken as the controls of Latin-1. */
const BYTES_80_TO_9F = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const byteOf = new Map<string, number>([
  ...Array.from({ length: 0x80 }, (_, at) => [String.fromCharCode(0x80 + at), 0x80 + at] as const),
  ...[...BYTES_80_TO_9F].map((char, at) => [char, 0x80 + at] as const),
]);

/** Any byte behind the first one of a character in UTF-8, as it looks when misread. */
const NEXT = `[\\u0080-\\u00bf${BYTES_80_TO_9F}]`;
/**
 * Sequences that nobody writes: a curly mark or dash, an accented letter, a pound sign or an emoji, misread. Letters with
 * closing marks behind them ("Malmö”") look alike, so only a text that has one of these is mended at all.
 */
const PROOF = new RegExp(
  `â(?:€[\\u0080-\\u00bf\\u2018-\\u203a\\u0152\\u0153\\u0160\\u0161\\u017d\\u017e\\u0178\\u0192\\u02c6\\u02dc\\u2122]|€(?=\\s|$)|\\u0080${NEXT})|Ã[\\u00a1-\\u00ba\\u00bc-\\u00bf]|Â[\\u00a0£§©®°]|ðŸ|ð\\u009f`,
);
const SEQUENCE = new RegExp(`ð${NEXT}{3}|â${NEXT}{2}|[ÂÃÄÅ]${NEXT}|Æ’|Ë[†œ]|â€|Â(?= )`, 'g');

/** Characters as HTML writes them, left over where markup was taken away. What would be markup itself stays. */
const ENTITY =
  /&(?:(amp|quot|apos|nbsp|ldquo|rdquo|lsquo|rsquo|sbquo|bdquo|laquo|raquo|ndash|mdash|hellip|pound|euro)|#(\d{2,6})|#x([0-9a-f]{2,5}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  pound: '£',
  euro: '€',
};

/**
 * Where a text holds UTF-8 that was read as windows-1252 or Latin-1 ("â€œ", "donâ€™t", "Ã©", "Â£"), with the characters that
 * were meant, in the order of the text. A curly closing mark whose last byte was lost on the way ("â€") is one too, and so are entities of HTML ("&rsquo;", "&#39;"). Linear.
 */
export function misreadCharacters(text: string): Mend[] {
  const mends: Mend[] = [];
  if (text.includes('&'))
    for (const match of text.matchAll(ENTITY)) {
      const meant = entityMeaning(match[1], match[2] ?? match[3], match[3] === undefined ? 10 : 16);
      if (meant !== undefined) mends.push({ start: match.index, end: match.index + match[0].length, text: meant });
    }
  if (!PROOF.test(text)) return mends;
  for (const match of text.matchAll(SEQUENCE)) {
    const meant = meaningOf(match[0]);
    if (meant !== undefined) mends.push({ start: match.index, end: match.index + match[0].length, text: meant });
  }
  return mends.sort((a, b) => a.start - b.start);
}

function entityMeaning(name: string | undefined, digits: string | undefined, base: number): string | undefined {
  if (name !== undefined) return NAMED[name.toLowerCase()];
  const point = Number.parseInt(digits ?? '', base);
  const shown =
    (point >= 0x20 && point < 0x7f) || (point >= 0xa0 && point < 0xd800) || (point >= 0xe000 && point <= 0x1ffff);
  return shown && point !== 0x3c && point !== 0x3e ? String.fromCodePoint(point) : undefined;
}

/** The text as it was meant, also where it was misread more than once; text without a fault comes back as it is. */
export function mendEncoding(text: string): string {
  let mended = text;
  for (;;) {
    const mends = misreadCharacters(mended);
    if (mends.length === 0) return mended;
    mended = withMends(mended, mends);
  }
}

/** A text with each of the stretches, in their order, put right. */
export function withMends(text: string, mends: readonly Mend[]): string {
  let out = '';
  let from = 0;
  for (const mend of mends) {
    out += text.slice(from, mend.start) + mend.text;
    from = mend.end;
  }
  return out + text.slice(from);
}

function meaningOf(sequence: string): string | undefined {
  if (sequence === 'â€') return '”';
  if (sequence === 'Â') return '';
  const [first = 0, ...rest] = [...sequence].map((char) => byteOf.get(char) ?? 0);
  const point = rest.reduce((high, byte) => (high << 6) | (byte & 0x3f), first & (0x7f >> (rest.length + 1)));
  // Punctuation, signs and symbols, Latin letters with accents, emoji: all that English news is likely to have had. Controls
  // are what a second misreading is made of.
  const likely = rest.length === 3 ? point >= 0x1f000 && point <= 0x1faff : point >= 0x80;
  return likely ? String.fromCodePoint(point) : undefined;
}
