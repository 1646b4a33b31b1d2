import type { Position, PositionChangeKind, TimelineSegment } from '@parley/contracts';
import { type RewrittenDays, sameDoubt, sameSegment, sameStretch } from './fold-changes.js';
import { byWhenStated, distinctStatements, type LedgerStatement } from './ledger-statement.js';
import { FIRST_POLICY, type Policy, samePolicy } from './policy.js';
import { timelineOf } from './timeline.js';

/** What one event does to the ledger of one timeline. */
export interface LedgerChange {
  readonly added: readonly LedgerStatement[];
  /** Ids of statements that no longer stand. An id that is in `added` too has been read anew. */
  readonly removed: readonly string[];
  /** Statements that stand as they were read, and whose source turned out to be another. Others are passed over. */
  readonly regrouped?: readonly LedgerStatement[];
  /** Why the record is derived anew, where nothing was reported: all that it changes is one `corrected` for this reason. */
  readonly derived?: string;
}

/** A change as decided; with names, a sequence and the whole evidence it is the data of a position event. */
export interface DecidedChange {
  readonly change: PositionChangeKind;
  readonly before: Position | null;
  readonly after: Position | null;
  readonly rewritten: RewrittenDays | null;
  readonly evidence: readonly { readonly statement: LedgerStatement }[];
  readonly reason: string | null;
}

/**
 * What a change of the ledger changes in the valid-time record. Folded over what was decided before, the result is
 * `timelineOf` the ledger as it is now, whatever came in which order. `decidedUnder` is the policy that the changes up to
 * here were decided under, where another is in force by now.
 *
 * - The stance of any day up to the latest one stated reads differently (a late article, an outvoted day, support taken
 *   away): one `corrected` with the stretches that hold now from the first to the last that reads differently.
 *   Its `before` and `after` are the latest stretch that reads differently, as it was believed and as it is now; null
 *   where it was or is unknown. When no support is left at all, nothing holds on these days.
 * - Otherwise, in the order of the days they speak of: for each known stretch `contested` where its doubt is another
 *   than before, `settled` where it has none any more, `reaffirmed` where only its evidence or its counts changed (each
 *   with the stretch rewritten where evidence was taken away, since ids can't be folded out); `taken` for the first stance ever,
 *   `shifted` for each new latest one, which ends the stretch before as that is by now.
 *
 * Where the record is derived anew, whatever differs in the timeline, if only its evidence, is one `corrected`: nothing
 * happened that could be taken, shifted or confirmed. Its `before` and `after` are then the latest stretch that differs.
 *
 * `evidence` of a change holds the statements that the record did not rest on before, those among them too that had been
 * known and outvoted until now; and the statements that a doubt is new to. Statements known already, and statements that
 * show nothing and make no doubt, change nothing.
 */
export function decideChanges(
  before: readonly LedgerStatement[],
  incoming: LedgerChange,
  policy: Policy,
  decidedUnder: Policy = policy,
): DecidedChange[] {
  const removed = new Set(incoming.removed);
  const kept = before.filter(({ id }) => !removed.has(id));
  const standing = new Map(kept.map((statement) => [statement.id, statement]));
  for (const statement of incoming.regrouped ?? [])
    if (standing.has(statement.id)) standing.set(statement.id, statement);
  for (const statement of distinctStatements(incoming.added))
    if (!standing.has(statement.id)) standing.set(statement.id, statement);

  const was = timelineAsDecided(before, decidedUnder);
  const is = timelineOf([...standing.values()], policy);
  const evidence = new NewEvidence(was, standing, removed);

  if (incoming.derived !== undefined && sameTimeline(was, is)) return [];
  if (incoming.derived !== undefined || !goesOn(was, is)) {
    const brought = is.flatMap((segment) => evidence.of(segment));
    const tookAway = before.length - kept.length;
    return [
      {
        change: 'corrected',
        ...latestDifference(was, is),
        rewritten: rewrittenDays(was, is),
        evidence: brought,
        reason:
          incoming.derived ??
          (!samePolicy(policy, decidedUnder)
            ? `Decided anew under policy ${policy.id}, version ${policy.version}.`
            : tookAway > 0
              ? replacedReason(tookAway, incoming.added.length, is)
              : (incoming.regrouped?.length ?? 0) > 0
                ? COPIES
                : lateReason(brought)),
      },
    ];
  }

  const changes: DecidedChange[] = [];
  for (const [index, segment] of was.entries()) {
    const now = is[index];
    if (!now) continue;
    // The last stretch may end with this very event; that is the shift's to say, and so is what became of its doubt.
    const ends = index === was.length - 1 && is.length > was.length;
    const position = { ...now.position, validTo: segment.position.validTo };
    const stillThere = new Set(now.statementIds);
    const tookAway = segment.statementIds.some((id) => !stillThere.has(id));
    const isSettledByEnding = ends && position.doubt === null;
    const doubtIsSame = sameDoubt(segment.position.doubt, position.doubt) || isSettledByEnding;
    const brought = evidence.of(now);
    const countsAreSame = segment.position.independentSources === position.independentSources;
    if (brought.length === 0 && !tookAway && countsAreSame && doubtIsSame) continue;
    changes.push({
      change: doubtIsSame ? 'reaffirmed' : position.doubt ? 'contested' : 'settled',
      before: segment.position,
      after: position,
      rewritten: tookAway
        ? {
            from: position.validFrom,
            to: position.validTo,
            segments: [{ position, statementIds: now.statementIds }],
          }
        : null,
      evidence: brought,
      reason: brought.length === 0 && !tookAway && (incoming.regrouped?.length ?? 0) > 0 ? COPIES : null,
    });
  }
  for (const [index, segment] of is.entries()) {
    if (index < was.length) continue;
    const previous = is[index - 1]?.position;
    changes.push({
      change: previous ? 'shifted' : 'taken',
      before: previous ? { ...previous, validTo: null } : null,
      after: { ...segment.position, validTo: null },
      rewritten: null,
      evidence: evidence.of(segment),
      reason: null,
    });
  }
  return changes;
}

