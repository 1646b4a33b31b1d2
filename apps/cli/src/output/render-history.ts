import type { PositionHistory } from '@parley/contracts';
import { inkOf, stanceText } from './ink.js';
import { type ChangeOptions, counted, doubtText, renderEvidenceList } from './render-change.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, wrapText } from './wrap-text.js';

/** One position from its first statement on, stretch by stretch. Ends with a line break. */
export function renderHistory(history: PositionHistory, options: ChangeOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { actor, issue, validAt, knownAt, segments, mergedInto } = history;
  const lines = [
    `${ink.strong(terminalText(actor.name))} on ${ink.strong(terminalText(issue.label))}`,
    wrapText(issue.proposition, width),
    ...(mergedInto === null
      ? []
      : [ink.warn(terminalText(`counts as ${mergedInto.name} (${mergedInto.id}) by the dossier`))]),
    ...(validAt === null ? [] : [ink.faint(`up to ${validAt}`)]),
    ...(knownAt === null ? [] : [ink.faint(`as known at ${knownAt}`)]),
    '',
  ];
  if (segments.length === 0) lines.push(`${stanceText(null, ink)} unknown: nothing was stated yet.`);
  for (const segment of segments) {
    const { stance, validFrom, validTo, lastStatedOn, statements, independentSources, condition, evidence } = segment;
    const { doubt, stale } = segment;
    const until =
      validTo === null ? `latest known, last stated ${lastStatedOn}${stale ? ', stale' : ''}` : `until ${validTo}`;
    const proof = `${counted(statements, 'statement')}, ${counted(independentSources, 'source')}`;
    lines.push(`${validFrom}  ${stanceText(stance, ink)}  ${ink.faint(`${until}; ${proof}`)}`);
    if (condition) lines.push(wrapText(`condition: ${condition}`, width, 2));
    if (doubt) lines.push(wrapText(doubtText(doubt), width, 2));
    if (segment.olderWording) lines.push(`  ${ink.warn('read under an older wording of the issue: parley reextract')}`);
    lines.push(...renderEvidenceList(evidence, options, 2), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
