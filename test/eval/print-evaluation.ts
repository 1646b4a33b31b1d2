import type { ExtractedStatement } from '@parley/extraction';
import type { Evaluation } from './evaluate.js';
import type { FigureChange } from './figures.js';
import type { Cause } from './find-causes.js';
import type { StatementError } from './find-errors.js';
import type { GoldStatement } from './gold.js';
import type { CarryOver } from './negotiations.js';
import type { Rates } from './score-statements.js';

const percent = (share: number): string => (100 * share).toFixed(1);
const row = (name: string, r: Rates): string =>
  `${name.padEnd(36)} P ${percent(r.precision).padStart(5)}  R ${percent(r.recall).padStart(5)}  F1 ${percent(r.f1).padStart(5)}  (tp ${r.tp} fp ${r.fp} fn ${r.fn})`;

/** An evaluation as a table, with up to `errors` mistakes of each type. */
export function renderEvaluation(set: string, evaluation: Evaluation, errors: number): string {
  const { scores, byDossier, calibration, attributions } = evaluation;
  const lines = [
    `${set}: ${evaluation.articles} articles, ${evaluation.statements} statements`,
    row('joint (actor, issue, stance)', scores.joint),
    row('found (actor, issue)', scores.found),
    `${'stance right where found'.padEnd(36)} ${percent(scores.stanceAccuracy)}`,
    `${'evidence overlaps, of joint hits'.padEnd(36)} ${percent(scores.evidence)}`,
    ...Object.entries(scores.byStance).map(([stance, rates]) => row(`  stance ${stance}`, rates)),
    ...Object.entries(scores.recallByKind).map(
      ([kind, recall]) => `${`  recall of ${kind}`.padEnd(36)} ${percent(recall)}`,
    ),
    ...Object.entries(byDossier).flatMap(([id, one]) => [
      row(`  ${id}`, one.joint),
      `${'    found, stance right, evidence'.padEnd(36)} F1 ${percent(one.found.f1)}, ${percent(one.stanceAccuracy)}, ${percent(one.evidence)}`,
    ]),
    `${'  gap between negotiations'.padEnd(36)} ${percent(evaluation.gap)} points of joint F1`,
    `calibration: expected error ${percent(calibration.error)}, AUC ${calibration.auc === null ? 'unknown' : calibration.auc.toFixed(3)}`,
    ...calibration.bins.map(
      (bin) =>
        `  ${bin.from.toFixed(1)}-${bin.to.toFixed(1)}  ${String(bin.count).padStart(4)} statements, confidence ${percent(bin.meanConfidence)}, right ${percent(bin.shareRight)}`,
    ),
  ];
  if (attributions) {
    lines.push(
      `attributions: ${attributions.articles} articles, cue found ${percent(attributions.cue)} of the contents found`,
    );
    for (const kind of ['direct', 'mixed', 'indirect', 'all'] as const) {
      lines.push(row(`  ${kind}, span`, attributions[kind].span));
      lines.push(row(`  ${kind}, span and speaker`, attributions[kind].speaker));
    }
  }
  if (errors > 0) {
    for (const type of ['wrong', 'wrong stance', 'missed'] as const) {
      const some = evaluation.errors.filter((error) => error.type === type);
      lines.push('', `${type}: ${some.length}, of which ${Math.min(errors, some.length)}`);
      lines.push(...some.slice(0, errors).map(renderError));
    }
    if (evaluation.withheld.length > 0) lines.push('', `not shown, not looked at: ${evaluation.withheld.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function renderError({ article, expected, got }: StatementError<GoldStatement, ExtractedStatement>): string {
  const lines = [`- ${article}`];
  for (const one of expected) lines.push(`  expected ${one.actor}, ${one.issue}: ${one.stance} (${one.kind})`);
  if (got) {
    lines.push(`  got ${got.actor}, ${got.issue}: ${got.stance} (${got.kind}, confidence ${got.confidence})`);
    lines.push(`  speaker "${got.speaker}", cue "${got.cue}"`);
  }
  lines.push(`  ${(got ?? expected[0])?.evidence.replaceAll(/\s+/g, ' ') ?? ''}`);
  return lines.join('\n');
}

/** All negotiations, best known first, and by how much those do worse that nobody has looked at. */
export function renderCarryOver({ negotiations, tunedOn, notLookedAt, gap }: CarryOver): string {
  const lines = ['by negotiation, in per cent               joint F1     P     R  found  stance right'];
  const cells = (joint: Rates, found: Rates) =>
    [joint.f1, joint.precision, joint.recall, found.f1].map((share) => percent(share).padStart(5)).join(' ');
  for (const familiarity of ['tuned on', 'looked at', 'not looked at'] as const)
    for (const one of negotiations.filter((each) => each.familiarity === familiarity))
      lines.push(
        `  ${familiarity.padEnd(14)} ${one.dossier.padEnd(26)} ${cells(one.joint, one.found)} ${percent(one.stanceAccuracy).padStart(5)}`,
      );
  lines.push(
    `  ${'tuned on'.padEnd(14)} ${'together'.padEnd(26)} ${cells(tunedOn.joint, tunedOn.found)}`,
    `  ${'not looked at'.padEnd(14)} ${'together'.padEnd(26)} ${cells(notLookedAt.joint, notLookedAt.found)}`,
    `  gap between those tuned on and those not looked at: ${percent(gap)} points of joint F1`,
  );
  return `${lines.join('\n')}\n`;
}

/** Why annotated statements did not come out as annotated: of those tuned on, and of those not looked at. */
export function renderCauses({ negotiations }: CarryOver): string {
  const sides = (['tuned on', 'not looked at'] as const).map((familiarity) => {
    const some = negotiations.filter((one) => one.familiarity === familiarity);
    const counts = new Map<Cause, number>();
    for (const { causes } of some)
      for (const [cause, count] of causes) counts.set(cause, (counts.get(cause) ?? 0) + count);
    return { counts, all: some.reduce((sum, { statements }) => sum + statements, 0) };
  });
  const total = (cause: Cause) => sides.reduce((sum, { counts }) => sum + (counts.get(cause) ?? 0), 0);
  const causes = [...new Set(sides.flatMap(({ counts }) => [...counts.keys()]))].sort(
    (a, b) => total(b) - total(a) || (a < b ? -1 : 1),
  );
  const cell = (cause: Cause) =>
    sides
      .map(({ counts, all }) => {
        const count = counts.get(cause) ?? 0;
        return `${String(count).padStart(5)} ${percent(all === 0 ? 0 : count / all).padStart(5)} %`;
      })
      .join('  ');
  return [
    'not as annotated, because                 tuned on     not looked at   (of the annotated statements)',
    ...causes.map((cause) => `  ${cause.padEnd(34)} ${cell(cause)}`),
    '',
  ].join('\n');
}

/** The figures beside the recorded ones. */
export function renderComparison(changes: readonly FigureChange[], recordedOn: string): string {
  const lines = [`against the figures recorded on ${recordedOn}`];
  for (const { name, recorded, now, lost } of changes) {
    const before = recorded === undefined ? '-' : percent(recorded);
    const after = now === undefined ? '-' : percent(now);
    const by = recorded === undefined || now === undefined ? 0 : now - recorded;
    const change = Math.abs(by) < 0.0005 ? '' : ` ${by > 0 ? '+' : ''}${percent(by)}`;
    lines.push(`${name.padEnd(52)} ${before.padStart(5)} ${after.padStart(5)}${change}${lost ? '  LOST' : ''}`);
  }
  return `${lines.join('\n')}\n`;
}
