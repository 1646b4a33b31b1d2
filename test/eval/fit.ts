import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SIGNALS, type Signals } from '../../libs/extraction/src/confidence.js';
import { createExtractor } from '../../libs/extraction/src/extractor.js';
import { calibrate } from './calibration.js';
import { readFittedGold } from './figures.js';
import { fitLogistic, likelihood, type Sample } from './fit-logistic.js';
import { GOLD_FOLDER } from './gold.js';
import { jointKey } from './score-statements.js';

/*
 * Fits the confidence of statements to the annotated articles that may be tuned on, and shows by leaving out each negotiation
 * in turn how well that carries over: to a negotiation that the weights have not seen.
 */
const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, penalty: { type: 'string', default: '3' } },
});
const penalty = Number(values.penalty);

interface Weighed extends Sample {
  readonly dossier: string;
}

const samples: Weighed[] = [];
const wanted = new Map<string, number>();
for (const { dossier, articles } of readFittedGold()) {
  const { dossier: id } = dossier;
  const extractor = createExtractor(dossier);
  for (const article of articles) {
    const right = new Set(article.statements.map(jointKey));
    wanted.set(id, (wanted.get(id) ?? 0) + right.size);
    for (const { statement, signals } of extractor.consider(article))
      samples.push({ dossier: id, values: valuesOf(signals), right: right.has(jointKey(statement)) });
  }
}

const guesses: { dossier: string; confidence: number; right: boolean }[] = [];
for (const left of wanted.keys()) {
  const weights = fitLogistic(
    samples.filter(({ dossier }) => dossier !== left),
    penalty,
  );
  for (const sample of samples)
    if (sample.dossier === left)
      guesses.push({ dossier: left, confidence: likelihood(weights, sample.values), right: sample.right });
}
const out: string[] = [];
out.push(
  `${samples.length} statements considered, ${samples.filter(({ right }) => right).length} of them right; each negotiation by weights fitted to the others`,
);
for (const threshold of [0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.43, 0.46, 0.5]) {
  const rates = [...wanted].map(([id, count]) => {
    const given = guesses.filter((one) => one.dossier === id && one.confidence >= threshold);
    return { id, count, given: given.length, right: given.filter(({ right }) => right).length };
  });
  const sum = (of: (rate: (typeof rates)[number]) => number) => rates.reduce((total, rate) => total + of(rate), 0);
  const f1 = (right: number, given: number, count: number) => ((200 * right) / (given + count || 1)).toFixed(1);
  const all = [sum((rate) => rate.right), sum((rate) => rate.given), sum((rate) => rate.count)] as const;
  out.push(
    `from ${threshold.toFixed(2)}  P ${((100 * all[0]) / (all[1] || 1)).toFixed(1)}  R ${((100 * all[0]) / all[2]).toFixed(1)}  F1 ${f1(...all)}   ${rates
      .map((rate) => `${rate.id} ${f1(rate.right, rate.given, rate.count)}`)
      .join('  ')}`,
  );
}
const { error, auc } = calibrate(guesses);
out.push(`expected calibration error ${(100 * error).toFixed(1)}, AUC ${auc?.toFixed(3)}`);
const weights = fitLogistic(samples, penalty);
out.push(
  `bias ${weights[0]?.toFixed(2)}  ${SIGNALS.map((signal, i) => `${signal} ${weights[i + 1]?.toFixed(2)}`).join('  ')}`,
);
process.stdout.write(`${out.join('\n')}\n`);

if (values.write)
  writeFileSync(
    join(GOLD_FOLDER, '..', '..', 'libs', 'extraction', 'src', 'data', 'confidence-weights.ts'),
    `/** Written by \`npm run eval:fit -- --write\`: what each signal adds to the log-odds that a statement is right. */
export const CONFIDENCE_WEIGHTS = {
  bias: ${round(weights[0] ?? 0)},
${SIGNALS.map((signal, i) => `  ${signal}: ${round(weights[i + 1] ?? 0)},`).join('\n')}
};
`,
  );

function valuesOf(signals: Signals): number[] {
  return SIGNALS.map((signal) => signals[signal]);
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}
