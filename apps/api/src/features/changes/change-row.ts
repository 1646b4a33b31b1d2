import type { Change, ExportedChange, Position, PositionChanged } from '@parley/contracts';
import type { Conditions } from '../../record/record.js';
import { showEvidence } from '../positions/show-evidence.js';

export interface ChangeRow {
  readonly event_id: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly data: PositionChanged;
  readonly recorded_at: Date;
}

/** Columns of `ChangeRow`, of change `c`. */
export const CHANGE_COLUMNS = `c.event_id, c.partition, c."offset", c.data, c.recorded_at`;

export interface ChangeFilters {
  readonly dossier?: string | undefined;
  readonly actor?: string | undefined;
  readonly issue?: string | undefined;
  readonly change?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly validAt?: string | undefined;
}

/** The filters that both orders and the stream share, without those that only say how much is shown. */
export const filtersOf = ({ dossier, actor, issue, change, since, until, validAt }: ChangeFilters): ChangeFilters => ({
  dossier,
  actor,
  issue,
  change,
  since,
  until,
  validAt,
});

export const matching = (conditions: Conditions, filters: ChangeFilters): Conditions =>
  conditions
    .where(filters.dossier, (id) => `c.dossier_id = ${id}`)
    .where(filters.actor, (id) => `c.actor_id = ${id}`)
    .where(filters.issue, (id) => `c.issue_id = ${id}`)
    .where(filters.change, (kind) => `c.change = ${kind}`)
    .where(filters.since, (instant) => `c.recorded_at >= ${instant}::timestamptz`)
    .where(filters.until, (instant) => `c.recorded_at < ${instant}::timestamptz`)
    .where(filters.validAt, speaksOf);

/** A change speaks of the days of what it replaces and of what it puts there; a correction, of all the days it rewrites. */
const speaksOf = (day: string): string => {
  const within = (from: string, to: string) => `(${from} <= ${day}::date AND (${to} IS NULL OR ${to} > ${day}::date))`;
  const side = (name: string) =>
    within(`(c.data #>> '{${name},validFrom}')::date`, `(c.data #>> '{${name},validTo}')::date`);
  const rewritten = `(jsonb_typeof(c.data -> 'rewritten') = 'object' AND coalesce((c.data #>> '{rewritten,from}')::date <= ${day}::date, true)
    AND coalesce((c.data #>> '{rewritten,to}')::date > ${day}::date, true))`;
  return `(${side('after')} OR ${side('before')} OR ${rewritten})`;
};

/** A change as it was announced. */
export type AnnouncedChange = Omit<ExportedChange, 'cursor'>;

export const announcedOf = ({ event_id, data, recorded_at }: ChangeRow): AnnouncedChange => ({
  id: event_id,
  type: `parley.position.${data.change}`,
  recordedAt: recorded_at.toISOString(),
  data: { ...data, before: sideOf(data.before), after: sideOf(data.after) },
});

export const showChange = ({ event_id, data, recorded_at }: ChangeRow): Change => ({
  id: event_id,
  change: data.change,
  dossier: data.dossier,
  actor: data.actor,
  issue: data.issue,
  sequence: data.sequence,
  before: sideOf(data.before),
  after: sideOf(data.after),
  rewritten: data.rewritten && {
    from: data.rewritten.from,
    to: data.rewritten.to,
    positions: data.rewritten.segments.map(({ position }) => shown(position)),
  },
  reason: data.reason,
  // Rows that were written before anything was derived anew have none.
  derivation: data.derivation ?? null,
  evidence: data.evidence.map(showEvidence),
  recordedAt: recorded_at.toISOString(),
});

type StoredPosition = Omit<Position, 'doubt'> & Partial<Pick<Position, 'doubt'>>;

/** Rows that were written before there was doubt hold none. */
const shown = (position: StoredPosition): Position => ({ ...position, doubt: position.doubt ?? null });

const sideOf = (position: StoredPosition | null): Change['before'] => position && shown(position);
