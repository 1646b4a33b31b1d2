import type { Position } from '@parley/contracts';
import type {
  Counts,
  PositionCounts,
  PositionDifference,
  ShownStatement,
  StatementDifference,
} from '@parley/derivation';
import { type Ink, inkOf, stanceText } from './ink.js';
import { counted } from './render-change.js';
import type { RenderOptions } from './render-options.js';
import { renderTable } from './table.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

/** How many statements and positions differ, as a table. Ends with a line break. */
export function renderCounts(counts: { readonly statements?: Counts; readonly positions: PositionCounts }): string {
  const { statements, positions } = counts;
  const row = (name: string, one: Counts, evidence: string) => [
    name,
    ...[one.same, one.gained, one.lost, one.changed].map(String),
    evidence,
  ];
  return renderTable(
    [
      { title: '' },
      ...['same', 'gained', 'lost', 'changed', 'other evidence'].map((title) => ({ title, align: 'right' as const })),
    ],
    [
      ...(statements ? [row('statements', statements, '')] : []),
      row('positions', positions, String(positions.evidence)),
    ],
  );
}

/** One statement that is read otherwise, with its words and its article. Ends with a line break. */
export function renderStatementDifference(difference: StatementDifference, options: RenderOptions): string {
  const { kind, dossier, before, after, article } = difference;
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const shown = after ?? before;
  if (!shown) return '';
  const lines = [
    `${kindText(kind, ink)}  ${ink.strong(terminalText(shown.actor))} on ${terminalText(shown.issue)}  ${stepOf(before, after, ink)}${ink.faint(`  [${dossier}]`)}`,
    wrapText(quoted(shown.sentence), width, 2),
  ];
  if (before && after && before.sentence !== after.sentence)
    lines.push(wrapText(`before: ${quoted(before.sentence)}`, width, 2));
  return `${[...lines, ...articleLines(shown, article, width, ink)].join('\n')}\n`;
}

/** One position that reads otherwise, with the statements behind it. Ends with a line break. */
export function renderPositionDifference(difference: PositionDifference, options: RenderOptions): string {
  const { kind, dossier, actor, issue, before, after, examples } = difference;
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const lines = [
    `${kindText(kind, ink)}  ${ink.strong(terminalText(actor.name))} on ${terminalText(issue.label)}${ink.faint(`  [${dossier}]`)}`,
    `  before: ${timelineText(before, ink)}`,
    `  after:  ${timelineText(after, ink)}`,
  ];
  for (const { statement, article } of examples)
    lines.push(wrapText(quoted(statement.sentence), width, 2), ...articleLines(statement, article, width, ink));
  return `${lines.join('\n')}\n`;
}

const articleLines = (
  statement: ShownStatement,
  article: StatementDifference['article'],
  width: number,
  ink: Ink,
): string[] => [
  wrapText(`— ${statement.statedOn}; ${article.title} (${article.publisher})`, width, 4),
  `    ${ink.faint(terminalText(article.url))}`,
];

function kindText(kind: PositionDifference['kind'], ink: Ink): string {
  switch (kind) {
    case 'gained':
      return ink.good('gained');
    case 'lost':
      return ink.bad('lost');
    case 'changed':
      return ink.warn('changed');
    case 'evidence':
      return ink.faint('other evidence');
  }
}

function stepOf(before: ShownStatement | null, after: ShownStatement | null, ink: Ink): string {
  const text = (one: ShownStatement) => `${stanceText(one.stance, ink)}, ${one.statedOn}, ${one.confidence.toFixed(2)}`;
  if (!before || !after) return [before, after].flatMap((one) => (one ? [text(one)] : [])).join('');
  return text(before) === text(after) ? text(after) : `${text(before)} → ${text(after)}`;
}

/** The latest stretches of a timeline; a long one begins with dots. */
function timelineText(positions: readonly Position[], ink: Ink): string {
  if (positions.length === 0) return stanceText(null, ink, 'word');
  const shown = positions
    .slice(-MOST_STRETCHES)
    .map(
      ({ stance, validFrom, statements, independentSources, doubt }) =>
        `${stanceText(stance, ink)} since ${validFrom}${ink.faint(` (${counted(statements, 'statement')}, ${counted(independentSources, 'source')}${doubt ? ', in doubt' : ''})`)}`,
    );
  return `${positions.length > shown.length ? '… ' : ''}${shown.join(', ')}`;
}

const MOST_STRETCHES = 4;
