import type { Finding, FindingCode, VerifyReport } from '@parley/verification';
import type { Ink } from '../../output/ink.js';
import { terminalText } from '../../output/terminal-text.js';

/** The report for a person: what disagrees, by kind, or that nothing does; then the counts and what lags. */
export function renderReport(report: VerifyReport, findings: readonly Finding[], ink: Ink): string {
  const { agrees, counts, lag, findings: kinds } = report;
  const lines: string[] = [];
  for (const [code, count] of Object.entries(kinds)) {
    const shown = findings.filter((finding) => finding.code === code);
    lines.push(ink.bad(`${code}  ${count}`));
    for (const finding of shown) lines.push(...linesOf(finding, ink));
    if (shown.length < count) lines.push(`  ... and ${count - shown.length} more: --limit all`);
    lines.push(`  ${ink.faint('→')} ${adviceOf(findings, code as FindingCode)}`, '');
  }
  for (const { consumer, topic, lag: behind } of lag)
    lines.push(ink.faint(`not looked at yet: ${consumer} is ${behind} behind on ${topic}`));
  const total = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  lines.push(agrees ? ink.good('all agree') : ink.bad(`${total} ${total === 1 ? 'disagreement' : 'disagreements'}`));
  lines.push(...countsOf(counts).map(([what, count]) => `  ${String(count).padStart(9)}  ${what}`));
  lines.push(`as of ${report.at.toISOString()}, in ${report.seconds.toFixed(1)} s`);
  return `${lines.join('\n')}\n`;
}

function linesOf({ where, expected, found }: Finding, ink: Ink): string[] {
  const place = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  return [
    `  ${terminalText(place.join(', '))}`,
    `    ${ink.faint('expected')} ${terminalText(expected ?? 'nothing')}`,
    `    ${ink.faint('found   ')} ${terminalText(found ?? 'nothing')}`,
  ];
}

/** Findings of one kind may need different things done; each is said once. */
const adviceOf = (findings: readonly Finding[], code: FindingCode): string =>
  [...new Set(findings.filter((finding) => finding.code === code).map(({ advice }) => advice))].join('; ');

const countsOf = (counts: VerifyReport['counts']): (readonly [string, number])[] => [
  ['records of the log', counts.records],
  ['articles, as they were observed', counts.articles],
  ['revisions with their texts', counts.revisions],
  ['statements, as read and as people left them', counts.statements],
  ['spans whose words stand in the stored text', counts.spans],
  ['curations', counts.curations],
  ['withdrawals', counts.withdrawals],
  ['dossier versions', counts.dossierVersions],
  ['changes announced, each once and in order', counts.changes],
  ['timelines that follow anew from their statements', counts.recomputed],
  ['positions on both axes of time', counts.positions],
  ['columns, constraints, indexes and views', counts.schemaParts],
];
