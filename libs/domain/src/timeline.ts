import type { Position, Stance, TimelineSegment } from '@parley/contracts';
import { byWhenPrinted, byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import type { Policy } from './policy.js';

/** What one day's statements show: the stance that carried the day, and the statements that show it. */
export interface Day {
  readonly day: string;
  readonly stance: Stance;
  readonly statements: readonly LedgerStatement[];
}

/** Days of one stance that follow each other, without the end that the next stretch gives them. */
export interface Stretch {
  readonly stance: Stance;
  readonly validFrom: string;
  lastStatedOn: string;
  statements: number;
  readonly publishers: Set<string>;
  /** The latest statement that names a condition. */
  conditional: LedgerStatement | null;
}

/** The statements of one day for one stance. */
interface Camp {
  readonly stance: Stance;
  readonly statements: LedgerStatement[];
  /** Each publisher's highest confidence: an outlet that says it twice does not weigh twice. */
  readonly weights: Map<string, number>;
  latest: LedgerStatement;
}

/**
 * The valid-time record that a set of statements shows: one stance for each stated day, days of one stance joined into
 * segments that follow each other without overlap, the last one open. Before the first day the position is unknown.
 *
 * A pure fold over the *set*: order and duplicates (by id) of `statements` make no difference. The stance of a day is
 * the one with the highest total confidence, each publisher counted once at its highest; a tie goes to the stance that
 * was printed last. The statements of a stance that lost its day show nothing and are counted nowhere; they stay in the
 * ledger and may yet carry the day when more is known.
 *
 * `statementIds` are sorted as text, so that a fold of changes, which knows only the ids, arrives at the same list.
 */
export function timelineOf(statements: readonly LedgerStatement[], policy: Policy): TimelineSegment[] {
  const days = [...statementsByDay(statements, policy)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, stated]) => decideDay(day, stated));
  const stretches: { readonly stretch: Stretch; readonly ids: string[] }[] = [];
  for (const day of days) {
    let open = stretches.at(-1);
    if (open?.stretch.stance !== day.stance) {
      open = { stretch: openStretch(day), ids: [] };
      stretches.push(open);
    }
    extendStretch(open.stretch, day.statements);
    for (const { id } of day.statements) open.ids.push(id);
  }
  return stretches.map(({ stretch, ids }, index) => ({
    position: positionOf(stretch, stretches[index + 1]?.stretch.validFrom ?? null),
    statementIds: ids.sort(),
  }));
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

/** What a day's statements, at least one, show. */
export function decideDay(day: string, statements: readonly LedgerStatement[]): Day {
  const camps = new Map<Stance, Camp>();
  for (const statement of statements) {
    let camp = camps.get(statement.stance);
    if (!camp) {
      camp = { stance: statement.stance, statements: [], weights: new Map(), latest: statement };
      camps.set(statement.stance, camp);
    }
    camp.statements.push(statement);
    const known = camp.weights.get(statement.publisher);
    if (known === undefined || statement.confidence > known)
      camp.weights.set(statement.publisher, statement.confidence);
    if (byWhenPrinted(statement, camp.latest) > 0) camp.latest = statement;
  }
  const [winner] = [...camps.values()].sort((a, b) => weightOf(b) - weightOf(a) || byWhenPrinted(b.latest, a.latest));
  if (!winner) throw new RangeError(`no statement on ${day}`);
  return { day, stance: winner.stance, statements: winner.statements };
}

/** In millionths, summed from the smallest: floating-point sums depend on the order of their terms. */
const weightOf = (camp: Camp): number =>
  Math.round([...camp.weights.values()].sort((a, b) => a - b).reduce((sum, weight) => sum + weight, 0) * 1_000_000);

/** A stretch that begins with a day, with no statements yet. */
export const openStretch = ({ stance, day }: Day): Stretch => ({
  stance,
  validFrom: day,
  lastStatedOn: day,
  statements: 0,
  publishers: new Set(),
  conditional: null,
});

/** Counts further statements of its stance into a stretch; their days lie in it or after it. */
export function extendStretch(stretch: Stretch, statements: readonly LedgerStatement[]): void {
  for (const statement of statements) {
    stretch.statements += 1;
    stretch.publishers.add(statement.publisher);
    if (statement.statedOn > stretch.lastStatedOn) stretch.lastStatedOn = statement.statedOn;
    if (statement.stance !== 'conditional' || statement.condition === null) continue;
    if (!stretch.conditional || byWhenStated(statement, stretch.conditional) > 0) stretch.conditional = statement;
  }
}

export const positionOf = (stretch: Stretch, validTo: string | null): Position => ({
  stance: stretch.stance,
  validFrom: stretch.validFrom,
  validTo,
  lastStatedOn: stretch.lastStatedOn,
  statements: stretch.statements,
  independentSources: stretch.publishers.size,
  condition: stretch.conditional?.condition ?? null,
});
