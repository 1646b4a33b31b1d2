import type { ArticleExplanation, NoStatement } from '@parley/extraction';
import { pairKey, type ScoredStatement } from './score-statements.js';

/** An annotated statement, with where its evidence stands. */
export interface LocatedStatement extends ScoredStatement {
  readonly start: number;
  readonly end: number;
}

/**
 * Why an annotated statement did not come out as annotated. For one that was missed, the reason an explanation gives for the words
 * of its evidence, or `other-holder` and `other-issue` where the same words were taken for somebody else's or as about something
 * else; for one that was found, the stance expected and the one that came out.
 */
export type Cause = NoStatement['reason'] | 'other-holder' | 'other-issue' | `${string} read as ${string}`;

/** The furthest that the words came on the way to a statement of the right actor on the right issue. */
const FURTHEST: readonly NoStatement['reason'][] = [
  'said-again',
  'outvoted',
  'low-confidence',
  'own-act',
  'condition-of-assessment',
  'weak-link',
  'not-counted',
  'no-issue',
  'no-content',
  'other-subject',
  'repeated-paragraph',
];

/** The cause of every annotated statement that did not come out as annotated, the commonest first. */
export function countCauses(causes: readonly Cause[]): readonly (readonly [Cause, number])[] {
  const counts = new Map<Cause, number>();
  for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/** Of one article: `got` is what came out of it, `explanation` why. */
export function findCauses(
  expected: readonly LocatedStatement[],
  got: readonly ScoredStatement[],
  explanation: Pick<ArticleExplanation, 'statements' | 'noStatements'>,
): Cause[] {
  return expected.flatMap((statement): Cause[] => {
    const found = got.filter((one) => pairKey(one) === pairKey(statement));
    if (found.some(({ stance }) => stance === statement.stance)) return [];
    const other = found[0];
    if (other) return [`${statement.stance} read as ${other.stance}`];
    return [causeOfMiss(statement, explanation)];
  });
}

function causeOfMiss(
  statement: LocatedStatement,
  { statements, noStatements }: Pick<ArticleExplanation, 'statements' | 'noStatements'>,
): Cause {
  const here = (one: { readonly start: number; readonly end: number }) =>
    one.start < statement.end && statement.start < one.end;
  const left = noStatements.filter(here);
  const own = left.filter(({ actors }) => actors.includes(statement.actor));
  const same = own.filter(({ issue }) => issue === statement.issue);
  for (const some of [same, own])
    for (const reason of FURTHEST) if (some.some((one) => one.reason === reason)) return reason;
  const shown = statements.filter(here);
  if (shown.some(({ actor }) => actor === statement.actor)) return 'other-issue';
  if (left.some(({ reason }) => reason === 'unknown-speaker')) return 'unknown-speaker';
  if (shown.length > 0 || left.some(({ actors }) => actors.length > 0)) return 'other-holder';
  return 'nobody-speaks';
}
