import type { ShownStatement } from '@parley/contracts';
import { inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

/** One statement with where it stands. Ends with a line break. */
export function renderStatement(statement: ShownStatement, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { actor, issue, stance, kind, statedOn, sentence, speaker, confidence, condition, article } = statement;
  const heading = `${statedOn}  ${ink.strong(terminalText(actor.name))} on ${terminalText(issue.label)}`;
  const lines = [
    `${heading}  ${stanceText(stance, ink)}`,
    wrapText(quoted(sentence), width, 2),
    ...(condition ? [wrapText(`condition: ${condition}`, width, 2)] : []),
    wrapText(
      `— ${speaker}; ${kind}, confidence ${confidence.toFixed(2)}${article ? `; ${article.title} (${article.publisher})` : ''}`,
      width,
      4,
    ),
    ...(article ? [`    ${ink.faint(terminalText(article.url))}`] : []),
    ...(statement.mergedFrom === null
      ? []
      : [`    ${ink.faint(`names ${statement.mergedFrom}, which counts as ${actor.id}`)}`]),
    ...(statement.curated === null ? [] : [`    ${ink.warn(`${statement.curated.state} by a person`)}`]),
    ...(statement.supersededAt === null
      ? []
      : [`    ${ink.warn(`no longer in force since ${statement.supersededAt}`)}`]),
  ];
  return `${lines.join('\n')}\n`;
}
