import type { Change, Doubt, ShownEvidence } from '@parley/contracts';
import { changeText, type Ink, inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

export interface ChangeOptions extends RenderOptions {
  /** Most pieces of evidence that are shown; 3 unless told. */
  readonly evidence?: number;
}

/** A position change with the sentences that prove it, for people. Ends with a line break. */
export function renderChange(change: Change, options: ChangeOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const day = change.after?.lastStatedOn ?? change.evidence[0]?.statedOn ?? change.recordedAt.slice(0, 10);
  const who = `${ink.strong(terminalText(change.actor.name))} on ${terminalText(change.issue.label)}`;
  const lines = [
    `${day}  ${changeText(change.change, ink)}  ${who}`,
    `  ${stanceStep(change, ink)}${supportOf(change, ink)}`,
  ];
  if (change.after?.condition) lines.push(wrapText(`condition: ${change.after.condition}`, width, 2));
  if (change.after?.doubt) lines.push(wrapText(doubtText(change.after.doubt), width, 2));
  if (change.rewritten && change.change === 'corrected')
    lines.push(wrapText(rewrittenText(change.rewritten), width, 2));
  if (change.reason) lines.push(wrapText(`because ${change.reason}`, width, 2));
  return `${[...lines, ...renderEvidenceList(change.evidence, options, 2)].join('\n')}\n`;
}

function stanceStep(change: Change, ink: Ink): string {
  const after = stanceText(change.after?.stance ?? null, ink, 'word');
  if (
    change.change === 'reaffirmed' ||
    change.change === 'contested' ||
    change.change === 'settled' ||
    (change.before === null && change.change === 'taken')
  )
    return after;
  return `${stanceText(change.before?.stance ?? null, ink, 'word')} → ${after}`;
}

function supportOf(change: Change, ink: Ink): string {
  if (!change.after) return '';
  const { statements, independentSources, validFrom } = change.after;
  return ink.faint(
    `  since ${validFrom}; ${counted(statements, 'statement')}, ${counted(independentSources, 'source')}  [${change.dossier}]`,
  );
}

/** The days of a correction and what holds on them now, as a line for people. */
function rewrittenText({ from, to, positions }: NonNullable<Change['rewritten']>): string {
  const days = `${from === null ? 'all days' : `from ${from}`}${to === null ? '' : ` until ${to}`}`;
  const now = positions.map(({ stance, validFrom }) => `${stance} since ${validFrom}`).join(', ');
  return `${days} now: ${now || 'unknown'}`;
}

/** Evidence as indented lines: the sentence, then who, where and when. */
export function renderEvidenceList(
  evidence: readonly ShownEvidence[],
  options: ChangeOptions,
  indent: number,
): readonly string[] {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const margin = ' '.repeat(indent + 2);
  const shown = evidence.slice(0, options.evidence ?? 3);
  const lines = shown.flatMap(({ sentence, speaker, statedOn, article }) => [
    wrapText(quoted(sentence), width, indent),
    wrapText(`— ${speaker}, ${statedOn}; ${article.title} (${article.publisher})`, width, indent + 2),
    // An address is not wrapped: broken in two it can't be opened.
    `${margin}${ink.faint(terminalText(article.url))}`,
  ]);
  const left = evidence.length - shown.length;
  return left === 0 ? lines : [...lines, `${' '.repeat(indent)}${ink.faint(`and ${left} more`)}`];
}

/** `1 statement`, `2 statements`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Why a position is in doubt, as a line for people. */
export function doubtText({ kind, against, since, independentSources }: Doubt): string {
  const by = `${counted(independentSources, 'source')} since ${since}`;
  const what = against === null ? '' : `, who speak${independentSources === 1 ? 's' : ''} of ${against}`;
  switch (kind) {
    case 'outlets-disagree':
      return `in doubt: outlets disagree (${by}${what})`;
    case 'described-by-others':
      return `in doubt: ${against === null ? 'only others say so' : 'others say otherwise'} (${by}${what})`;
    case 'low-confidence':
      return `in doubt: ${against === null ? 'rests on' : 'against it stands'} nothing but weak reports (${by}${what})`;
  }
}
