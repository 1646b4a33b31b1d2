import type { Span } from './types.js';

/** A quotation, nested ones not counted on their own. */
export interface Quotation extends Span {
  /** What stands between the marks. */
  readonly innerStart: number;
  readonly innerEnd: number;
  /** True where no closing mark was found: a quotation that goes on in the next paragraph, or a slip. */
  readonly open: boolean;
  /** True where it goes on from the paragraph before. */
  readonly continued: boolean;
}

const DOUBLE_PAIRS: Readonly<Record<string, string>> = { '“': '”', '«': '»', '„': '“”', '‟': '”' };

const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isBlank = (char: string | undefined): boolean => char === undefined || /\s/u.test(char);

/** Closing marks may be followed by these and nothing of a word. */
const isAfterClose = (char: string | undefined): boolean => char === undefined || !isWordChar(char);
const isBeforeOpen = (char: string | undefined): boolean => char === undefined || /[\s([{—–\-/:"“«]/u.test(char);

/**
 * Finds the quotations in each paragraph: straight, curly, angled or single marks. Apostrophes are told apart from single
 * marks, a mark inside a quotation of the other kind is nested, and a quotation without an end stops with its paragraph
 * (and is joined to the next one that opens a paragraph anew, as newspapers do). Linear in the length of the text.
 */
export function scanQuotations(text: string, paragraphs: readonly Span[]): Quotation[] {
  const quotations: Quotation[] = [];
  let carried = false;
  for (const paragraph of paragraphs) {
    const found = scanParagraph(text, paragraph);
    const first = found[0];
    if (carried && first && first.start === paragraph.start) found[0] = { ...first, continued: true };
    for (const quotation of found) quotations.push(quotation);
    carried = found.at(-1)?.open ?? false;
  }
  return quotations;
}

function scanParagraph(text: string, paragraph: Span): Quotation[] {
  const out: Quotation[] = [];
  const { start, end } = paragraph;
  const singleClosers = singleCloserPositions(text, start, end);
  let closerAt = 0;
  let i = start;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code !== 34 && code !== 39 && code !== 0xab && (code < 0x2018 || code > 0x201f)) {
      i++;
      continue;
    }
    const char = text[i] ?? '';
    const closing = DOUBLE_PAIRS[char];
    if (
      closing !== undefined ||
      (char === '"' && isBeforeOpen(i > start ? text[i - 1] : undefined) && !isBlank(text[i + 1]))
    ) {
      const close =
        closing === undefined ? closeStraight(text, i + 1, end) : closeCurly(text, i + 1, end, char, closing);
      const at = close < 0 ? end : close;
      out.push({
        start: i,
        end: close < 0 ? end : close + 1,
        innerStart: i + 1,
        innerEnd: at,
        open: close < 0,
        continued: false,
      });
      i = close < 0 ? end : close + 1;
      continue;
    }
    if (
      (char === '‘' || char === "'" || char === '’') &&
      isBeforeOpen(i > start ? text[i - 1] : undefined) &&
      isWordChar(text[i + 1]) &&
      char !== '’'
    ) {
      while (closerAt < singleClosers.length && (singleClosers[closerAt] ?? 0) <= i + 1) closerAt++;
      const close = singleClosers[closerAt];
      // 'em, '90s and the like have no close; a lone apostrophe is no quotation.
      if (close !== undefined) {
        out.push({ start: i, end: close + 1, innerStart: i + 1, innerEnd: close, open: false, continued: false });
        i = close + 1;
        continue;
      }
    }
    i++;
  }
  return out;
}

/** Places where a single mark can close: after a letter or stop and before no letter. A plural's apostrophe looks the same. */
function singleCloserPositions(text: string, start: number, end: number): number[] {
  const places: number[] = [];
  for (let i = start + 1; i < end; i++) {
    const char = text[i];
    if (char !== "'" && char !== '’') continue;
    const before = text[i - 1];
    if (isBlank(before) || !isAfterClose(text[i + 1])) continue;
    // "the leaders' meeting": an s before and a word after is a possessive more often than a close.
    if (
      before === 's' &&
      text[i + 1] === ' ' &&
      /\p{Ll}/u.test(text[i + 2] ?? '') &&
      hasLaterCloser(text, i + 1, Math.min(end, i + 400))
    )
      continue;
    places.push(i);
  }
  return places;
}

function hasLaterCloser(text: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const char = text[i];
    if ((char === "'" || char === '’') && !isBlank(text[i - 1]) && isAfterClose(text[i + 1]) && text[i - 1] !== 's')
      return true;
    if (char === '‘' || (char === "'" && isBeforeOpen(text[i - 1]))) return false;
  }
  return false;
}

function closeStraight(text: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (text[i] === '"' && !isBlank(text[i - 1]) && isAfterClose(text[i + 1])) return i;
    if (text[i] === '"' && isBlank(text[i - 1]) && isBlank(text[i + 1])) return i;
  }
  return -1;
}

function closeCurly(text: string, from: number, end: number, opener: string, closing: string): number {
  let depth = 0;
  for (let i = from; i < end; i++) {
    const char = text[i] ?? '';
    if (closing.includes(char)) {
      if (depth === 0) return i;
      depth--;
    } else if (char === opener) depth++;
    else if (char === '"' && opener === '“' && !isBlank(text[i - 1]) && isAfterClose(text[i + 1]) && depth === 0)
      return i;
  }
  return -1;
}
