import { type Mend, misreadCharacters, withMends } from '@parley/article-text';

/** The text as it is read: without the faults of scanning and decoding. Places in it lead back to the text as given. */
export interface ReadingText {
  readonly text: string;
  /** Of a place where something begins, in UTF-16 units. */
  givenStart(at: number): number;
  /** Of a place where something ends. */
  givenEnd(at: number): number;
}

const BROKEN_WORD = /(?<=\p{Ll})[-‐\u00ad][ \t]*\r?\n[ \t]*(?=\p{Ll})/gu;
/** Begins with what is rare, so that most text is passed over at once. */
const MAYBE_BROKEN = /[-‐\u00ad][ \t]*\r?\n/;
const COMPOUND = /\p{L}+(?:[-‐]\p{L}+)+/gu;
const LONGEST_PART = 30;

/**
 * A text to read: words that a hyphen breaks at the end of a line are whole, and UTF-8 that was read in another encoding is
 * what was meant. Everything found in it is told in offsets of the text as given. Linear.
 */
export function readingText(given: string): ReadingText {
  const mends = [...brokenWords(given), ...misreadCharacters(given)].sort((a, b) => a.start - b.start);
  if (mends.length === 0) return { text: given, givenStart: (at) => at, givenEnd: (at) => at };
  const starts: number[] = [];
  let shift = 0;
  for (const mend of mends) {
    starts.push(mend.start - shift);
    shift += mend.end - mend.start - mend.text.length;
  }
  /** The last mend that begins at or before a place of the reading text, or -1. */
  const mendAt = (at: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const behind = (index: number, at: number): number => {
    const mend = mends[index];
    return mend ? mend.end + at - (starts[index] ?? 0) - mend.text.length : at;
  };
  return {
    text: withMends(given, mends),
    givenStart: (at) => {
      const index = mendAt(at);
      const mend = mends[index];
      return mend && at < (starts[index] ?? 0) + mend.text.length ? mend.start : behind(index, at);
    },
    givenEnd: (at) => {
      // What ends where a mend begins ends before it.
      let index = mendAt(at);
      while (index >= 0 && starts[index] === at) index--;
      const mend = mends[index];
      return mend && at < (starts[index] ?? 0) + mend.text.length ? mend.end : behind(index, at);
    },
  };
}

/** "nego-\ntiate" loses hyphen and break, "cease-\nfire" only the break where the text has "cease-fire" elsewhere. */
function brokenWords(text: string): Mend[] {
  if (!MAYBE_BROKEN.test(text)) return [];
  let compounds: ReadonlySet<string> | undefined;
  const mends: Mend[] = [];
  for (const match of text.matchAll(BROKEN_WORD)) {
    const end = match.index + match[0].length;
    const soft = match[0].startsWith('\u00ad');
    if (!soft) compounds ??= new Set(Array.from(text.matchAll(COMPOUND), ([word]) => word.toLowerCase()));
    const left = /\p{L}+$/u.exec(text.slice(Math.max(0, match.index - LONGEST_PART), match.index))?.[0] ?? '';
    const right = /^\p{L}+/u.exec(text.slice(end, end + LONGEST_PART))?.[0] ?? '';
    const compound = !soft && compounds?.has(`${left}-${right}`.toLowerCase()) === true;
    mends.push({ start: compound ? match.index + 1 : match.index, end, text: '' });
  }
  return mends;
}
