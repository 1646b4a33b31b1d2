import type { Stance, TimelineSegment } from '@parley/contracts';
import { byWhenPrinted, byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import type { Policy } from './policy.js';

/** What one day's statements show: the stance that carried the day, and the statements that show it. */
interface Day {
  readonly day: string;
  readonly stance: Stance;
  readonly statements: readonly LedgerStatement[];
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
  const byDay = new Map<string, LedgerStatement[]>();
  for (const statement of distinctStatements(statements)) {
    if (statement.confidence < policy.leastConfidence) continue;
    const day = byDay.get(statement.statedOn);
    if (day) day.push(statement);
    else byDay.set(statement.statedOn, [statement]);
  }
  const days = [...byDay.keys()].sort().map((day) => decideDay(day, byDay.get(day) ?? []));
  const stretches: Day[][] = [];
  for (const day of days) {
    const open = stretches.at(-1);
    if (open && open[0]?.stance === day.stance) open.push(day);
    else stretches.push([day]);
  }
  return stretches.map((stretch, index) => segmentOf(stretch, stretches[index + 1]?.[0]?.day ?? null));
}

function decideDay(day: string, statements: readonly LedgerStatement[]): Day {
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

function segmentOf(days: readonly Day[], validTo: string | null): TimelineSegment {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('a segment has at least one day');
  const publishers = new Set<string>();
  const statementIds: string[] = [];
  let conditional: LedgerStatement | null = null;
  for (const { statements } of days) {
    for (const statement of statements) {
      publishers.add(statement.publisher);
      statementIds.push(statement.id);
      if (statement.stance !== 'conditional' || statement.condition === null) continue;
      if (!conditional || byWhenStated(statement, conditional) > 0) conditional = statement;
    }
  }
  return {
    position: {
      stance: first.stance,
      validFrom: first.day,
      validTo,
      lastStatedOn: last.day,
      statements: statementIds.length,
      independentSources: publishers.size,
      condition: conditional?.condition ?? null,
    },
    statementIds: statementIds.sort(),
  };
}
