import type { Evaluation } from './evaluate.js';
import type { Cause } from './find-causes.js';
import { type Rates, ratesOf } from './score-statements.js';

/** What the rules owe to a negotiation: they were written with it in view, its mistakes were read, or neither. */
export type Familiarity = 'tuned on' | 'looked at' | 'not looked at';

export interface NegotiationFigures {
  readonly dossier: string;
  readonly familiarity: Familiarity;
  readonly joint: Rates;
  readonly found: Rates;
  readonly stanceAccuracy: number;
  /** Annotated statements, and how many of them did not come out as annotated for each cause. */
  readonly statements: number;
  readonly causes: readonly (readonly [Cause, number])[];
}

/** Every negotiation on its own, and how much worse those do that nobody has looked at. */
export interface CarryOver {
  readonly negotiations: readonly NegotiationFigures[];
  /** All statements of the negotiations tuned on, and of those not looked at, counted together. */
  readonly tunedOn: { readonly joint: Rates; readonly found: Rates };
  readonly notLookedAt: { readonly joint: Rates; readonly found: Rates };
  /** Joint F1 of those tuned on less that of those not looked at, 0 to 1; below 0 where the latter do better. */
  readonly gap: number;
}

/**
 * Puts the negotiations of all sets side by side: figures of a negotiation nobody tuned on are what a user of another
 * dossier can expect.
 */
export function compareNegotiations(
  evaluations: readonly Pick<Evaluation, 'byDossier' | 'causes'>[],
  familiarityOf: (dossier: string) => Familiarity,
): CarryOver {
  const negotiations = evaluations.flatMap(({ byDossier, causes }) =>
    Object.entries(byDossier).map(
      ([dossier, { joint, found, stanceAccuracy }]): NegotiationFigures => ({
        dossier,
        familiarity: familiarityOf(dossier),
        joint,
        found,
        stanceAccuracy,
        statements: joint.tp + joint.fn,
        causes: causes[dossier] ?? [],
      }),
    ),
  );
  const together = (familiarity: Familiarity) => {
    const some = negotiations.filter((one) => one.familiarity === familiarity);
    return { joint: sumOf(some.map(({ joint }) => joint)), found: sumOf(some.map(({ found }) => found)) };
  };
  const tunedOn = together('tuned on');
  const notLookedAt = together('not looked at');
  return { negotiations, tunedOn, notLookedAt, gap: tunedOn.joint.f1 - notLookedAt.joint.f1 };
}

function sumOf(rates: readonly Rates[]): Rates {
  const sum = (count: 'tp' | 'fp' | 'fn') => rates.reduce((total, one) => total + one[count], 0);
  return ratesOf({ tp: sum('tp'), fp: sum('fp'), fn: sum('fn') });
}
