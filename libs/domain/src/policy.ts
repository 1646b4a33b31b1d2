import { createHash } from 'node:crypto';

/**
 * How far a source can be relied on, after the Admiralty code (NATO AJP-2.1): A completely, B usually, C fairly,
 * D not usually, E unreliable, F can't be judged.
 */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/**
 * What the weight of a report is multiplied by. It says something of the source only: the confidence of a report stays
 * as it was read, in the ledger and in every event. A source that can't be judged weighs as what it is, a report.
 */
export const RELIABILITY_FACTORS = { A: 1.5, B: 1.25, C: 1, D: 0.5, E: 0.25, F: 1 } as const satisfies Record<
  Reliability,
  number
>;

/** What a dossier may say of how statements weigh into positions; what it leaves out is as `DEFAULT_POLICY` has it. */
export interface PolicySettings {
  /** Statements below this confidence (0 to 1) show no position. */
  readonly leastConfidence: number;
  /** The weight a stance needs to shift a position, or to contest one. One report weighs its confidence, about 0.4 to 1. */
  readonly shiftWeight: number;
  /** Reports of days that lie no further apart than this are of the same days; 0 takes a day for itself. */
  readonly conflictWindowDays: number;
  /** A position that was last stated longer ago than this is stale. It decides nothing: answers mark it. */
  readonly freshDays: number;
  /** Publishers by name; any other is `F`. */
  readonly sources: Readonly<Record<string, Reliability>>;
}

/** How statements weigh into positions, as data. Every decided change names the policy it was decided under. */
export interface Policy extends PolicySettings {
  /** `default`, or the dossier that says otherwise. */
  readonly id: string;
  /** Another text of the rules is another version: what was decided under the earlier one stays readable as such. */
  readonly version: string;
}

/** Counts the meanings that this build's rules give to the settings. Version 1 knew neither doubt nor syndication. */
const RULES = '2';

export const DEFAULT_POLICY = {
  id: 'default',
  version: RULES,
  leastConfidence: 0,
  shiftWeight: 0.3,
  conflictWindowDays: 0,
  freshDays: 90,
  sources: {},
} as const satisfies Policy;

/** What positions were decided under before a policy could be said: each report shifts, and nothing is in doubt. */
export const FIRST_POLICY = { ...DEFAULT_POLICY, version: '1', shiftWeight: 0 } as const satisfies Policy;

/** A policy section as a dossier has it: any of the settings. */
export type PolicySection = { readonly [Name in keyof PolicySettings]?: PolicySettings[Name] | undefined };

/**
 * The policy of a dossier. Without a section, or with one that says nothing, it is the default; else its id is the
 * dossier's and its version is the rules' number with the first 16 hex digits of the SHA-256 of all settings.
 */
export function policyOf(dossier: string, section: PolicySection | undefined): Policy {
  if (!section || Object.values(section).every((value) => value === undefined)) return DEFAULT_POLICY;
  const settings: PolicySettings = {
    leastConfidence: section.leastConfidence ?? DEFAULT_POLICY.leastConfidence,
    shiftWeight: section.shiftWeight ?? DEFAULT_POLICY.shiftWeight,
    conflictWindowDays: section.conflictWindowDays ?? DEFAULT_POLICY.conflictWindowDays,
    freshDays: section.freshDays ?? DEFAULT_POLICY.freshDays,
    // By name, so that the order in the file is no other version.
    sources: Object.fromEntries(Object.entries(section.sources ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  const hash = createHash('sha256').update(JSON.stringify(settings), 'utf8').digest('hex').slice(0, 16);
  return { id: dossier, version: `${RULES}-${hash}`, ...settings };
}

/** How far a publisher can be relied on, as the policy says. */
export const reliabilityOf = (policy: Pick<Policy, 'sources'>, publisher: string): Reliability =>
  (Object.hasOwn(policy.sources, publisher) ? policy.sources[publisher] : undefined) ?? 'F';

/** Whether what was decided under one holds under the other. */
export const samePolicy = (a: Policy, b: Policy): boolean => a.id === b.id && a.version === b.version;
