import { contentId, type PositionChanged, type TimelineSegment } from '@parley/contracts';
import { applyChange, TimelineMismatchError } from '@parley/domain';
import { ProjectionError } from '../projection-error.js';
import { storableText } from '../storable-text.js';

/** A stretch of valid time, and since when it is believed. */
export interface HeldSegment {
  readonly id: string;
  readonly segment: TimelineSegment;
  readonly knownFrom: Date;
  /** The change that opened it. */
  readonly sequence: number;
  /** Whether the record has a row of it already. */
  readonly isStored: boolean;
}

export interface ClosedSegment extends HeldSegment {
  readonly knownTo: Date;
}

/** One timeline while changes are folded into it. */
export interface TimelineState {
  readonly sequence: number;
  readonly changedAt: Date | null;
  /** What is believed now, by day. */
  readonly held: readonly HeldSegment[];
  /** What was believed for a while and is not any more. */
  readonly closed: readonly ClosedSegment[];
  /** Stored rows that turn out never to have been believed for any length of time. */
  readonly erased: readonly string[];
}

/**
 * Folds one change in. What the change leaves as it was goes on being believed; what it replaces was believed until the
 * change was recorded, what it brings is believed from then. A change recorded at the same instant as the one before it
 * (or earlier, by a log whose clock went back) leaves no trace of what the former brought: it was believed for no time.
 * Throws ProjectionError PROJECTION_SEQUENCE_GAP or PROJECTION_TIMELINE_MISMATCH.
 */
export function foldTimeline(state: TimelineState, data: PositionChanged, recordedAt: Date): TimelineState {
  if (data.sequence !== state.sequence + 1)
    throw new ProjectionError(
      'PROJECTION_SEQUENCE_GAP',
      `change ${data.sequence} of ${timelineName(data)} came where ${state.sequence + 1} was due`,
    );
  const at = state.changedAt && state.changedAt > recordedAt ? state.changedAt : recordedAt;
  const held = matched(state.held, segmentsAfter(state, data)).map(({ segment, same }): HeldSegment => {
    if (same) return same;
    const id = contentId(
      'position',
      data.dossier,
      data.actor.id,
      data.issue.id,
      data.sequence,
      segment.position.validFrom,
    );
    return { id, segment, knownFrom: at, sequence: data.sequence, isStored: false };
  });
  const kept = new Set(held);
  const replaced = state.held.filter((segment) => !kept.has(segment));
  const wasBelieved = (segment: HeldSegment) => segment.knownFrom < at;
  return {
    sequence: data.sequence,
    changedAt: at,
    held,
    closed: [...state.closed, ...replaced.filter(wasBelieved).map((segment) => ({ ...segment, knownTo: at }))],
    erased: [
      ...state.erased,
      ...replaced.filter((segment) => segment.isStored && !wasBelieved(segment)).map(({ id }) => id),
    ],
  };
}

/**
 * Segments with what is held already of the same content. What a change does not speak of is the same object; only the
 * few others are compared by content, or a change would cost as much as its whole timeline.
 */
function matched(
  held: readonly HeldSegment[],
  segments: readonly TimelineSegment[],
): { readonly segment: TimelineSegment; readonly same: HeldSegment | undefined }[] {
  const bySegment = new Map(held.map((one) => [one.segment, one]));
  const untouched = new Set(segments.filter((segment) => bySegment.has(segment)));
  const replaced = new Map(
    held.filter(({ segment }) => !untouched.has(segment)).map((one) => [fingerprintOf(one.segment), one]),
  );
  return segments.map((segment) => ({
    segment,
    same: bySegment.get(segment) ?? (replaced.size === 0 ? undefined : replaced.get(fingerprintOf(segment))),
  }));
}

function segmentsAfter(state: TimelineState, data: PositionChanged): TimelineSegment[] {
  try {
    return applyChange(
      state.held.map(({ segment }) => segment),
      data,
    );
  } catch (error) {
    if (!(error instanceof TimelineMismatchError)) throw error;
    throw new ProjectionError(
      'PROJECTION_TIMELINE_MISMATCH',
      `change ${data.sequence} of ${timelineName(data)}: ${error.message}`,
      { cause: error },
    );
  }
}

/** Alike for a segment of an event and the same segment as it comes back from the database. */
const fingerprintOf = ({ position: p, statementIds }: TimelineSegment): string =>
  JSON.stringify([
    p.stance,
    p.validFrom,
    p.validTo,
    p.lastStatedOn,
    p.statements,
    p.independentSources,
    p.condition === null ? null : storableText(p.condition),
    // Field by field: the database gives the keys of JSON back in an order of its own.
    p.doubt && [p.doubt.kind, p.doubt.against, p.doubt.since, p.doubt.independentSources, ...p.doubt.statementIds],
    ...statementIds.map((id) => id.toLowerCase()),
  ]);

const timelineName = (data: PositionChanged): string => `${data.dossier}/${data.actor.id}/${data.issue.id}`;
