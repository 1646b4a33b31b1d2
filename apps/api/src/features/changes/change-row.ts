import type { Change, Position, PositionChanged } from '@parley/contracts';
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
}

/** The filters that both orders and the stream share, without those that only say how much is shown. */
export const filtersOf = ({ dossier, actor, issue, change, since }: ChangeFilters): ChangeFilters => ({
  dossier,
  actor,
  issue,
  change,
  since,
});

export const matching = (conditions: Conditions, filters: ChangeFilters): Conditions =>
  conditions
    .where(filters.dossier, (id) => `c.dossier_id = ${id}`)
    .where(filters.actor, (id) => `c.actor_id = ${id}`)
    .where(filters.issue, (id) => `c.issue_id = ${id}`)
    .where(filters.change, (kind) => `c.change = ${kind}`)
    .where(filters.since, (instant) => `c.recorded_at >= ${instant}::timestamptz`);

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
  evidence: data.evidence.map(showEvidence),
  recordedAt: recorded_at.toISOString(),
});

type StoredPosition = Omit<Position, 'doubt'> & Partial<Pick<Position, 'doubt'>>;

/** Rows that were written before there was doubt hold none. */
const shown = (position: StoredPosition): Position => ({ ...position, doubt: position.doubt ?? null });

const sideOf = (position: StoredPosition | null): Change['before'] => position && shown(position);
