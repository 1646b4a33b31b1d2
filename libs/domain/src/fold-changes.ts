import type { Doubt, Position, PositionChanged, Stance, TimelineSegment } from '@parley/contracts';

/** The part of a position change that a fold reads; the data of every position event has it. */
export type FoldableChange = Pick<PositionChanged, 'change' | 'before' | 'after'> & {
  readonly timeline: readonly TimelineSegment[] | null;
  readonly evidence: readonly { readonly statement: { readonly id: string; readonly stance: Stance } }[];
};

/** A change that speaks of a segment the timeline does not have: one before it is missing, or it was applied already. */
export class TimelineMismatchError extends Error {
  readonly code = 'TIMELINE_MISMATCH';
  constructor(change: FoldableChange['change'], what: string) {
    super(`position.${change} does not fit the timeline: ${what}`);
    this.name = 'TimelineMismatchError';
  }
}

/**
 * The timeline after a change: `timeline` of the change where it has one; else taken opens `after`, shifted ends the
 * last segment, as `before` has it, at `after.validFrom` and opens `after`, every other change puts `after` in the place
 * of `before`. Of the evidence, the statements of the stance of `after` show it; others are what its doubt names.
 * Throws TimelineMismatchError where the change does not follow from what is held.
 */
export function applyChange(timeline: readonly TimelineSegment[], change: FoldableChange): TimelineSegment[] {
  if (change.timeline) return [...change.timeline];
  const { after } = change;
  if (!after) throw new TimelineMismatchError(change.change, 'nothing comes after and no timeline is given');
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

/** The timeline that all changes of one timeline, in sequence, lead to. */
export const foldChanges = (changes: Iterable<FoldableChange>): TimelineSegment[] => {
  let timeline: TimelineSegment[] = [];
  for (const change of changes) timeline = applyChange(timeline, change);
  return timeline;
};

/** The same stance over the same days, whatever shows it. */
export const sameStretch = (a: Position | null, b: Position | null): boolean =>
  a?.stance === b?.stance && a?.validFrom === b?.validFrom && a?.validTo === b?.validTo;

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
