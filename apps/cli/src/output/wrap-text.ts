import wrapAnsi from 'wrap-ansi';
import { terminalText } from './terminal-text.js';

/** Narrower than this nothing can be shown well; wider lines are hard to read. */
export const MIN_WIDTH = 40;

/**
 * Foreign text as lines of at most `width` columns, each after `indent` spaces; words longer than a line are broken.
 * What must not reach a terminal is taken out.
 */
export function wrapText(text: string, width: number, indent = 0): string {
  const room = Math.max(10, width - indent);
  const margin = ' '.repeat(indent);
  return wrapAnsi(terminalText(text).trim(), room, { hard: true })
    .split('\n')
    .map((line) => `${margin}${line}`)
    .join('\n');
}

/** In quotation marks, unless it brings its own. */
export const quoted = (sentence: string): string => {
  const text = sentence.trim();
  return /^["'“‘«„]|["'”’»]$/.test(text) ? text : `“${text}”`;
};
