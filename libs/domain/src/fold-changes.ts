import type { Doubt, Position, PositionChanged, Rewritten, Stance, TimelineSegment } from '@parley/contracts';

/** The part of a position change that a fold reads; the data of every position event has it. */
export type FoldableChange = Pick<PositionChanged, 'change' | 'before' | 'after'> & {
  readonly rewritten: RewrittenDays | null;
  readonly evidence: readonly { readonly statement: { readonly id: string; readonly stance: Stance } }[];
};

/** `Rewritten` of a change, as it is read. */
export type RewrittenDays = Readonly<Omit<Rewritten, 'segments'>> & { readonly segments: readonly TimelineSegment[] };

/** A change that speaks of a segment the timeline does not have: one before it is missing, or it was applied already. */
export class TimelineMismatchError extends Error {
  readonly code = 'TIMELINE_MISMATCH';
  constructor(change: FoldableChange['change'], what: string) {
    super(`position.${change} does not fit the timeline: ${what}`);
    this.name = 'TimelineMismatchError';
  }
}

/**
 * The timeline after a change: `rewritten` of the change, where it has that, in the place of the segments of its days;
 * else taken opens `after`, shifted ends the last segment, as `before` has it, at `after.validFrom` and opens `after`,
 * every other change puts `after` in the place of `before`. What a change does not speak of stays, as the same object. Of the evidence, the statements of the stance of `after` show it; others are what its doubt names.
 * Throws TimelineMismatchError where the change does not follow from what is held.
 */
export function applyChange(timeline: readonly TimelineSegment[], change: FoldableChange): TimelineSegment[] {
  if (change.rewritten) return rewrite(timeline, change.change, change.rewritten);
  const { after } = change;
  if (!after) throw new TimelineMismatchError(change.change, 'nothing comes after and no days are rewritten');
  const brought = change.evidence.flatMap(({ statement }) => (statement.stance === after.stance ? [statement.id] : []));
  switch (change.change) {
    case 'taken':
      if (timeline.length > 0) throw new TimelineMismatchError(change.change, 'a position is held already');
      return [{ position: after, statementIds: inOrder(brought) }];
    case 'shifted': {
      const last = timeline.at(-1);
      if (!last || !change.before || !sameStretch(last.position, change.before))
        throw new TimelineMismatchError(change.change, 'the latest position is not the one it starts from');
      return [
        ...timeline.slice(0, -1),
        { ...last, position: { ...change.before, validTo: after.validFrom } },
        { position: after, statementIds: inOrder(brought) },
      ];
    }
    default: {
      const index = timeline.findIndex(({ position }) => sameStretch(position, change.before));
      const held = timeline[index];
      if (!held) throw new TimelineMismatchError(change.change, 'the stretch it speaks of is not held');
      return timeline.with(index, { position: after, statementIds: inOrder([...held.statementIds, ...brought]) });
    }
  }
}

/** Segments between the bounds give way; one that lies across a bound shows that a change before this one is missing. */
function rewrite(
  timeline: readonly TimelineSegment[],
  change: FoldableChange['change'],
  { from, to, segments }: RewrittenDays,
): TimelineSegment[] {
  const before: TimelineSegment[] = [];
  const after: TimelineSegment[] = [];
  for (const segment of timeline) {
    const { validFrom, validTo } = segment.position;
    if (from !== null && validFrom < from) before.push(segment);
    else if (to !== null && validFrom >= to) after.push(segment);
    else if (to !== null && (validTo === null || validTo > to))
      throw new TimelineMismatchError(change, `the stretch from ${validFrom} lies across ${to}, where its days end`);
  }
  const first = segments[0]?.position.validFrom ?? to;
  if (before.length > 0 && before.at(-1)?.position.validTo !== first)
    throw new TimelineMismatchError(change, `what is held before ${from} does not end where its days begin`);
  if (to !== null && after[0]?.position.validFrom !== to)
    throw new TimelineMismatchError(change, `no stretch is held from ${to}, where its days end`);
  return [...before, ...segments, ...after];
}

/** The timeline that all changes of one timeline, in sequence, lead to. */
export const foldChanges = (changes: Iterable<FoldableChange>): TimelineSegment[] => {
  let timeline: TimelineSegment[] = [];
  for (const change of changes) timeline = applyChange(timeline, change);
  return timeline;
};

/** The same stance over the same days, whatever shows it. */
export const sameStretch = (a: Position | null, b: Position | null): boolean =>
  a?.stance === b?.stance && a?.validFrom === b?.validFrom && a?.validTo === b?.validTo;

/** The same position, resting on the same statements. */
export const sameSegment = (a: TimelineSegment, b: TimelineSegment): boolean =>
  a === b ||
  (sameStretch(a.position, b.position) &&
    a.position.lastStatedOn === b.position.lastStatedOn &&
    a.position.statements === b.position.statements &&
    a.position.independentSources === b.position.independentSources &&
    a.position.condition === b.position.condition &&
    sameDoubt(a.position.doubt, b.position.doubt) &&
    a.statementIds.length === b.statementIds.length &&
    a.statementIds.every((id, index) => id === b.statementIds[index]));

/** The same reason for doubt, on the same statements. */
export const sameDoubt = (a: Doubt | null, b: Doubt | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.kind === b.kind &&
    a.against === b.against &&
    a.since === b.since &&
    a.independentSources === b.independentSources &&
    a.statementIds.length === b.statementIds.length &&
    a.statementIds.every((id, index) => id === b.statementIds[index]));

const inOrder = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
