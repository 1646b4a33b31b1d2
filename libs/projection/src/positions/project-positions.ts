import {
  type Doubt,
  type EventType,
  type Evidence,
  type PositionChanged,
  type Stance,
  timelineKeyOf,
} from '@parley/contracts';
import type { ClientBase } from 'pg';
import { uuidOf } from '../event-id.js';
import type { PlacedEvent } from '../placed-event.js';
import { ProjectionError } from '../projection-error.js';
import { arrayLiteral, type Column, insertRows, replaceAll, rowSet } from '../row-set.js';
import { storableJson } from '../storable-text.js';
import { type ClosedSegment, foldTimeline, type HeldSegment, type TimelineState } from './fold-timeline.js';

export const POSITION_EVENTS = [
  'parley.position.taken',
  'parley.position.shifted',
  'parley.position.reaffirmed',
  'parley.position.contested',
  'parley.position.settled',
  'parley.position.corrected',
] as const satisfies readonly EventType[];
export type PositionEvent = PlacedEvent<(typeof POSITION_EVENTS)[number]>;

/** A timeline that changes touch. */
interface Touched {
  readonly dossier: string;
  readonly actor: string;
  readonly issue: string;
  state: TimelineState;
  /** The latest change that is not written yet; null where there is none. */
  latest: PositionEvent | null;
  /** Whether the record has a row of the timeline. */
  isStored: boolean;
}

interface PositionRow {
  readonly timeline: Touched;
  readonly held: HeldSegment;
  readonly knownTo: Date | null;
}

const positionColumns: readonly Column<PositionRow>[] = [
  { name: 'id', type: 'uuid', of: ({ held }) => held.id },
  { name: 'dossier_id', type: 'text', of: ({ timeline }) => timeline.dossier },
  { name: 'actor_id', type: 'text', of: ({ timeline }) => timeline.actor },
  { name: 'issue_id', type: 'text', of: ({ timeline }) => timeline.issue },
  { name: 'stance', type: 'text', of: ({ held }) => held.segment.position.stance },
  { name: 'valid', type: 'text', of: ({ held }) => validOf(held), as: 'r.valid::daterange' },
  { name: 'known', type: 'text', of: (row) => knownOf(row), as: 'r.known::tstzrange' },
  { name: 'last_stated_on', type: 'date', of: ({ held }) => held.segment.position.lastStatedOn },
  { name: 'statements', type: 'int', of: ({ held }) => held.segment.position.statements },
  { name: 'independent_sources', type: 'int', of: ({ held }) => held.segment.position.independentSources },
  { name: 'condition', type: 'text', of: ({ held }) => held.segment.position.condition },
  {
    name: 'doubt',
    type: 'jsonb',
    of: ({ held }) => (held.segment.position.doubt === null ? null : storableJson(held.segment.position.doubt)),
    as: `nullif(r.doubt, 'null'::jsonb)`,
  },
  {
    name: 'statement_ids',
    type: 'text',
    of: ({ held }) => arrayLiteral(held.segment.statementIds),
    as: 'r.statement_ids::uuid[]',
  },
  { name: 'sequence', type: 'int', of: ({ held }) => held.sequence },
];

const validOf = ({ segment: { position } }: HeldSegment): string => `[${position.validFrom},${position.validTo ?? ''})`;
const knownOf = ({ held, knownTo }: PositionRow): string =>
  `[${held.knownFrom.toISOString()},${knownTo?.toISOString() ?? ''})`;

const closedColumns: readonly Column<ClosedSegment>[] = [
  { name: 'id', type: 'uuid', of: ({ id }) => id },
  { name: 'known_to', type: 'timestamptz', of: ({ knownTo }) => knownTo },
];

const evidenceColumns: readonly Column<Evidence>[] = [
  { name: 'statement_id', type: 'uuid', of: ({ statement }) => statement.id },
  { name: 'dossier_id', type: 'text', of: ({ statement }) => statement.dossier },
  { name: 'actor_id', type: 'text', of: ({ statement }) => statement.actor },
  { name: 'issue_id', type: 'text', of: ({ statement }) => statement.issue },
  { name: 'article_id', type: 'text', of: ({ article }) => article.id },
  { name: 'stated_on', type: 'date', of: ({ statement }) => statement.statedOn },
  { name: 'data', type: 'jsonb', of: (evidence) => storableJson(evidence) },
];

