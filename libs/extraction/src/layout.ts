import { isJunkLine } from '@parley/article-text';
import { dateLine, entryStamp } from './live-blog.js';
import { splitParagraphs } from './sentences.js';
import type { Span } from './types.js';

/** A paragraph, a cell of a table, or what an entry of a live blog says. */
export interface Paragraph extends Span {
  /** Nothing that was being said before goes on here. */
  readonly apart: boolean;
  /** The day that the entry it belongs to gives, YYYY-MM-DD. */
  readonly day: string | undefined;
}

/** A live blog has more than one time stamp; a report may well have one. */
const FEWEST_STAMPS = 2;

/** No line that pages print is longer, in UTF-16 units. */
const LONGEST_JUNK = 250;
/** No sentence has as many words without a mark among them. */
const MOST_WORDS = 30;

/** Words without an end and without a mark: where one sentence goes over into the next can't be told. */
function isRunOn(paragraph: string): boolean {
  if (paragraph.length < MOST_WORDS * 2 || /[.,;:!?…—–"“”„«»‘()\t|]/.test(paragraph)) return false;
  return paragraph.split(/\s+/, MOST_WORDS + 1).length > MOST_WORDS;
}

/**
 * The paragraphs of an article that are worth reading, in order: without lines that pages print around articles and without
 * time stamps of live blogs, and with each cell of a table by itself.
 * @param lowerCase whether the text has hardly a capital, so that a line that begins without one may be a new paragraph.
 * @param width what lines were broken to, in UTF-16 units; 0 where they were not.
 */
export function layOut(text: string, publishedDay: string, lowerCase: boolean, width: number): Paragraph[] {
  const lines = splitParagraphs(text, lowerCase, width).filter(
    ({ start, end }) =>
      (end - start > LONGEST_JUNK || !isJunkLine(text.slice(start, end))) && !isRunOn(text.slice(start, end)),
  );
  const cells = lines.flatMap((line, at) => cellsOf(text, line, [lines[at - 1], lines[at + 1]]));
  const stamps = cells.map(({ start, end }) => entryStamp(text.slice(start, Math.min(end, start + 100)), publishedDay));
  if (stamps.filter((stamp) => stamp !== undefined).length < FEWEST_STAMPS) return cells;
  const paragraphs: Paragraph[] = [];
  let day: string | undefined;
  let dated: string | undefined;
  let opened = false;
  cells.forEach((cell, at) => {
    const stamp = stamps[at];
    const heading = cell.end - cell.start < 60 ? dateLine(text.slice(cell.start, cell.end), publishedDay) : undefined;
    if (heading !== undefined) {
      dated = heading;
      day = heading;
      opened = true;
      return;
    }
    if (stamp) {
      day = stamp.day ?? dated;
      opened = true;
    }
    const start = cell.start + (stamp?.length ?? 0);
    if (start >= cell.end) return;
    paragraphs.push({ start, end: cell.end, apart: cell.apart || opened, day });
    opened = false;
  });
  return paragraphs;
}

/** A line with cells, cut into them: pipes with blanks beside them, or tabs, where there are two or a row is beside it. */
function cellsOf(text: string, line: Span, beside: readonly (Span | undefined)[]): Paragraph[] {
  if (!/[\t|]/.test(text.slice(line.start, line.end))) return [{ ...line, apart: false, day: undefined }];
  const tabs = tabsIn(text, line);
  const tabbed = tabs > 1 || (tabs === 1 && beside.some((other) => other !== undefined && tabsIn(text, other) > 0));
  const cells: Paragraph[] = [];
  let start = line.start;
  const push = (end: number) => {
    let to = end;
    while (start < to && isBlank(text[start])) start++;
    while (to > start && isBlank(text[to - 1])) to--;
    if (/[\p{L}\p{N}]/u.test(text.slice(start, to))) cells.push({ start, end: to, apart: true, day: undefined });
    start = end + 1;
  };
  for (let i = line.start; i < line.end; i++) {
    const edge = i === line.start || i === line.end - 1;
    if (text[i] === '\t' ? tabbed : text[i] === '|' && (edge || isBlank(text[i - 1]) || isBlank(text[i + 1]))) push(i);
  }
  if (start === line.start) return [{ ...line, apart: false, day: undefined }];
  push(line.end);
  return cells;
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\u00a0' || char === '\t';

function tabsIn(text: string, line: Span): number {
  let count = 0;
  for (let i = line.start; i < line.end; i++) if (text[i] === '\t' && text[i - 1] !== '\t') count++;
  return count;
}
