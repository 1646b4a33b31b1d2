import type { RevisionDiff, TextDiff } from '@parley/contracts';
import { inkOf } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, wrapText } from './wrap-text.js';

/** What changed between two revisions: [-gone-] and {+new+}, as `git diff --word-diff` has it. Ends with a line break. */
export function renderDiff(diff: RevisionDiff, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const lines = [
    ink.faint(
      `revision ${diff.from.number}, seen ${diff.from.observedAt}, to ${diff.to.number}, seen ${diff.to.observedAt}`,
    ),
    '',
    ...paragraphsOf(diff.title, width).map(ink.strong),
    ...paragraphsOf(diff.text, width).flatMap((paragraph) => [paragraph, '']),
    ...(diff.text.by === 'words' ? [] : [ink.faint(`too much differs to compare words: compared by ${diff.text.by}`)]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const paragraphsOf = ({ parts }: TextDiff, width: number): string[] =>
  parts
    .map(({ op, text }) =>
      op === 'equal' ? text : op === 'insert' ? marked('{+', text, '+}') : marked('[-', text, '-]'),
    )
    .join('')
    .split(/\n+/)
    .map((paragraph) => wrapText(terminalText(paragraph), width));

/** Each line has marks of its own, so that a change over paragraphs is seen in all of them. */
const marked = (open: string, text: string, close: string): string =>
  text.replace(/[^\n]+/g, (line) => `${open}${line}${close}`);
