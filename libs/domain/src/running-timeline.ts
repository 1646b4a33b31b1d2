import { type DecidedChange, decideChanges, type LedgerChange } from './decide-changes.js';
import { byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import type { Policy } from './policy.js';
import {
  type Day,
  decideDay,
  extendStretch,
  openStretch,
  positionOf,
  type Stretch,
  statementsByDay,
} from './timeline.js';

/** A day that an event adds statements to, and what they bring that its stance rests on. */
interface AddedDay {
  readonly day: Day;
  readonly added: readonly LedgerStatement[];
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
 * the past reads differently or support is taken away the timeline is worked out anew, as its change carries it whole.
 */
export class RunningTimeline {
  private readonly known = new Map<string, LedgerStatement>();
  private byDay = new Map<string, LedgerStatement[]>();
  private stances = new Map<string, Day['stance']>();
  private stretches: Stretch[] = [];

  constructor(
    statements: readonly LedgerStatement[],
    private readonly policy: Policy,
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
    const changes = decideChanges([...this.known.values()], incoming, this.policy);
    for (const id of incoming.removed) this.known.delete(id);
    this.learn(incoming.added);
    this.weighAll();
    return changes;
  }

  /** null where the event does more than add to what is known. Changes nothing. */
  private additionOf({ added, removed }: LedgerChange): Addition | null {
    if (removed.some((id) => this.known.has(id))) return null;
    const unknown = added.filter(({ id }) => !this.known.has(id));
    const days: AddedDay[] = [];
    const within = new Map<number, AddedDay[]>();
    const after: AddedDay[] = [];
    const latest = this.stretches.at(-1)?.lastStatedOn;
    for (const [name, statements] of [...statementsByDay(unknown, this.policy)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const day = decideDay(name, [...(this.byDay.get(name) ?? []), ...statements]);
      const stance = this.stances.get(name);
      if (stance !== undefined && stance !== day.stance) return null;
      const evidence = statements.filter((statement) => statement.stance === day.stance);
      const addedDay: AddedDay = { day, added: statements, evidence };
      days.push(addedDay);
      if (latest === undefined || name > latest) {
        after.push(addedDay);
        continue;
      }
      const place = this.placeOf(name);
      if (this.stretches[place]?.stance !== day.stance) return null;
      within.set(place, [...(within.get(place) ?? []), addedDay]);
    }
    return { days, within, after };
  }

  private add({ days, within, after }: Addition, { added }: LedgerChange): DecidedChange[] {
    this.learn(added);
    for (const { day, added: statements } of days) {
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
      const before = positionOf(stretch, validTo);
      extendStretch(stretch, evidence);
      changes.push(changeOf('reaffirmed', before, stretch, validTo, evidence));
    }
    for (const opening of stretchesOf(after.slice(stillLast.length))) {
      const previous = this.stretches.at(-1);
      this.stretches.push(opening.stretch);
      changes.push(
        previous
          ? changeOf('shifted', positionOf(previous, null), opening.stretch, null, opening.evidence)
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
    const days = [...this.byDay]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, statements]) => decideDay(day, statements));
    this.stances = new Map(days.map(({ day, stance }) => [day, stance]));
    this.stretches = stretchesOf(days.map((day) => ({ day, evidence: day.statements }))).map(({ stretch }) => stretch);
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
function stretchesOf(
  days: readonly Pick<AddedDay, 'day' | 'evidence'>[],
): { readonly stretch: Stretch; readonly evidence: LedgerStatement[] }[] {
  const stretches: { readonly stretch: Stretch; readonly evidence: LedgerStatement[] }[] = [];
  for (const { day, evidence } of days) {
    let open = stretches.at(-1);
    if (open?.stretch.stance !== day.stance) {
      open = { stretch: openStretch(day), evidence: [] };
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
  after: positionOf(stretch, validTo),
  timeline: null,
  evidence: [...evidence].sort(byWhenStated).map((statement) => ({ statement })),
  reason: null,
});
