import type { Doubt, Position, Stance, TimelineSegment } from '@parley/contracts';
import type { LedgerStatement, Policy } from '@parley/domain';

/*
 * docs/positions.md once more, from the page and not from the code, for tests to hold the code against. It keeps nothing:
 * every question is asked of the bare statements, however often. It takes ids to be distinct.
 */

const FACTORS = { A: 1.5, B: 1.25, C: 1, D: 0.5, E: 0.25, F: 1 };
const DAY_MS = 86_400_000;

/** The valid-time record that statements of distinct ids show under a policy. */
export function naiveTimeline(statements: readonly LedgerStatement[], policy: Policy): TimelineSegment[] {
  const counted = statements.filter((s) => s.confidence >= policy.leastConfidence);
  const stretches = stretchesOf(counted, policy);
  return stretches.map((stretch, n) => {
    const next = stretches[n + 1];
    return {
      position: {
        stance: stretch.stance,
        validFrom: stretch.days[0] ?? '',
        validTo: next?.days[0] ?? null,
        lastStatedOn: stretch.days.at(-1) ?? '',
        statements: shownBy(stretch, counted).length,
        independentSources: sourcesOf(shownBy(stretch, counted)).size,
        condition: conditionOf(shownBy(stretch, counted)),
        doubt: doubtOf(stretch, stretches[n - 1], counted, policy),
      },
      statementIds: shownBy(stretch, counted)
        .map((s) => s.id)
        .sort(),
    };
  });
}

/** Days on which a stance was stated, and the days of a later stance that is held back as a doubt. */
interface Stretch {
  readonly stance: Stance;
  readonly days: readonly string[];
  readonly heldBack: readonly string[];
}

function stretchesOf(counted: readonly LedgerStatement[], policy: Policy): Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of [...new Set(counted.map((s) => s.statedOn))].sort()) {
    const stance = stanceOf(day, counted, policy);
    const open = stretches.at(-1);
    if (!open) {
      stretches.push({ stance, days: [day], heldBack: [] });
    } else if (stance === open.stance) {
      stretches.splice(-1, 1, { ...open, days: [...open.days, day], heldBack: [] });
    } else {
      const joins = open.heldBack.some((held) => stanceOf(held, counted, policy) === stance);
      const heldBack = joins ? [...open.heldBack, day] : [day];
      if (
        isFirm({ stance: open.stance, days: open.days }, counted, policy) &&
        !isFirm({ stance, days: heldBack }, counted, policy)
      ) {
        stretches.splice(-1, 1, { ...open, heldBack });
      } else {
        stretches.splice(-1, 1, { ...open, heldBack: [] }, { stance, days: heldBack, heldBack: [] });
      }
    }
  }
  return stretches;
}

const shownBy = ({ stance, days }: Pick<Stretch, 'stance' | 'days'>, counted: readonly LedgerStatement[]) =>
  counted.filter((s) => s.stance === stance && days.includes(s.statedOn));

const sourcesOf = (statements: readonly LedgerStatement[]) => new Set(statements.map((s) => s.source));

/** Each source at its highest weight, in millionths. */
function weightOf(statements: readonly LedgerStatement[], policy: Policy): number {
  const highest = [...sourcesOf(statements)].map((source) =>
    Math.max(
      ...statements
        .filter((s) => s.source === source)
        .map((s) => s.confidence * FACTORS[policy.sources[s.publisher] ?? 'F']),
    ),
  );
  return Math.round(highest.sort((a, b) => a - b).reduce((sum, one) => sum + one, 0) * 1e6);
}

const ownOf = (statements: readonly LedgerStatement[]) => statements.filter((s) => !s.byOthers);

const isFirm = (
  stretch: Pick<Stretch, 'stance' | 'days'>,
  counted: readonly LedgerStatement[],
  policy: Policy,
): boolean => {
  const own = ownOf(shownBy(stretch, counted));
  return own.length > 0 && weightOf(own, policy) >= Math.round(policy.shiftWeight * 1e6);
};

