import { JUNK_LINES, JUNK_PATTERNS, MAX_PATTERN_LINE } from './data/junk-lines.js';

const TAIL_OF_JUNK = /[\s.:…!»>›→|]/;
const LONGEST_JUNK_LINE = Math.max(...[...JUNK_LINES].map((line) => line.length));

/** Whether a line, without spaces at its ends, is one that pages print around articles (data/junk-lines.ts). */
export function isJunkLine(line: string): boolean {
  let end = line.length;
  while (end > 0 && TAIL_OF_JUNK.test(line.charAt(end - 1))) end--;
  if (end <= LONGEST_JUNK_LINE && JUNK_LINES.has(line.slice(0, end).toLowerCase())) return true;
  if (line.length > MAX_PATTERN_LINE) return false;
  const bare = line.toLowerCase();
  return bare.length <= MAX_PATTERN_LINE && JUNK_PATTERNS.some((pattern) => pattern.test(bare));
}
