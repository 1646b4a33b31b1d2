import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Candidate } from '../../libs/extraction/src/choose.js';
import { confidenceOf } from '../../libs/extraction/src/confidence.js';
import { createExtractor } from '../../libs/extraction/src/extractor.js';
import { EVIDENCE } from '../../libs/extraction/src/stance-evidence.js';
import type { Stance } from '../../libs/extraction/src/types.js';
import { readFittedGold } from './figures.js';
import { fitLogistic, likelihood, type Sample } from './fit-logistic.js';
import { GOLD_FOLDER } from './gold.js';

/*
 * Fits the weighing of support against opposition to the annotated articles that may be tuned on, and shows by leaving out each
 * negotiation in turn how often the stance is right where actor and issue are found: by the rules alone, and weighed with
 * weights fitted to the other negotiations.
 */
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    penalty: { type: 'string', default: '3' },
    without: { type: 'string', multiple: true, default: [] },
  },
});
const penalty = Number(values.penalty);
const used = EVIDENCE.filter((one) => !values.without.includes(one));

interface Found {
  readonly dossier: string;
  readonly right: ReadonlySet<Stance>;
  readonly candidates: readonly Candidate[];
}

const found: Found[] = [];
for (const { dossier, articles } of readFittedGold()) {
  const extractor = createExtractor(dossier);
  for (const article of articles)
    for (const { statement, candidates } of extractor.consider(article)) {
      const right = new Set(
        article.statements
          .filter(({ actor, issue }) => actor === statement.actor && issue === statement.issue)
          .map(({ stance }) => stance),
      );
      if (right.size > 0) found.push({ dossier: dossier.dossier, right, candidates });
    }
}

const valuesOf = (candidate: Candidate): number[] => used.map((one) => candidate.evidence[one]);

/** What the article says of an actor and issue with one stance, for or against; each showing counts the less the more there are. */
function samplesOf(all: readonly Found[]): Sample[] {
  return all.flatMap(({ right, candidates }) => {
    const supports = right.has('support');
    if (right.size > 1 || (!supports && !right.has('oppose'))) return [];
    const weight = 1 / Math.sqrt(candidates.length);
    return candidates.map((candidate) => ({ values: valuesOf(candidate), right: supports, weight }));
  });
}

/** The stance that the showings add up to. */
function stanceOf(candidates: readonly Candidate[], supportOf: (candidate: Candidate) => number): Stance {
  const totals = new Map<Stance, number>();
  const add = (stance: Stance, weight: number) => void totals.set(stance, (totals.get(stance) ?? 0) + weight);
  for (const candidate of candidates) {
    const score = confidenceOf(candidate.signals);
    if (candidate.told === 'conditional' || candidate.told === 'noncommittal') add(candidate.told, score);
    else {
      const support = supportOf(candidate);
      add('support', score * support);
      add('oppose', score * (1 - support));
    }
  }
  let best: Stance = 'support';
  for (const [stance, total] of totals) if (total > (totals.get(best) ?? 0) + 1e-9) best = stance;
  return best;
}

const out: string[] = ['stance right where found, in per cent    found  rules  weighed'];
const total = { found: 0, rules: 0, weighed: 0 };
for (const left of new Set(found.map(({ dossier }) => dossier))) {
  const weights = fitLogistic(samplesOf(found.filter(({ dossier }) => dossier !== left)), penalty);
  const own = found.filter(({ dossier }) => dossier === left);
  const rightBy = (supportOf: (candidate: Candidate) => number) =>
    own.filter(({ right, candidates }) => right.has(stanceOf(candidates, supportOf))).length;
  const rules = rightBy(({ told }) => (told === 'support' ? 1 : 0));
  const weighed = rightBy((candidate) => likelihood(weights, valuesOf(candidate)));
  total.found += own.length;
  total.rules += rules;
  total.weighed += weighed;
  out.push(row(left, own.length, rules, weighed));
}
out.push(row('together', total.found, total.rules, total.weighed));
const weights = fitLogistic(samplesOf(found), penalty);
out.push(`base ${weights[0]?.toFixed(2)}  ${used.map((one, i) => `${one} ${weights[i + 1]?.toFixed(2)}`).join('  ')}`);
process.stdout.write(`${out.join('\n')}\n`);

if (values.write) {
  const fitted = new Map<string, number>(used.map((one, i) => [one, weights[i + 1] ?? 0]));
  writeFileSync(
    join(GOLD_FOLDER, '..', '..', 'libs', 'extraction', 'src', 'data', 'stance-weights.ts'),
    `/** Written by \`npm run eval:fit-stance -- --write\`: what each piece of evidence adds to the log-odds of support. */
export const STANCE_WEIGHTS = {
  base: ${rounded(weights[0] ?? 0)},
${EVIDENCE.map((one) => `  ${one}: ${rounded(fitted.get(one) ?? 0)},`).join('\n')}
};
`,
  );
}

function row(name: string, count: number, rules: number, weighed: number): string {
  const percent = (right: number) => ((100 * right) / count).toFixed(1).padStart(6);
  return `  ${name.padEnd(36)} ${String(count).padStart(5)} ${percent(rules)} ${percent(weighed)}`;
}

function rounded(weight: number): number {
  return Math.round(weight * 100) / 100;
}
