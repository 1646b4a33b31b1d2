import type { PositionItem } from '@parley/contracts';
import stringWidth from 'string-width';
import { inkOf, stanceText } from './ink.js';
import { counted, doubtText, renderEvidenceList } from './render-change.js';
import type { RenderOptions } from './render-options.js';
import { renderTable } from './table.js';
import { terminalText } from './terminal-text.js';
import { quoted, wrapText } from './wrap-text.js';

/** Narrower than this a table would break every word: each position becomes a few lines. */
const TABLE_WIDTH = 120;
/** The longest stance with its sign, and `?` where it is in doubt. */
const STANCE_COLUMN = 16;
/** A day, and ` stale` where nobody has stated it for long. */
const DAY_COLUMN = 17;

/** Positions as a table with the latest sentence of each; as a list where the terminal is narrow. Ends with a line break. */
export function renderPositions(positions: readonly PositionItem[], options: RenderOptions): string {
  const ink = inkOf(options.color);
  const unknown = `${stanceText(null, ink)} unknown`;
  if (options.width < TABLE_WIDTH) {
    return positions
      .map((position) => {
        const { actor, issue } = position;
        const heading = `${ink.strong(terminalText(actor.name))} on ${terminalText(issue.label)}`;
        if (position.stance === 'unknown') return `${heading}\n  ${unknown}\n`;
        const { stance, validFrom, statements, independentSources, evidence, doubt } = position;
        const proof = `since ${validFrom}${position.stale ? ', stale' : ''}; ${counted(statements, 'statement')}, ${counted(independentSources, 'source')}`;
        const lines = [heading, `  ${stanceText(stance, ink)}  ${ink.faint(proof)}`];
        if (doubt) lines.push(wrapText(doubtText(doubt), options.width, 2));
        if (position.olderWording) lines.push(`  ${ink.warn('read under an older wording of the issue')}`);
        return `${[...lines, ...renderEvidenceList(evidence, { ...options, evidence: 1 }, 2)].join('\n')}\n`;
      })
      .join('\n');
  }
  const longest = (texts: readonly string[], most: number) =>
    Math.min(most, Math.max(...texts.map((text) => stringWidth(terminalText(text)))) + 1);
  const actorColumn = longest(['actor', ...positions.map(({ actor }) => actor.name)], 24);
  const issueColumn = longest(['issue', ...positions.map(({ issue }) => issue.label)], 28);
  const sourceColumn = 8;
  const sentenceColumn = options.width - actorColumn - issueColumn - STANCE_COLUMN - DAY_COLUMN - sourceColumn;
  return renderTable(
    [
      { title: ink.faint('actor'), width: actorColumn },
      { title: ink.faint('issue'), width: issueColumn },
      { title: ink.faint('stance'), width: STANCE_COLUMN },
      { title: ink.faint('since'), width: DAY_COLUMN },
      { title: ink.faint('sources'), width: sourceColumn },
      { title: ink.faint('latest evidence'), width: sentenceColumn },
    ],
    positions.map((position) => {
      const names = [terminalText(position.actor.name), terminalText(position.issue.label)];
      if (position.stance === 'unknown') return [...names, unknown, '', '', ''];
      const { stance, validFrom, independentSources, doubt, stale, evidence } = position;
      const [latest] = evidence;
      return [
        ...names,
        `${stanceText(stance, ink)}${doubt ? ink.warn('?') : ''}`,
        `${validFrom}${stale ? ink.faint(' stale') : ''}`,
        String(independentSources),
        latest
          ? terminalText(`${latest.statedOn} ${quoted(latest.sentence)} (${latest.article.publisher})`)
          : ink.faint('none shown'),
      ];
    }),
  );
}