const COPIES = 'Articles of several outlets turned out to tell one story alike: they count as one source.';

/** The timeline that the changes decided under a policy have led to. Rules of version 1 knew no doubt. */
export function timelineAsDecided(statements: readonly LedgerStatement[], policy: Policy): TimelineSegment[] {
  const timeline = timelineOf(statements, policy);
  if (policy.version !== FIRST_POLICY.version) return timeline;
  return timeline.map((segment) => ({ ...segment, position: { ...segment.position, doubt: null } }));
}

/** Statements that the record did not rest on, or that no doubt of it named, until now. */
class NewEvidence {
  private readonly restedOn: ReadonlySet<string>;
  private readonly doubtedFor: ReadonlySet<string>;

  constructor(
    was: readonly TimelineSegment[],
    private readonly standing: ReadonlyMap<string, LedgerStatement>,
    removed: ReadonlySet<string>,
  ) {
    const stands = (id: string) => !removed.has(id);
    this.restedOn = new Set(was.flatMap(({ statementIds }) => statementIds).filter(stands));
    this.doubtedFor = new Set(was.flatMap(({ position }) => position.doubt?.statementIds ?? []).filter(stands));
  }

  /** What shows a segment, and what its doubt names. */
  of(segment: TimelineSegment): DecidedChange['evidence'] {
    const against = (segment.position.doubt?.statementIds ?? []).filter(
      (id) => !this.doubtedFor.has(id) && !this.restedOn.has(id),
    );
    return this.sorted([...this.newlyShowing(segment), ...against]);
  }

  private newlyShowing(segment: TimelineSegment): string[] {
    return segment.statementIds.filter((id) => !this.restedOn.has(id));
  }

  private sorted(ids: readonly string[]): DecidedChange['evidence'] {
    return ids
      .flatMap((id) => this.standing.get(id) ?? [])
      .sort(byWhenStated)
      .map((statement) => ({ statement }));
  }
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

const sameAt = (a: TimelineSegment | undefined, b: TimelineSegment | undefined): boolean =>
  a !== undefined && b !== undefined && sameSegment(a, b);

/** Whether they are the same down to the statements they rest on. */
export const sameTimeline = (was: readonly TimelineSegment[], is: readonly TimelineSegment[]): boolean =>
  was.length === is.length && was.every((segment, index) => sameAt(segment, is[index]));

/** What holds now from the first to the last stretch that is not the same on both sides; one at least is not. */
function rewrittenDays(was: readonly TimelineSegment[], is: readonly TimelineSegment[]): RewrittenDays {
  const shorter = Math.min(was.length, is.length);
  let first = 0;
  while (first < shorter && sameAt(was[first], is[first])) first++;
  let back = 0;
  while (back < shorter - first && sameAt(was.at(-1 - back), is.at(-1 - back))) back++;
  const [old, now] = [was[first]?.position.validFrom, is[first]?.position.validFrom];
  return {
    from: old === undefined || (now !== undefined && now < old) ? (now ?? null) : old,
    to: back === 0 ? null : (is.at(-back)?.position.validFrom ?? null),
    segments: is.slice(first, is.length - back),
  };
}

function latestDifference(
  was: readonly TimelineSegment[],
  is: readonly TimelineSegment[],
): Pick<DecidedChange, 'before' | 'after'> {
  const longer = was.length > is.length ? was : is;
  const stretch = longer.findIndex((_, i) => !sameStretch(fromEnd(was, i), fromEnd(is, i)));
  const back = stretch >= 0 ? stretch : longer.findIndex((_, i) => !sameAt(was.at(-1 - i), is.at(-1 - i)));
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
