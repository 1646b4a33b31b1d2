import { STANCE_WEIGHTS } from './data/stance-weights.js';
import { EVIDENCE, type StanceEvidence } from './stance-evidence.js';
import type { Stance } from './types.js';

/** How likely each stance is, together 1. */
export type StanceLikelihoods = Readonly<Record<Stance, number>>;

const NONE: StanceLikelihoods = { support: 0, oppose: 0, conditional: 0, noncommittal: 0 };

/**
 * How likely support is against opposition, 0 to 1: a logistic regression over the evidence, whose weights were fitted to the
 * annotated articles (`npm run eval:fit-stance`). The more the vote, the likelier.
 */
export function supportOf(evidence: StanceEvidence): number {
  let sum = STANCE_WEIGHTS.base;
  for (const one of EVIDENCE) sum += STANCE_WEIGHTS[one] * evidence[one];
  return 1 / (1 + Math.exp(-sum));
}

/** Conditions and refusals to take a side are the rules' to tell; between support and opposition the evidence decides. */
export function weighStance(told: Stance, evidence: StanceEvidence): StanceLikelihoods {
  if (told === 'conditional' || told === 'noncommittal') return { ...NONE, [told]: 1 };
  const support = supportOf(evidence);
  return { ...NONE, support, oppose: 1 - support };
}

/** The likeliest, support where nothing tells it from opposition. */
export function likeliest(likelihoods: StanceLikelihoods): Stance {
  let best: Stance = 'support';
  for (const stance of ['oppose', 'conditional', 'noncommittal'] as const)
    if (likelihoods[stance] > likelihoods[best] + 1e-9) best = stance;
  return best;
}
