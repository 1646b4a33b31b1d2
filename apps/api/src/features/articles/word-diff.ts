import type { DiffPart, TextDiff } from '@parley/contracts';
import { type Change, diffLines, diffWordsWithSpace } from 'diff';

/**
 * Most words, then most lines, that may differ before a coarser comparison is made. The time it takes grows with the
 * square of it, and other requests wait meanwhile.
 */
const MOST_WORDS = 800;
const MOST_LINES = 500;

/**
 * What turns one text into the other, by words; by lines where too many words differ, and as a whole where too many lines
 * do. All but the inserted parts are the first text, all but the deleted ones the second, to the character.
 */
export function wordDiff(from: string, to: string): TextDiff {
  const words = diffWordsWithSpace(from, to, { maxEditLength: MOST_WORDS });
  if (words) return { by: 'words', parts: words.map(partOf) };
  const lines = diffLines(from, to, { maxEditLength: MOST_LINES });
  if (lines) return { by: 'lines', parts: lines.map(partOf) };
  return {
    by: 'whole',
    parts: [
      { op: 'delete', text: from },
      { op: 'insert', text: to },
    ],
  };
}

const partOf = ({ added, removed, value }: Change): DiffPart => ({
  op: added ? 'insert' : removed ? 'delete' : 'equal',
  text: value,
});
