import type { ArticleDifference, ChangedStatement, ComparisonSummary } from '../commands/extract/compare-runs.js';
import type { PrintedStatement } from '../commands/extract/extract-articles.js';
import { inkOf, stanceText } from './ink.js';
import { counted } from './render-change.js';
import type { RenderOptions } from './render-options.js';
import { shorten, terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

/** One article's statements gained, lost and changed. Ends with a line break. */
export function renderDifference(difference: ArticleDifference, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { id, gained, lost, changed, unread } = difference;
  const of = (statement: PrintedStatement) =>
    terminalText(
      `${statement.dossier === undefined ? '' : `${statement.dossier}: `}${statement.actor} on ${statement.issue}`,
    );
  const evidence = ({ evidence: text }: PrintedStatement) =>
    wrapText(quoted(shorten(terminalText(text), 240)), width, 12);
  return `${[
    ink.strong(terminalText(id)),
    ...(unread ? [`  ${ink.warn(`${readText(unread.before)} → ${readText(unread.after)}`)}`] : []),
    ...gained.flatMap((one) => [
      `  ${ink.good('gained')}    ${of(one)}  ${stanceText(one.stance, ink)}  confidence ${one.confidence}`,
      evidence(one),
    ]),
    ...lost.flatMap((one) => [
      `  ${ink.bad('lost')}      ${of(one)}  ${stanceText(one.stance, ink)}  confidence ${one.confidence}`,
      evidence(one),
    ]),
    ...changed.flatMap((one) => [
      `  ${ink.warn('changed')}   ${of(one.after)}  ${changeOf(one)}`,
      ...(one.fields.some((field) => field !== 'confidence') ? [evidence(one.after)] : []),
    ]),
  ].join('\n')}\n`;
}

const readText = (unread: { reason: string; language: string | null } | null): string =>
  unread === null ? 'read' : `not read (${unread.language ?? unread.reason})`;

function changeOf({ before, after, fields }: ChangedStatement): string {
  const moved = fields.includes('start') || fields.includes('end');
  return [
    ...fields
      .filter((field) => field !== 'start' && field !== 'end')
      .map((field) => `${field} ${shown(before[field])} → ${shown(after[field])}`),
    ...(moved ? [`evidence [${before.start}, ${before.end}) → [${after.start}, ${after.end})`] : []),
  ].join('; ');
}

const shown = (value: unknown): string =>
  value === undefined
    ? 'none'
    : typeof value === 'string'
      ? shorten(terminalText(value), 60) || '(none)'
      : String(value);

/** The totals. Ends with a line break. */
export function renderComparisonSummary(summary: ComparisonSummary): string {
  const { before, after, articles, different, onlyBefore, onlyAfter, statements } = summary;
  const rules = (set: ComparisonSummary['before']) => (set ? `${set.id} ${set.version}` : 'rules unknown');
  const { gained, lost, changed, stance, same } = statements;
  return `${[
    `${rules(before)} → ${rules(after)}: ${counted(articles, 'article')} compared, ${different} with differences`,
    `statements: ${gained} gained, ${lost} lost, ${changed} changed (${stance} in their stance), ${same} the same`,
    ...(onlyAfter > 0 ? [`${counted(onlyAfter, 'article')} not in the earlier run: not compared`] : []),
    ...(onlyBefore > 0 ? [`${counted(onlyBefore, 'article')} of the earlier run not among these`] : []),
  ].join('\n')}\n`;
}
