import type { Matrix, MatrixCell } from '@parley/contracts';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Ink, inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { type Column, renderTable } from './table.js';
import { shorten, terminalText } from './terminal-text.js';
import { MIN_WIDTH, wrapText } from './wrap-text.js';

export interface MatrixOptions extends RenderOptions {
  /** Also the actors and issues of which nothing is known; otherwise they are named below the table. */
  readonly all?: boolean;
}

type Actor = Matrix['actors'][number];
type Issue = Matrix['issues'][number];

/** `± conditional` and the space to the next column. */
const WORD_COLUMN = 15;
/** A sign, or a number of two digits, and the space to the next column. */
const SIGN_COLUMN = 4;
const ACTOR_COLUMN = { least: 12, most: 28 };

/**
 * The matrix as a table of actors by issues: words where there is room, else signs under numbers that are explained
 * below; several tables where even these don't fit. Unknown is `·`. Ends with a line break.
 */
export function renderMatrix(matrix: Matrix, options: MatrixOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const cellOf = (actor: Actor, issue: Issue): MatrixCell | null => actor.positions[issue.id] ?? null;
  const issues = matrix.issues.filter((issue) => options.all || matrix.actors.some((actor) => cellOf(actor, issue)));
  const actors = matrix.actors.filter((actor) => options.all || matrix.issues.some((issue) => cellOf(actor, issue)));
  const parts = [`${titleOf(matrix, ink)}\n`];
  if (actors.length === 0 || issues.length === 0) {
    parts.push(wrapText('No position is known yet.', width), '\n');
  } else {
    const actorColumn = actorColumnOf(actors, width);
    const room = width - actorColumn;
    const words = issues.length * WORD_COLUMN <= room;
    const perTable = words ? issues.length : Math.max(1, Math.floor(room / SIGN_COLUMN));
    for (let first = 0; first < issues.length; first += perTable) {
      const part = issues.slice(first, first + perTable);
      const columns: Column[] = [
        { title: ink.faint('actor'), width: actorColumn },
        ...part.map((issue, index) => ({
          title: words ? terminalText(issue.label) : ink.faint(String(first + index + 1)),
          width: words ? Math.min(24, Math.floor(room / part.length)) : SIGN_COLUMN,
        })),
      ];
      const rows = actors.map((actor) => [
        shorten(terminalText(actor.name), actorColumn - 1),
        ...part.map((issue) => stanceText(cellOf(actor, issue)?.stance ?? null, ink, words ? 'both' : 'sign')),
      ]);
      parts.push(renderTable(columns, rows), '\n');
    }
    if (!words) parts.push(issueLegend(issues, width, ink));
    parts.push(`${wrapAnsi(stanceLegend(ink), width)}\n`);
  }
  const silentActors = options.all ? [] : matrix.actors.filter((actor) => !actors.includes(actor));
  const silentIssues = options.all ? [] : matrix.issues.filter((issue) => !issues.includes(issue));
  if (silentIssues.length > 0)
    parts.push(`${wrapText(`Nothing stated yet on: ${silentIssues.map(({ label }) => label).join(', ')}.`, width)}\n`);
  if (silentActors.length > 0)
    parts.push(`${wrapText(`Nothing stated yet by: ${silentActors.map(({ name }) => name).join(', ')}.`, width)}\n`);
  return parts.join('');
}

function titleOf(matrix: Matrix, ink: Ink): string {
  const asked = [
    ...(matrix.validAt === null ? [] : [`as held on ${matrix.validAt}`]),
    ...(matrix.knownAt === null ? [] : [`as known at ${matrix.knownAt}`]),
  ];
  return `${ink.strong(terminalText(matrix.title))}${ink.faint(` (${[matrix.dossier, ...asked].join(', ')})`)}`;
}

function actorColumnOf(actors: readonly Actor[], width: number): number {
  const longest = Math.max(...actors.map(({ name }) => stringWidth(terminalText(name)))) + 1;
  const most = Math.max(ACTOR_COLUMN.least, Math.min(ACTOR_COLUMN.most, Math.floor(width / 3)));
  return Math.min(most, Math.max(ACTOR_COLUMN.least, longest));
}

function issueLegend(issues: readonly Issue[], width: number, ink: Ink): string {
  return issues
    .map((issue, index) => {
      const number = String(index + 1).padStart(2);
      return `${ink.faint(number)} ${shorten(terminalText(issue.label), width - 3)}\n`;
    })
    .join('');
}

/** What the signs of stances mean, on one line. */
export const stanceLegend = (ink: Ink): string =>
  [
    stanceText('support', ink),
    stanceText('oppose', ink),
    stanceText('conditional', ink),
    stanceText('noncommittal', ink),
    `${stanceText(null, ink)}${ink.faint(' unknown')}`,
  ].join('  ');
