import type { ShownWithdrawal } from '@parley/contracts';
import { inkOf } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, wrapText } from './wrap-text.js';

/** One withdrawal: of what, by whom, why, and who undid it. Ends with a line break. */
export function renderWithdrawal(withdrawal: ShownWithdrawal, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { id, article, revision, reason, by, recordedAt, undone } = withdrawal;
  const lines = [
    `${minuteOf(recordedAt)}  ${ink.strong('withdrawn')} by ${terminalText(by)}, revisions up to ${revision}`,
    wrapText(reason, width, 2),
    ...(undone === null
      ? []
      : [ink.warn(wrapText(`undone ${minuteOf(undone.recordedAt)} by ${undone.by}: ${undone.reason}`, width, 2))]),
    wrapText(`— ${article.title}`, width, 4),
    `    ${ink.faint(terminalText(article.url))}`,
    `    ${ink.faint(`withdrawal ${id}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const minuteOf = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