const timelineColumns: readonly Column<PositionEvent & { readonly changedAt: Date }>[] = [
  { name: 'dossier_id', type: 'text', of: ({ event }) => event.data.dossier },
  { name: 'actor_id', type: 'text', of: ({ event }) => event.data.actor.id },
  { name: 'issue_id', type: 'text', of: ({ event }) => event.data.issue.id },
  { name: 'actor', type: 'jsonb', of: ({ event }) => storableJson(event.data.actor) },
  { name: 'issue', type: 'jsonb', of: ({ event }) => storableJson(event.data.issue) },
  { name: 'sequence', type: 'int', of: ({ event }) => event.data.sequence },
  { name: 'changed_at', type: 'timestamptz', of: ({ changedAt }) => changedAt },
];

const changeColumns: readonly Column<PositionEvent>[] = [
  { name: 'event_id', type: 'uuid', of: ({ event }) => event.id },
  { name: 'partition', type: 'int', of: ({ partition }) => partition },
  { name: 'offset', type: 'bigint', of: ({ offset }) => offset },
  { name: 'dossier_id', type: 'text', of: ({ event }) => event.data.dossier },
  { name: 'actor_id', type: 'text', of: ({ event }) => event.data.actor.id },
  { name: 'issue_id', type: 'text', of: ({ event }) => event.data.issue.id },
  { name: 'change', type: 'text', of: ({ event }) => event.data.change },
  { name: 'sequence', type: 'int', of: ({ event }) => event.data.sequence },
  { name: 'stance_before', type: 'text', of: ({ event }) => event.data.before?.stance ?? null },
  { name: 'stance_after', type: 'text', of: ({ event }) => event.data.after?.stance ?? null },
  { name: 'valid_from', type: 'date', of: ({ event }) => event.data.after?.validFrom ?? null },
  { name: 'data', type: 'jsonb', of: ({ event }) => storableJson(event.data) },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

/**
 * Position changes into the bitemporal record: what a change replaces stops being known at the instant the log recorded
 * it, what it brings is known from then on. All changes of a timeline in the batch are folded first and written as one
 * set. A change that is in the record already is passed over; one that does not follow on is a ProjectionError.
 */
export async function projectPositions(
  client: ClientBase,
  events: readonly PositionEvent[],
  schema: string,
): Promise<void> {
  const fold = new PositionFold(client, schema);
  const changes = await fold.take(events);
  await fold.write();
  const evidence = new Map<string, Evidence>();
  for (const { event } of changes)
    for (const item of event.data.evidence) evidence.set(item.statement.id.toLowerCase(), item);
  await insertRows(
    client,
    `${schema}.evidence`,
    [...evidence.values()],
    evidenceColumns,
    replaceAll(evidenceColumns, ['statement_id']),
  );
}

/**
 * Timelines while changes are folded into them. They are read from the record when a change first touches them, and kept:
 * what changes bring can be written once after many batches, in the transaction of the changes themselves. Evidence is
 * left to the caller.
 */
export class PositionFold {
  /** Those that were not touched for longest come first. */
  private readonly timelines = new Map<string, Touched>();

  constructor(
    private readonly client: ClientBase,
    private readonly schema: string,
  ) {}

  /**
   * Folds changes and writes them down as announced; gives those that were not in the record. Throws ProjectionError: the
   * fold is of no use then.
   */
  async take(events: readonly PositionEvent[]): Promise<readonly PositionEvent[]> {
    await this.loadMissing(events);
    const recorded = await this.loadRecordedIds(events);
    const changes: PositionEvent[] = [];
    for (const placed of events) {
      const id = uuidOf(placed);
      if (recorded.has(id)) continue;
      const { data } = placed.event;
      const timeline = this.timelineOf(data);
      if (data.sequence <= timeline.state.sequence)
        throw new ProjectionError(
          'PROJECTION_SEQUENCE_CONFLICT',
          `change ${data.sequence} of ${placed.event.partitionkey} is in the record already, by another event`,
        );
      timeline.state = foldTimeline(timeline.state, data, placed.recordedAt);
      timeline.latest = placed;
      recorded.add(id);
      changes.push(placed);
    }
    await insertRows(this.client, `${this.schema}.change`, changes, changeColumns);
    return changes;
  }

  /** Writes positions and timelines as the changes that were taken leave them. */
  async write(): Promise<void> {
    const touched = [...this.timelines.values()].filter((timeline) => timeline.latest !== null);
    await writePositions(this.client, touched, this.schema);
    const latest = touched.flatMap(({ latest, state: { changedAt }, isStored }) =>
      latest && changedAt ? [{ ...latest, changedAt, isStored }] : [],
    );
    const table = `${this.schema}.timeline`;
    await insertRows(
      this.client,
      table,
      latest.filter(({ isStored }) => !isStored),
      timelineColumns,
    );
    await insertRows(
      this.client,
      table,
      latest.filter(({ isStored }) => isStored),
      timelineColumns,
      replaceAll(timelineColumns, ['dossier_id', 'actor_id', 'issue_id']),
    );
    for (const timeline of touched) {
      timeline.state = storedState(timeline.state);
      timeline.latest = null;
      timeline.isStored = true;
    }
  }

  /** Forgets timelines, those first that were not touched for longest, until what is kept has `segments` at most. */
  forgetBeyond(segments: number): void {
    let kept = 0;
    for (const { state } of this.timelines.values()) kept += state.held.length;
    for (const [key, { state, latest }] of this.timelines) {
      if (kept <= segments) return;
      // It has what the record has not.
      if (latest !== null) continue;
      this.timelines.delete(key);
      kept -= state.held.length;
    }
  }

  private timelineOf({ dossier, actor, issue }: PositionChanged): Touched {
    const key = timelineKeyOf(dossier, actor.id, issue.id);
    const timeline = this.timelines.get(key);
    if (!timeline) throw new RangeError('every timeline of the batch was loaded');
    return timeline;
  }

  private async loadMissing(events: readonly PositionEvent[]): Promise<void> {
    const missing = new Map<string, Touched>();
    for (const { event } of events) {
      const { dossier, actor, issue } = event.data;
      const key = timelineKeyOf(dossier, actor.id, issue.id);
      const kept = this.timelines.get(key);
      if (kept) {
        // To the end, with those that were touched last.
        this.timelines.delete(key);
        this.timelines.set(key, kept);
      } else if (!missing.has(key))
        missing.set(key, {
          dossier,
          actor: actor.id,
          issue: issue.id,
          state: { sequence: 0, changedAt: null, held: [], closed: [], erased: [] },
          latest: null,
          isStored: false,
        });
    }
    if (missing.size === 0) return;
    await loadTimelines(this.client, missing, this.schema);
    for (const [key, timeline] of missing) this.timelines.set(key, timeline);
  }

  /** Of the changes that their timelines have gone past; the others can't be in the record. */
  private async loadRecordedIds(events: readonly PositionEvent[]): Promise<Set<string>> {
    const past = events.filter(({ event: { data } }) => data.sequence <= this.timelineOf(data).state.sequence);
    if (past.length === 0) return new Set();
    const { rows } = await this.client.query<{ event_id: string }>(
      `SELECT event_id FROM ${this.schema}.change WHERE event_id = ANY ($1::uuid[])`,
      [past.map(uuidOf)],
    );
    return new Set(rows.map((row) => row.event_id));
  }
}

/** The state once the record has it. */
const storedState = (state: TimelineState): TimelineState => ({
  ...state,
  held: state.held.map((one) => (one.isStored ? one : { ...one, isStored: true })),
  closed: [],
  erased: [],
});

/** Erasing and closing come first: what is opened takes their place, and the database refuses two at once. */
async function writePositions(client: ClientBase, timelines: readonly Touched[], schema: string): Promise<void> {
  const erased = timelines.flatMap(({ state }) => state.erased);
  if (erased.length > 0) await client.query(`DELETE FROM ${schema}.position WHERE id = ANY ($1::uuid[])`, [erased]);
  const closed = timelines.flatMap(({ state }) => state.closed.filter(({ isStored }) => isStored));
  if (closed.length > 0) {
    const set = rowSet(closed, closedColumns);
    await client.query(
      `UPDATE ${schema}.position p SET known = tstzrange(lower(p.known), r.known_to)
         FROM ${set.from} WHERE p.id = r.id`,
      set.values,
    );
  }
  const opened = timelines.flatMap((timeline): PositionRow[] => [
    ...timeline.state.closed.filter(isNew).map((held) => ({ timeline, held, knownTo: held.knownTo })),
    ...timeline.state.held.filter(isNew).map((held) => ({ timeline, held, knownTo: null })),
  ]);
  await insertRows(client, `${schema}.position`, opened, positionColumns);
}

const isNew = ({ isStored }: HeldSegment): boolean => !isStored;

const keyColumns: readonly Column<Pick<Touched, 'dossier' | 'actor' | 'issue'>>[] = [
  { name: 'dossier_id', type: 'text', of: ({ dossier }) => dossier },
  { name: 'actor_id', type: 'text', of: ({ actor }) => actor },
  { name: 'issue_id', type: 'text', of: ({ issue }) => issue },
];

interface Key {
  readonly dossier_id: string;
  readonly actor_id: string;
  readonly issue_id: string;
}

interface TimelineRow extends Key {
  readonly sequence: number;
  readonly changed_at: Date;
}

interface HeldRow extends Key {
  readonly id: string;
  readonly stance: Stance;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly known_from: Date;
  readonly last_stated_on: string;
  readonly statements: number;
  readonly independent_sources: number;
  readonly condition: string | null;
  readonly doubt: Doubt | null;
  readonly statement_ids: string[];
  readonly sequence: number;
}

/** Puts in what the record has of these timelines. */
async function loadTimelines(
  client: ClientBase,
  timelines: ReadonlyMap<string, Touched>,
  schema: string,
): Promise<void> {
  const keys = rowSet([...timelines.values()], keyColumns);
  const known = await client.query<TimelineRow>(
    `SELECT dossier_id, actor_id, issue_id, t.sequence, t.changed_at
       FROM ${keys.from} JOIN ${schema}.timeline t USING (dossier_id, actor_id, issue_id)`,
    keys.values,
  );
  const rows = await client.query<HeldRow>(
    // One lookup for each timeline: while a table grows its statistics are of a small one, and joined as a whole it would be
    // read as a whole by every batch.
    `SELECT p.dossier_id, p.actor_id, p.issue_id, p.id, p.stance, p.valid_from::text, p.valid_to::text, p.known_from,
            p.last_stated_on::text, p.statements, p.independent_sources, p.condition, p.doubt, p.statement_ids, p.sequence
       FROM ${keys.from}
       CROSS JOIN LATERAL (
         SELECT * FROM ${schema}.position held
          WHERE held.dossier_id = r.dossier_id AND held.actor_id = r.actor_id AND held.issue_id = r.issue_id
            AND upper_inf(held.known)
          ORDER BY held.valid_from OFFSET 0) p`,
    keys.values,
  );
  const held = new Map<string, HeldSegment[]>();
  for (const row of rows.rows) {
    const ofTimeline = held.get(keyOf(row));
    if (ofTimeline) ofTimeline.push(heldOf(row));
    else held.set(keyOf(row), [heldOf(row)]);
  }
  for (const row of known.rows) {
    const timeline = timelines.get(keyOf(row));
    if (!timeline) continue;
    timeline.state = {
      sequence: row.sequence,
      changedAt: row.changed_at,
      held: held.get(keyOf(row)) ?? [],
      closed: [],
      erased: [],
    };
    timeline.isStored = true;
  }
}

const keyOf = (row: Key): string => timelineKeyOf(row.dossier_id, row.actor_id, row.issue_id);

const heldOf = (row: HeldRow): HeldSegment => ({
  id: row.id,
  segment: {
    position: {
      stance: row.stance,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      lastStatedOn: row.last_stated_on,
      statements: row.statements,
      independentSources: row.independent_sources,
      condition: row.condition,
      doubt: row.doubt,
    },
    statementIds: row.statement_ids,
  },
  knownFrom: row.known_from,
  sequence: row.sequence,
  isStored: true,
});
