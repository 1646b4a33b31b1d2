import type { Doubt, Position, Stance, TimelineSegment } from '@parley/contracts';
import { byWhenPrinted, byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import { type Policy, RELIABILITY_FACTORS, reliabilityOf } from './policy.js';

/** What one day's statements show: the stance that carried the day, the statements that show it, and the others. */
export interface Day {
  readonly day: string;
  readonly stance: Stance;
  readonly statements: readonly LedgerStatement[];
  readonly outvoted: readonly LedgerStatement[];
}

/** Days of one stance that follow each other, without the end that the next stretch gives them. */
export interface Stretch {
  readonly stance: Stance;
  readonly validFrom: string;
  lastStatedOn: string;
  statements: number;
  readonly sources: Sources;
  /** The latest statement that names a condition. */
  conditional: LedgerStatement | null;
}

/** The statements of one day for one stance. */
interface Camp {
  readonly stance: Stance;
  readonly statements: LedgerStatement[];
  readonly sources: Sources;
  latest: LedgerStatement;
}

/** A stretch with what shows it and what speaks against it: all that its doubt follows from. */
interface Weighed {
  readonly stretch: Stretch;
  readonly shown: LedgerStatement[];
  readonly outvoted: LedgerStatement[];
  /** A stance that has come up since and does not weigh enough to shift the position. */
  candidate: Weighed | null;
}

/**
 * Each source's highest weight: one that says it twice does not weigh twice. What the actor itself is reported to have
 * said or done is kept apart from what others say of it.
 */
export class Sources {
  private readonly own = new Map<string, number>();
  private readonly all = new Map<string, number>();

  constructor(private readonly policy: Policy) {}

  add(statement: LedgerStatement): void {
    const { confidence, publisher, source, byOthers } = statement;
    const weight = confidence * RELIABILITY_FACTORS[reliabilityOf(this.policy, publisher)];
    if (weight > (this.all.get(source) ?? -1)) this.all.set(source, weight);
    if (!byOthers && weight > (this.own.get(source) ?? -1)) this.own.set(source, weight);
  }

  get size(): number {
    return this.all.size;
  }

  has(source: string): boolean {
    return this.all.has(source);
  }

  get hasOwn(): boolean {
    return this.own.size > 0;
  }

  /** In millionths, as all weights that are compared. */
  get ownWeight(): number {
    return total(this.own);
  }

  get weight(): number {
    return total(this.all);
  }
}

/** In millionths, summed from the smallest: floating-point sums depend on the order of their terms. */
const total = (weights: ReadonlyMap<string, number>): number =>
  millionths([...weights.values()].sort((a, b) => a - b).reduce((sum, weight) => sum + weight, 0));

const millionths = (weight: number): number => Math.round(weight * 1_000_000);

/**
 * The valid-time record that a set of statements shows: one stance for each stated day, days of one stance joined into
 * segments that follow each other without overlap, the last one open. Before the first day the position is unknown.
 *
 * A pure fold over the *set*: order and duplicates (by id) of `statements` make no difference. docs/positions.md has the
 * rules in words. The statements of a stance that lost its day, or that does not weigh enough to shift the position,
 * show nothing and are counted nowhere; they stay in the ledger and may yet carry the day when more is known.
 *
 * `statementIds` are sorted as text, so that a fold of changes, which knows only the ids, arrives at the same list.
 */
export function timelineOf(statements: readonly LedgerStatement[], policy: Policy): TimelineSegment[] {
  const weighed = weigh(daysOf(statementsByDay(statements, policy), policy), policy);
  const doubts = doubtsOf(weighed, policy);
  return weighed.map(({ stretch, shown }, index) => ({
    position: positionOf(stretch, weighed[index + 1]?.stretch.validFrom ?? null, doubts[index] ?? null),
    statementIds: shown.map(({ id }) => id).sort(),
  }));
}

/** The days of a set of statements, decided, in order. */
export const daysOf = (byDay: ReadonlyMap<string, readonly LedgerStatement[]>, policy: Policy): Day[] =>
  [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, stated]) => decideDay(day, stated, policy));

