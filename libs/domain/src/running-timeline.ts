import type { Doubt } from '@parley/contracts';
import { type DecidedChange, decideChanges, type LedgerChange } from './decide-changes.js';
import { byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import { type Policy, samePolicy } from './policy.js';
import {
  addDays,
  type Day,
  daysOf,
  decideDay,
  extendStretch,
  isFirm,
  openStretch,
  positionOf,
  type Stretch,
  statementsByDay,
  stretchesOf,
} from './timeline.js';

/** A day that an event adds statements to, all of them of its stance. */
interface AddedDay {
  readonly day: Day;
  readonly evidence: readonly LedgerStatement[];
}

/** What an event adds, where nothing that was known reads differently for it. */
interface Addition {
  readonly days: readonly AddedDay[];
  /** Days within known stretches, by the stretch's place. */
  readonly within: ReadonlyMap<number, readonly AddedDay[]>;
  /** Days after the latest one stated, in order. */
  readonly after: readonly AddedDay[];
}

/**
 * A timeline that event after event is applied to. It decides exactly what `decideChanges` decides, and keeps the days
 * it has weighed: an event that confirms or goes on costs as much as its own days, however long the timeline is. Where
 * the past reads differently, support is taken away or anything is in doubt the timeline is worked out anew.
 */
export class RunningTimeline {
  private readonly known = new Map<string, LedgerStatement>();
  private byDay = new Map<string, LedgerStatement[]>();
  private stances = new Map<string, Day['stance']>();
  private stretches: Stretch[] = [];
  private doubts: (Doubt | null)[] = [];

  /** `decidedUnder`: the policy of the changes up to here, where another is in force by now. */
  constructor(
    statements: readonly LedgerStatement[],
    private readonly policy: Policy,
    private decidedUnder: Policy = policy,
  ) {
    for (const statement of statements) this.known.set(statement.id, statement);
    this.weighAll();
  }

  /** The statement of this id as it counts now. */
  get(id: string): LedgerStatement | undefined {
    return this.known.get(id);
  }

  /** Applies what an event does to the ledger, and gives what that changes: see `decideChanges`. */
  apply(incoming: LedgerChange): DecidedChange[] {
    const addition = this.additionOf(incoming);
    if (addition) return this.add(addition, incoming);
    const changes = decideChanges([...this.known.values()], incoming, this.policy, this.decidedUnder);
    this.decidedUnder = this.policy;
    for (const statement of incoming.regrouped ?? [])
      if (this.known.has(statement.id)) this.known.set(statement.id, statement);
    for (const id of incoming.removed) this.known.delete(id);
    this.learn(incoming.added);
    this.weighAll();
    return changes;
  }

  /** null where the event does more than add to what is known. Changes nothing. */
  private additionOf({ added, removed, regrouped = [], derived }: LedgerChange): Addition | null {
    if (derived !== undefined) return null;
    if (!samePolicy(this.decidedUnder, this.policy) || regrouped.length > 0) return null;
    if (removed.some((id) => this.known.has(id))) return null;
    const unknown = added.filter(({ id }) => !this.known.has(id));
    const days: AddedDay[] = [];
    const within = new Map<number, AddedDay[]>();
    const after: AddedDay[] = [];
    const latest = this.stretches.at(-1)?.lastStatedOn;
    for (const [name, statements] of [...statementsByDay(unknown, this.policy)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const day = decideDay(name, [...(this.byDay.get(name) ?? []), ...statements], this.policy);
      if (day.outvoted.length > 0) return null;
      const stance = this.stances.get(name);
      if (stance !== undefined && stance !== day.stance) return null;
      const addedDay: AddedDay = { day, evidence: statements };
      days.push(addedDay);
      if (latest === undefined || name > latest) {
        after.push(addedDay);
        continue;
      }
      const place = this.placeOf(name);
      if (this.stretches[place]?.stance !== day.stance || this.doubts[place] !== null) return null;
      // Within the window of the stretch that follows it, a report would speak against that one.
      const next = this.stretches[place + 1];
      if (next && this.isNear(name, next.validFrom)) return null;
      within.set(place, [...(within.get(place) ?? []), addedDay]);
    }
    return this.isPlain(after) ? { days, within, after } : null;
  }

  /** Whether days after the latest one go on or shift it beyond doubt, each stretch by its first day alone. */
  private isPlain(after: readonly AddedDay[]): boolean {
    if (after.length === 0) return true;
    if (this.stretches.length > 0 && this.doubts.at(-1) !== null) return false;
    let latest = this.stretches.at(-1)?.lastStatedOn;
    let stance = this.stretches.at(-1)?.stance;
    for (const { day, evidence } of after) {
      if (day.stance !== stance) {
        if (latest !== undefined && this.isNear(latest, day.day)) return false;
        const stretch = openStretch(day, this.policy);
        extendStretch(stretch, evidence);
        if (!isFirm(stretch, this.policy)) return false;
      }
      stance = day.stance;
      latest = day.day;
    }
    return true;
  }

  private isNear(earlier: string, later: string): boolean {
    const { conflictWindowDays } = this.policy;
    return conflictWindowDays > 0 && addDays(earlier, conflictWindowDays) >= later;
  }

  private add({ days, within, after }: Addition, { added }: LedgerChange): DecidedChange[] {
    this.learn(added);
    for (const { day, evidence: statements } of days) {
      const stated = this.byDay.get(day.day);
      if (stated) stated.push(...statements);
      else this.byDay.set(day.day, [...statements]);
      this.stances.set(day.day, day.stance);
    }

    const confirmed = new Map<number, readonly AddedDay[]>(within);
    const goesOn = after.findIndex(({ day }) => day.stance !== this.stretches.at(-1)?.stance);
    const stillLast = goesOn === -1 ? after : after.slice(0, goesOn);
    const last = this.stretches.length - 1;
    if (stillLast.length > 0) confirmed.set(last, [...(within.get(last) ?? []), ...stillLast]);

    const changes: DecidedChange[] = [];
    for (const [place, addedDays] of [...confirmed].sort(([a], [b]) => a - b)) {
      const stretch = this.stretches[place];
      const evidence = addedDays.flatMap((addedDay) => addedDay.evidence);
      if (!stretch || evidence.length === 0) continue;
      const validTo = this.stretches[place + 1]?.validFrom ?? null;
      const before = positionOf(stretch, validTo, null);
      extendStretch(stretch, evidence);
      changes.push(changeOf('reaffirmed', before, stretch, validTo, evidence));
    }
    for (const opening of openingsOf(after.slice(stillLast.length), this.policy)) {
      const previous = this.stretches.at(-1);
      this.stretches.push(opening.stretch);
      this.doubts.push(null);
      changes.push(
        previous
          ? changeOf('shifted', positionOf(previous, null, null), opening.stretch, null, opening.evidence)
          : changeOf('taken', null, opening.stretch, null, opening.evidence),
      );
    }
    return changes;
  }

  private learn(statements: readonly LedgerStatement[]): void {
    for (const statement of distinctStatements(statements))
      if (!this.known.has(statement.id)) this.known.set(statement.id, statement);
  }

  private weighAll(): void {
    this.byDay = statementsByDay([...this.known.values()], this.policy);
    const days = daysOf(this.byDay, this.policy);
    this.stances = new Map(days.map(({ day, stance }) => [day, stance]));
    ({ stretches: this.stretches, doubts: this.doubts } = stretchesOf(days, this.policy));
  }

  /** The place of the stretch that a day falls in; -1 before the first. */
  private placeOf(day: string): number {
    let low = 0;
    let high = this.stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.stretches[middle]?.validFrom ?? '') <= day) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Joins days, in order, into stretches of one stance with what they rest on. */
function openingsOf(
  days: readonly AddedDay[],
  policy: Policy,
): { readonly stretch: Stretch; readonly evidence: LedgerStatement[] }[] {
  const stretches: { readonly stretch: Stretch; readonly evidence: LedgerStatement[] }[] = [];
  for (const { day, evidence } of days) {
    let open = stretches.at(-1);
    if (open?.stretch.stance !== day.stance) {
      open = { stretch: openStretch(day, policy), evidence: [] };
      stretches.push(open);
    }
    extendStretch(open.stretch, evidence);
    open.evidence.push(...evidence);
  }
  return stretches;
}

const changeOf = (
  change: DecidedChange['change'],
  before: DecidedChange['before'],
  stretch: Stretch,
  validTo: string | null,
  evidence: readonly LedgerStatement[],
): DecidedChange => ({
  change,
  before,
  after: positionOf(stretch, validTo, null),
  rewritten: null,
  evidence: [...evidence].sort(byWhenStated).map((statement) => ({ statement })),
  reason: null,
});
