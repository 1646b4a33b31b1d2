import type { Position, PositionChangeKind, TimelineSegment } from '@parley/contracts';
import { sameStretch } from './fold-changes.js';
import { byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import type { Policy } from './policy.js';
import { timelineOf } from './timeline.js';

/** What one event does to the ledger of one timeline. */
export interface LedgerChange {
  readonly added: readonly LedgerStatement[];
  /** Ids of statements that no longer stand. An id that is in `added` too has been read anew. */
  readonly removed: readonly string[];
}

/**
 * A change as decided; with names, a sequence and the whole evidence it is the data of a position event. `contested` and
 * `settled` are not decided yet.
 */
export interface DecidedChange {
  readonly change: PositionChangeKind;
  readonly before: Position | null;
  readonly after: Position | null;
  readonly timeline: readonly TimelineSegment[] | null;
  readonly evidence: readonly { readonly statement: LedgerStatement }[];
  readonly reason: string | null;
}

/**
 * What a change of the ledger changes in the valid-time record. Folded over what was decided before, the result is
 * `timelineOf` the ledger as it is now, whatever came in which order.
 *
 * - The stance of any day up to the latest one stated reads differently (a late article, an outvoted day, support taken
 *   away): one `corrected` with the whole timeline. Its `before` and `after` are the latest stretch that reads
 *   differently, as it was believed and as it is now; null where it was or is unknown. When no support is left at all,
 *   the timeline is empty.
 * - Otherwise, in the order of the days they speak of: `reaffirmed` for each known stretch whose evidence changed (with
 *   the timeline where evidence was taken away, since ids can't be folded out), `taken` for the first stance ever,
 *   `shifted` for each new latest one.
 *
 * `evidence` of a change holds the statements the record did not rest on before, those among them too that had been
 * known and outvoted until now. Statements known already, and statements outvoted on their day, change nothing.
 */
export function decideChanges(
  before: readonly LedgerStatement[],
  incoming: LedgerChange,
  policy: Policy,
): DecidedChange[] {
  const removed = new Set(incoming.removed);
  const kept = before.filter(({ id }) => !removed.has(id));
  const standing = new Map(kept.map((statement) => [statement.id, statement]));
  for (const statement of distinctStatements(incoming.added))
    if (!standing.has(statement.id)) standing.set(statement.id, statement);

  const was = timelineOf(before, policy);
  const is = timelineOf([...standing.values()], policy);
  const restedOn = new Set(was.flatMap(({ statementIds }) => statementIds).filter((id) => !removed.has(id)));
  const broughtIn = (segment: TimelineSegment) =>
    segment.statementIds
      .filter((id) => !restedOn.has(id))
      .flatMap((id) => standing.get(id) ?? [])
      .sort(byWhenStated)
      .map((statement) => ({ statement }));

  if (!goesOn(was, is)) {
    const evidence = is.flatMap(broughtIn);
    const tookAway = before.length - kept.length;
    return [
      {
        change: 'corrected',
        ...latestDifference(was, is),
        timeline: is,
        evidence,
        reason: tookAway > 0 ? replacedReason(tookAway, incoming.added.length, is) : lateReason(evidence),
      },
    ];
  }

  const changes: DecidedChange[] = [];
  let timeline: readonly TimelineSegment[] = was;
  for (const [index, segment] of was.entries()) {
    const now = is[index];
    if (!now) continue;
    // The last stretch may end with this very event; that is the shift's to say.
    const position = { ...now.position, validTo: segment.position.validTo };
    const evidence = broughtIn(now);
    const stillThere = new Set(now.statementIds);
    const tookAway = segment.statementIds.some((id) => !stillThere.has(id));
    if (evidence.length === 0 && !tookAway) continue;
    timeline = timeline.with(index, { position, statementIds: now.statementIds });
    changes.push({
      change: 'reaffirmed',
      before: segment.position,
      after: position,
      timeline: tookAway ? timeline : null,
      evidence,
      reason: null,
    });
  }
  for (const [index, segment] of is.entries()) {
    if (index < was.length) continue;
    const previous = is[index - 1]?.position;
    changes.push({
      change: previous ? 'shifted' : 'taken',
      before: previous ? { ...previous, validTo: null } : null,
      after: { ...segment.position, validTo: null },
      timeline: null,
      evidence: broughtIn(segment),
      reason: null,
    });
  }
  return changes;
}

/** Whether every day that `was` speaks of still reads the same: what is new comes after its latest stated day. */
function goesOn(was: readonly TimelineSegment[], is: readonly TimelineSegment[]): boolean {
  const same = was.every(({ position }, index) => {
    const now = is[index]?.position;
    return now?.stance === position.stance && now.validFrom === position.validFrom;
  });
  const latest = was.at(-1)?.position;
  const next = is[was.length]?.position;
  return same && (!latest || !next || next.validFrom > latest.lastStatedOn);
}

function latestDifference(
  was: readonly TimelineSegment[],
  is: readonly TimelineSegment[],
): Pick<DecidedChange, 'before' | 'after'> {
  const longer = was.length > is.length ? was : is;
  const back = longer.findIndex((_, i) => !sameStretch(fromEnd(was, i), fromEnd(is, i)));
  return { before: fromEnd(was, back), after: fromEnd(is, back) };
}

const fromEnd = (timeline: readonly TimelineSegment[], back: number): Position | null =>
  timeline.at(-1 - back)?.position ?? null;

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const replacedReason = (removed: number, added: number, is: readonly TimelineSegment[]): string =>
  `A newer reading of an article took out ${countOf(removed, 'statement')} and brought ${added === 0 ? 'none' : added}` +
  `${is.length === 0 ? '; nothing shows a position any more' : ''}.`;

function lateReason(evidence: DecidedChange['evidence']): string {
  const earliest = evidence.map(({ statement }) => statement).sort(byWhenStated)[0];
  if (!earliest) return 'Later reports outweigh what was believed.';
  return (
    `A report published on ${earliest.publishedAt.slice(0, 10)} speaks of ${earliest.statedOn}, ` +
    'a day that read differently before.'
  );
}
