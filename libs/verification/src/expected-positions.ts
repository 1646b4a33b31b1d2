import { contentId, type PositionChanged, type TimelineSegment } from '@parley/contracts';
import { applyChange } from '@parley/domain';
import { canonicalJson, storable } from './canonical.js';
import type { Fields } from './compare-rows.js';

/** A change of one timeline with when the log recorded it. */
export interface RecordedChange {
  readonly id: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly recordedAt: Date;
  readonly data: PositionChanged;
}

/**
 * The rows of `position` of one timeline, on both axes: what each change in turn makes of the whole timeline, laid side
 * by side, and of that for each stretch how long it stood without a break. A stretch that stood for no time has no row.
 * Throws TimelineMismatchError.
 */
export function expectedPositions(changes: readonly RecordedChange[]): { rows: Fields[]; changedAt: Date | null } {
  const rows: Fields[] = [];
  const open = new Map<string, Fields>();
  const nameOf = namesOfSegments();
  let timeline: readonly TimelineSegment[] = [];
  let at: Date | null = null;
  for (const { recordedAt, data } of changes) {
    timeline = applyChange(timeline, data);
    // A log whose clock goes back must not make an end come before its beginning.
    const from: Date = at !== null && at > recordedAt ? at : recordedAt;
    at = from;
    const standing = new Map(timeline.map((segment) => [nameOf(segment), segment]));
    for (const [name, row] of open) {
      if (standing.has(name)) continue;
      open.delete(name);
      if (!isSameInstant(row.known_from, from)) rows.push({ ...row, known_to: from });
    }
    for (const [name, segment] of standing) if (!open.has(name)) open.set(name, rowOf(data, segment, from));
  }
  return { rows: [...rows, ...open.values()], changedAt: at };
}

/** A segment is told from another by all it says; most stay the same object from change to change. */
function namesOfSegments(): (segment: TimelineSegment) => string {
  const names = new WeakMap<TimelineSegment, string>();
  return (segment) => {
    const name = names.get(segment) ?? canonicalJson(segment);
    names.set(segment, name);
    return name;
  };
}

const isSameInstant = (a: unknown, b: unknown): boolean =>
  a instanceof Date && b instanceof Date && a.getTime() === b.getTime();

function rowOf(
  { dossier, actor, issue, sequence }: PositionChanged,
  { position, statementIds }: TimelineSegment,
  knownFrom: Date,
): Fields {
  return {
    id: contentId('position', dossier, actor.id, issue.id, sequence, position.validFrom),
    stance: position.stance,
    valid_from: position.validFrom,
    valid_to: position.validTo,
    known_from: knownFrom,
    known_to: null,
    last_stated_on: position.lastStatedOn,
    statements: position.statements,
    independent_sources: position.independentSources,
    condition: position.condition === null ? null : storable(position.condition),
    doubt: position.doubt,
    statement_ids: statementIds.map((id) => id.toLowerCase()),
    sequence,
  };
}