/** The stretches of days that are in order, and the doubt of each. */
export function stretchesOf(
  days: readonly Day[],
  policy: Policy,
): { readonly stretches: Stretch[]; readonly doubts: (Doubt | null)[] } {
  const weighed = weigh(days, policy);
  return { stretches: weighed.map(({ stretch }) => stretch), doubts: doubtsOf(weighed, policy) };
}

/** Joins days, in order, into stretches. A day of another stance that weighs too little to shift is held back. */
function weigh(days: readonly Day[], policy: Policy): Weighed[] {
  const stretches: Weighed[] = [];
  for (const day of days) {
    const open = stretches.at(-1);
    if (!open) {
      stretches.push(began(day, policy));
      continue;
    }
    if (day.stance === open.stretch.stance) {
      extend(open, day);
      open.candidate = null;
      continue;
    }
    if (open.candidate?.stretch.stance === day.stance) extend(open.candidate, day);
    else open.candidate = began(day, policy);
    if (!isFirm(open.candidate.stretch, policy) && isFirm(open.stretch, policy)) continue;
    stretches.push(open.candidate);
    open.candidate = null;
  }
  return stretches;
}

function began(day: Day, policy: Policy): Weighed {
  const weighed: Weighed = { stretch: openStretch(day, policy), shown: [], outvoted: [], candidate: null };
  extend(weighed, day);
  return weighed;
}

function extend(weighed: Weighed, day: Day): void {
  extendStretch(weighed.stretch, day.statements);
  weighed.shown.push(...day.statements);
  weighed.outvoted.push(...day.outvoted);
}

/** Whether a stretch can hold out against a weak report: the actor's own word, of the weight that makes a shift. */
export const isFirm = ({ sources }: Stretch, policy: Policy): boolean =>
  sources.hasOwn && sources.ownWeight >= millionths(policy.shiftWeight);

const doubtsOf = (weighed: readonly Weighed[], policy: Policy): (Doubt | null)[] =>
  weighed.map((one, index) => doubtOf(one, weighed[index - 1], policy));

/**
 * What makes a stretch doubtful, the gravest reason first; null where nothing does. Only what is unresolved counts: a
 * stance that is stated again on a later day than the reports against it (and outside of their window) has outlasted
 * them.
 */
function doubtOf(one: Weighed, previous: Weighed | undefined, policy: Policy): Doubt | null {
  return conflictOf(one, previous, policy) ?? candidateDoubtOf(one, policy) ?? weaknessOf(one, policy);
}

/** Independent reports of the same days that disagree with the stretch, and weigh enough to have shifted it. */
function conflictOf(one: Weighed, previous: Weighed | undefined, policy: Policy): Doubt | null {
  const { stretch } = one;
  const window = policy.conflictWindowDays;
  const rivals = one.outvoted.filter(({ statedOn }) => addDays(statedOn, window) >= stretch.lastStatedOn);
  if (window > 0 && previous) {
    const near = previous.shown.filter(
      ({ statedOn }) =>
        addDays(statedOn, window) >= stretch.validFrom && addDays(statedOn, window) >= stretch.lastStatedOn,
    );
    // An outlet that reported both saw the actor change; outlets that each report one may as well contradict each other.
    if (!near.some(({ source }) => stretch.sources.has(source))) rivals.push(...near);
  }
  const conflicts = campsOf(
    rivals.filter(({ source }) => !stretch.sources.has(source)),
    policy,
  ).filter(({ sources }) => sources.weight >= millionths(policy.shiftWeight));
  const own = conflicts.filter(({ sources }) => sources.ownWeight >= millionths(policy.shiftWeight)).sort(byWeight)[0];
  if (own) return doubt('outlets-disagree', own);
  const others = conflicts.sort(byWeight)[0];
  return others && !others.sources.hasOwn ? doubt('described-by-others', others) : null;
}

function candidateDoubtOf({ candidate }: Weighed, policy: Policy): Doubt | null {
  if (!candidate) return null;
  const [camp] = campsOf(candidate.shown, policy);
  return camp ? doubt(camp.sources.hasOwn ? 'low-confidence' : 'described-by-others', camp) : null;
}