function stanceOf(day: string, counted: readonly LedgerStatement[], policy: Policy): Stance {
  const ofDay = counted.filter((s) => s.statedOn === day);
  const stance = weightiest(ofDay, policy)[0]?.stance;
  if (!stance) throw new RangeError(`nothing was stated on ${day}`);
  return stance;
}

/** Statements by stance, the weightiest stance first: own word, then all, then what was printed last. */
const weightiest = (statements: readonly LedgerStatement[], policy: Policy) =>
  [...new Set(statements.map((s) => s.stance))]
    .map((stance) => ({ stance, said: statements.filter((s) => s.stance === stance) }))
    .sort(
      (a, b) =>
        weightOf(ownOf(b.said), policy) - weightOf(ownOf(a.said), policy) ||
        weightOf(b.said, policy) - weightOf(a.said, policy) ||
        compare(printed(latest(b.said, printed)), printed(latest(a.said, printed))),
    );

type Order = (statement: LedgerStatement) => readonly (string | number)[];
const printed: Order = (s) => [Date.parse(s.publishedAt), s.articleId, s.start, s.id];
const stated: Order = (s) => [s.statedOn, ...printed(s)];

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((part, n) => part !== b[n]);
  const [one, other] = [a[at], b[at]];
  return one === undefined || other === undefined ? 0 : one < other ? -1 : 1;
}

function latest(statements: readonly LedgerStatement[], order: Order): LedgerStatement {
  const [last] = [...statements].sort((a, b) => compare(order(b), order(a)));
  if (!last) throw new RangeError('the latest of none');
  return last;
}

function conditionOf(shown: readonly LedgerStatement[]): string | null {
  const named = shown.filter((s) => s.stance === 'conditional' && s.condition !== null);
  return named.length === 0 ? null : latest(named, stated).condition;
}

const daysApart = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / DAY_MS;

function doubtOf(
  stretch: Stretch,
  previous: Stretch | undefined,
  counted: readonly LedgerStatement[],
  policy: Policy,
): Position['doubt'] {
  const shown = shownBy(stretch, counted);
  const lastStated = stretch.days.at(-1) ?? '';
  const isUnresolved = (s: LedgerStatement) => daysApart(s.statedOn, lastStated) <= policy.conflictWindowDays;
  const isIndependent = (s: LedgerStatement) => !sourcesOf(shown).has(s.source);

  const against = counted.filter(
    (s) => stretch.days.includes(s.statedOn) && s.stance !== stretch.stance && isUnresolved(s),
  );
  if (previous && policy.conflictWindowDays > 0) {
    const near = shownBy(previous, counted).filter(
      (s) => daysApart(s.statedOn, stretch.days[0] ?? '') <= policy.conflictWindowDays && isUnresolved(s),
    );
    if (near.every(isIndependent)) against.push(...near);
  }
  const shiftWeight = Math.round(policy.shiftWeight * 1e6);
  const rivals = weightiest(against.filter(isIndependent), policy).filter(
    ({ said }) => weightOf(said, policy) >= shiftWeight,
  );
  const disagreeing = rivals.find(({ said }) => weightOf(ownOf(said), policy) >= shiftWeight);
  if (disagreeing) return speaksOf('outlets-disagree', disagreeing.said);
  const described = rivals[0];
  if (described && ownOf(described.said).length === 0) return speaksOf('described-by-others', described.said);

  const [held] = stretch.heldBack;
  if (held !== undefined) {
    const said = shownBy({ stance: stanceOf(held, counted, policy), days: stretch.heldBack }, counted);
    return speaksOf(ownOf(said).length > 0 ? 'low-confidence' : 'described-by-others', said);
  }
  if (isFirm(stretch, counted, policy)) return null;
  return {
    kind: ownOf(shown).length > 0 ? 'low-confidence' : 'described-by-others',
    against: null,
    since: stretch.days[0] ?? '',
    independentSources: sourcesOf(shown).size,
    statementIds: [],
  };
}

const speaksOf = (kind: Doubt['kind'], said: readonly LedgerStatement[]): Doubt => ({
  kind,
  against: said[0]?.stance ?? null,
  since: said.map((s) => s.statedOn).sort()[0] ?? '',
  independentSources: sourcesOf(said).size,
  statementIds: said.map((s) => s.id).sort(),
});
