import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dossier } from '@parley/dossier';
import { RULE_SET } from '@parley/extraction';
import { z } from 'zod';
import { type Evaluation, evaluate } from './evaluate.js';
import { GOLD_FOLDER, type GoldArticle, readDossiers, readGold, readGoldAttributions } from './gold.js';
import { type CarryOver, compareNegotiations, type Familiarity } from './negotiations.js';

const figuresSchema = z.strictObject({
  recordedOn: z.iso.date(),
  ruleSet: z.strictObject({ id: z.string(), version: z.string() }),
  figures: z.record(z.string(), z.number().min(0).max(1)),
  /** outputHash() of then; absent in files recorded before it was kept. */
  output: z.string().length(64).optional(),
});

/** The headline figures as they were last recorded, 0 to 1 each. */
export type RecordedFigures = z.output<typeof figuresSchema>;

export const FIGURES_FILE = join(GOLD_FOLDER, 'figures.json');

/** A figure may be this much below the recorded one before it counts as a loss. */
export const TOLERANCE = 0.01;

/** The project's own sets: the two that the rules are tuned on, and the one that they never are. */
export const GOLD_SETS = ['dev', 'tuning', 'held-out'] as const;
export type GoldSet = (typeof GOLD_SETS)[number];

/** What the confidence is fitted to: articles that have been looked at. `dossiers` absent takes all of a file. */
const FITTED_SETS: readonly { readonly file: string; readonly dossiers?: readonly string[] }[] = [
  { file: 'dev' },
  { file: 'tuning' },
  { file: 'held-out', dossiers: ['england-doctors-pay'] },
];

/** The articles that weights are fitted to, with the dossier of each negotiation among them. */
export function readFittedGold(): readonly { readonly dossier: Dossier; readonly articles: readonly GoldArticle[] }[] {
  return FITTED_SETS.flatMap(({ file, dossiers: wanted }) => {
    const gold = readGold(join(GOLD_FOLDER, `${file}.jsonl`)).filter(
      ({ dossier }) => wanted === undefined || wanted.includes(dossier),
    );
    return [...readDossiers(join(GOLD_FOLDER, 'dossiers'), gold)].map(([id, dossier]) => ({
      dossier,
      articles: gold.filter((article) => article.dossier === id),
    }));
  });
}

/**
 * Held-out negotiations whose mistakes nobody has read since they were annotated. Whoever reads them takes the id away
 * here, moves the negotiation to tuning.jsonl and annotates another.
 */
export const NOT_LOOKED_AT: ReadonlySet<string> = new Set([
  'plastics-treaty',
  'brexit-trade-talks',
  'greek-debt',
  'kosovo-serbia',
]);

/**
 * Evaluates the rule engine on one of the project's sets. Mistakes in negotiations not looked at are left out, but for the
 * one that `lookAt` names.
 */
export function evaluateSet(set: GoldSet, lookAt?: string): Evaluation {
  const gold = readGold(join(GOLD_FOLDER, `${set}.jsonl`));
  const dossiers = readDossiers(join(GOLD_FOLDER, 'dossiers'), gold);
  const withhold = new Set([...NOT_LOOKED_AT].filter((id) => id !== lookAt));
  return evaluate(gold, dossiers, readGoldAttributions(join(GOLD_FOLDER, 'attributions.jsonl')), withhold);
}

/** Every negotiation of the project's sets side by side, those tuned on against those nobody has looked at. */
export function carryOverOf(evaluations: readonly (readonly [GoldSet, Evaluation])[]): CarryOver {
  const heldOut = new Set(evaluations.flatMap(([set, one]) => (set === 'held-out' ? Object.keys(one.byDossier) : [])));
  const familiarityOf = (id: string): Familiarity =>
    NOT_LOOKED_AT.has(id) ? 'not looked at' : heldOut.has(id) ? 'looked at' : 'tuned on';
  return compareNegotiations(
    evaluations.map(([, evaluation]) => evaluation),
    familiarityOf,
  );
}

/** The figures of the negotiations that nobody has looked at, which are what other dossiers can expect. */
export function carryOverFigures({ notLookedAt }: CarryOver): Record<string, number> {
  return {
    'not looked at joint F1': notLookedAt.joint.f1,
    'not looked at joint precision': notLookedAt.joint.precision,
    'not looked at found F1': notLookedAt.found.f1,
  };
}

/** The figures by which a change of the rules is judged, by name. All are better when higher. */
export function headlineFigures(set: string, { scores, attributions }: Evaluation): Record<string, number> {
  const figures: Record<string, number> = {
    [`${set} joint F1`]: scores.joint.f1,
    [`${set} joint precision`]: scores.joint.precision,
    [`${set} found F1`]: scores.found.f1,
    [`${set} stance right where found`]: scores.stanceAccuracy,
    [`${set} evidence overlap`]: scores.evidence,
  };
  if (attributions)
    for (const kind of ['direct', 'mixed', 'indirect', 'all'] as const) {
      figures[`${set} attribution ${kind} span F1`] = attributions[kind].span.f1;
      figures[`${set} attribution ${kind} span and speaker F1`] = attributions[kind].speaker.f1;
    }
  return figures;
}

export interface FigureChange {
  readonly name: string;
  readonly recorded: number | undefined;
  readonly now: number | undefined;
  /** More than the tolerance below the recorded figure, or no longer there. */
  readonly lost: boolean;
}

/** Each figure beside the recorded one, in the order of the present ones; recorded ones that are gone come last. */
export function compareFigures(
  now: Readonly<Record<string, number>>,
  recorded: Readonly<Record<string, number>>,
): FigureChange[] {
  const names = [...Object.keys(now), ...Object.keys(recorded).filter((name) => !(name in now))];
  return names.map((name) => {
    const before = recorded[name];
    const after = now[name];
    // The margin keeps a drop of exactly a point, which is no loss, from becoming one by rounding.
    const lost = before !== undefined && (after === undefined || before - after > TOLERANCE + 1e-9);
    return { name, recorded: before, now: after, lost };
  });
}

/** Undefined where nothing was recorded yet. */
export function readRecordedFigures(): RecordedFigures | undefined {
  let text: string;
  try {
    text = readFileSync(FIGURES_FILE, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return figuresSchema.parse(JSON.parse(text));
}

/** Makes figures the ones that later ones are held against, and the output that every Node must give. `day` is ISO. */
export function recordFigures(figures: Readonly<Record<string, number>>, day: string, output: string): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4]),
  );
  const recorded: RecordedFigures = { recordedOn: day, ruleSet: RULE_SET, figures: rounded, output };
  writeFileSync(FIGURES_FILE, `${JSON.stringify(recorded, null, 2)}\n`);
}