/** A position that no more is known of than a weak report, or than what others say. */
function weaknessOf({ stretch }: Weighed, policy: Policy): Doubt | null {
  if (isFirm(stretch, policy)) return null;
  return {
    kind: stretch.sources.hasOwn ? 'low-confidence' : 'described-by-others',
    against: null,
    since: stretch.validFrom,
    independentSources: stretch.sources.size,
    statementIds: [],
  };
}

const doubt = (kind: Doubt['kind'], camp: Camp): Doubt => ({
  kind,
  against: camp.stance,
  since: camp.statements.map(({ statedOn }) => statedOn).sort()[0] ?? camp.latest.statedOn,
  independentSources: camp.sources.size,
  statementIds: camp.statements.map(({ id }) => id).sort(),
});

/** A calendar day, some days later. */
export function addDays(day: string, days: number): string {
  if (days === 0) return day;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The statements that count under the policy, each once, by the day they were made. */
export function statementsByDay(
  statements: readonly LedgerStatement[],
  policy: Policy,
): Map<string, LedgerStatement[]> {
  const byDay = new Map<string, LedgerStatement[]>();
  for (const statement of distinctStatements(statements)) {
    if (statement.confidence < policy.leastConfidence) continue;
    const day = byDay.get(statement.statedOn);
    if (day) day.push(statement);
    else byDay.set(statement.statedOn, [statement]);
  }
  return byDay;
}

/** What a day's statements, at least one, show. The actor's own word goes before what others say of it. */
export function decideDay(day: string, statements: readonly LedgerStatement[], policy: Policy): Day {
  const camps = campsOf(statements, policy).sort(byWeight);
  const [winner, ...losers] = camps;
  if (!winner) throw new RangeError(`no statement on ${day}`);
  return {
    day,
    stance: winner.stance,
    statements: winner.statements,
    outvoted: losers.flatMap((camp) => camp.statements),
  };
}

function campsOf(statements: readonly LedgerStatement[], policy: Policy): Camp[] {
  const camps = new Map<Stance, Camp>();
  for (const statement of statements) {
    let camp = camps.get(statement.stance);
    if (!camp) {
      camp = { stance: statement.stance, statements: [], sources: new Sources(policy), latest: statement };
      camps.set(statement.stance, camp);
    }
    camp.statements.push(statement);
    camp.sources.add(statement);
    if (byWhenPrinted(statement, camp.latest) > 0) camp.latest = statement;
  }
  return [...camps.values()];
}

/** The weightiest first; a tie goes to the stance that was printed last. */
const byWeight = (a: Camp, b: Camp): number =>
  b.sources.ownWeight - a.sources.ownWeight || b.sources.weight - a.sources.weight || byWhenPrinted(b.latest, a.latest);

/** A stretch that begins with a day, with no statements yet. */
export const openStretch = ({ stance, day }: Day, policy: Policy): Stretch => ({
  stance,
  validFrom: day,
  lastStatedOn: day,
  statements: 0,
  sources: new Sources(policy),
  conditional: null,
});

/** Counts further statements of its stance into a stretch; their days lie in it or after it. */
export function extendStretch(stretch: Stretch, statements: readonly LedgerStatement[]): void {
  for (const statement of statements) {
    stretch.statements += 1;
    stretch.sources.add(statement);
    if (statement.statedOn > stretch.lastStatedOn) stretch.lastStatedOn = statement.statedOn;
    if (statement.stance !== 'conditional' || statement.condition === null) continue;
    if (!stretch.conditional || byWhenStated(statement, stretch.conditional) > 0) stretch.conditional = statement;
  }
}

export const positionOf = (stretch: Stretch, validTo: string | null, doubt: Doubt | null): Position => ({
  stance: stretch.stance,
  validFrom: stretch.validFrom,
  validTo,
  lastStatedOn: stretch.lastStatedOn,
  statements: stretch.statements,
  independentSources: stretch.sources.size,
  condition: stretch.conditional?.condition ?? null,
  doubt,
});
