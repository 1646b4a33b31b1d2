import type { ShownCuration } from '@parley/contracts';
import { inkOf } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

const WORDS = {
  retracted: 'retracted',
  amended: 'amended',
  added: 'added',
  restored: 'undone',
} as const satisfies Record<ShownCuration['curation'], string>;

/** One curation: what, by whom, why, of which words. Ends with a line break. */
export function renderCuration(curation: ShownCuration, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { eventId, author, reason, curatedAt, statementId, changes, sentence, undoes, undoneBy, articleTitle } =
    curation;
  const changed = Object.entries(changes ?? {}).map(([field, value]) => `${field}: ${value}`);
  const lines = [
    `${curatedAt.slice(0, 16).replace('T', ' ')}  ${ink.strong(WORDS[curation.curation])} by ${terminalText(author)}`,
    wrapText(reason, width, 2),
    ...(changed.length === 0 ? [] : [wrapText(changed.join(', '), width, 2)]),
    ...(sentence === null ? [] : [wrapText(quoted(sentence), width, 4)]),
    ...(articleTitle === null ? [] : [wrapText(`— ${articleTitle}`, width, 4)]),
    ...(undoes === null ? [] : [`    ${ink.faint(`undoes ${undoes}`)}`]),
    ...(undoneBy === null ? [] : [`    ${ink.warn(`undone by ${undoneBy}`)}`]),
    `    ${ink.faint(`curation ${eventId}, statement ${statementId}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}
