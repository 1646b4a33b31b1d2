import { POSITIONS_TOPIC, type PositionChanged, type TimelineSegment } from '@parley/contracts';
import {
  applyChange,
  FIRST_POLICY,
  type LedgerStatement,
  outletSource,
  type Policy,
  storySource,
  TimelineMismatchError,
  timelineOf,
} from '@parley/domain';
import { align } from './align.js';
import { canonicalJson, digestOfValue, wellFormed } from './canonical.js';
import { compareRows, type Fields } from './compare-rows.js';
import type { Counting } from './counting-statements.js';
import type { DossierRules } from './dossier-rules.js';
import { distinct } from './expected-articles.js';
import { expectedPositions, type RecordedChange } from './expected-positions.js';
import type { Report, Where } from './finding.js';
import type { LogView } from './log-view.js';
import type { Snapshot } from './snapshot.js';
import type { Stories } from './story-clusters.js';
import { timelineName, timelineOfName, timelineSql } from './timeline-name.js';

export interface PositionCounts {
  timelines: number;
  /** Changes announced, each once and in order. */
  changes: number;
  /** Rows on both axes. */
  positions: number;
  /** Timelines that follow anew from their statements. */
  recomputed: number;
  /** Statements that count. */
  counting: number;
}

export interface ComparePositionsOptions {
  readonly snapshot: Snapshot;
  readonly view: LogView;
  readonly rules: DossierRules;
  readonly stories: Stories;
  readonly dossier: string | null;
  readonly hasRecord: boolean;
  readonly hasTracker: boolean;
  readonly report: Report;
  readonly onTimeline: () => void;
  readonly signal: AbortSignal | undefined;
}

/** A counting statement as it is put down for its timeline. */
type CountingRow = Omit<LedgerStatement, 'byOthers' | 'source'> & { readonly byOthers: boolean | null };

export function countingRow({ statement, article }: Counting, rules: DossierRules): readonly [string, string, string] {
  const row: CountingRow = {
    id: statement.id,
    statedOn: statement.statedOn,
    publishedAt: new Date(article.publishedAt).toISOString(),
    articleId: article.id,
    publisher: trackable(article.publisher),
    byOthers: rules.isByOthers(statement),
    start: statement.start,
    stance: statement.stance,
    confidence: statement.confidence,
    condition: statement.condition === null ? null : trackable(statement.condition),
  };
  return [
    timelineName(statement.dossier, rules.holderOf(statement), statement.issue),
    statement.id,
    JSON.stringify(row),
  ];
}

/** The tracker's ledger leaves U+0000 out, and has halves of surrogate pairs as U+FFFD. */
const trackable = (text: string): string => wellFormed(text.replaceAll('\u0000', ''));

interface TimelineRow {
  readonly timeline: string;
}
interface ChangeRow extends TimelineRow {
  readonly sequence: number;
  readonly partition: number | null;
  readonly offset: bigint;
  readonly recorded_at: Date | null;
  readonly event_id: string;
  readonly data: string;
}
interface LedgerRow extends TimelineRow {
  readonly statement_id: string;
  readonly by_others: boolean;
  readonly stance: string;
}
interface TrackedRow extends TimelineRow {
  readonly sequence: number;
  readonly policy_id: string | null;
  readonly policy_version: string | null;
}
type RecordRow = Fields & TimelineRow;

interface Group {
  readonly changes: readonly ChangeRow[];
  readonly counting: readonly (TimelineRow & { readonly data: string })[];
  readonly tracked: readonly TrackedRow[];
  readonly ledger: readonly LedgerRow[];
  readonly timeline: readonly RecordRow[];
  readonly position: readonly RecordRow[];
  readonly change: readonly RecordRow[];
}

/** Timelines with changes that were decided after the snapshot, if at all: name and highest number. */
export type DecidedLater = ReadonlyMap<string, number>;

/**
 * Compares timeline by timeline: what was decided with what the statements show, the announcements with the decisions,
 * and the record with the announcements.
 */
export async function comparePositions(
  options: ComparePositionsOptions,
): Promise<{ readonly counts: PositionCounts; readonly later: DecidedLater }> {
  const { snapshot, hasRecord, hasTracker, signal } = options;
  const name = ({ timeline }: TimelineRow) => timeline;
  const none = async function* (): AsyncGenerator<never, void, undefined> {};
  const rows = <Row extends TimelineRow>(isThere: boolean, sql: string) => ({
    rows: isThere ? snapshot.stream<Row & Record<string, unknown>>(sql) : none(),
    keyOf: name,
  });
  const of = (table: string, columns: string, order: string) =>
    `SELECT ${timelineSql('t')} AS timeline, ${columns} FROM ${table} t ORDER BY 1, ${order}`;
  const groups = align<{ [Name in keyof Group]: Group[Name][number] }>({
    changes: rows<ChangeRow>(
      true,
      // What waits in the outbox comes after what is in the log.
      'SELECT * FROM verify_change ORDER BY timeline, partition NULLS LAST, "offset"',
    ),
    counting: rows<TimelineRow & { data: string }>(
      true,
      'SELECT timeline, data FROM verify_counting ORDER BY timeline, statement_id',
    ),
    tracked: rows<TrackedRow>(hasTracker, of('tracker.timeline', 'sequence, policy_id, policy_version', 'sequence')),
    ledger: rows<LedgerRow>(
      hasTracker,
      `SELECT ${timelineSql('t')} AS timeline, statement_id, article_id, stance, stated_on, published_at, publisher,
              span_start, confidence, condition, by_others
         FROM tracker.ledger t WHERE active ORDER BY 1, statement_id`,
    ),
    timeline: rows<RecordRow>(hasRecord, of('record.timeline', 'actor, issue, sequence, changed_at', 'sequence')),
    position: rows<RecordRow>(
      hasRecord,
      of(
        'record.position',
        `id, stance, lower(valid) AS valid_from, upper(valid) AS valid_to, lower(known) AS known_from,
         upper(known) AS known_to, last_stated_on, statements, independent_sources, condition, doubt, statement_ids, sequence`,
        'id',
      ),
    ),
    change: rows<RecordRow>(
      hasRecord,
      of(
        'record.change',
        `event_id, partition, "offset", change, sequence, stance_before, stance_after, valid_from, data, recorded_at`,
        'sequence, event_id',
      ),
    ),
  });
  const comparison = new Comparison(options);
  for await (const { key, of: group } of groups) {
    signal?.throwIfAborted();
    if (options.dossier === null || timelineOfName(key).dossier === options.dossier) comparison.compare(key, group);
    options.onTimeline();
  }
  return { counts: comparison.counts, later: comparison.later };
}

class Comparison {
  readonly counts: PositionCounts = { timelines: 0, changes: 0, positions: 0, recomputed: 0, counting: 0 };
  readonly later = new Map<string, number>();

  constructor(private readonly options: ComparePositionsOptions) {}

  compare(name: string, group: Group): void {
    const { hasRecord, hasTracker } = this.options;
    this.counts.timelines++;
    const announced = this.announcedOf(name, group.changes);
    if (hasTracker) {
      const statements = this.checkLedger(name, group);
      const decided = this.checkDecided(name, group, announced);
      if (decided) this.recompute(name, decided, statements, group.tracked[0]);
    }
    if (hasRecord) this.compareRecord(name, group, announced);
  }

  /** What the topic announces, then what waits to be, each once. */
  private announcedOf(name: string, rows: readonly ChangeRow[]): RecordedChange[] {
    const inLog = new Set<string>();
    return rows.flatMap((row): RecordedChange[] => {
      const known = inLog.has(row.event_id);
      if (row.partition !== null) {
        inLog.add(row.event_id);
        if (known)
          this.options.report(
            'VERIFY_CHANGE_DOUBLE',
            {
              ...whereOf(name),
              sequence: row.sequence,
              topic: POSITIONS_TOPIC,
              partition: row.partition,
              offset: row.offset,
            },
            'each change once',
            `change ${row.sequence} again, event ${row.event_id}`,
          );
      }
      if (known) return [];
      // Read by the schema of its type when it was put down.
      const data = JSON.parse(row.data) as PositionChanged;
      // A partition of -1 is past no checkpoint: what waits in the outbox is in no record yet.
      return [
        {
          id: row.event_id,
          partition: row.partition ?? OUTBOX,
          offset: row.offset,
          recordedAt: row.recorded_at ?? new Date(0),
          data,
        },
      ];
    });
  }

  /** The changes decided by the snapshot, where they can be folded: without gaps, in order, each fitting the last. */
  private checkDecided(
    name: string,
    { tracked }: Group,
    announced: readonly RecordedChange[],
  ): TimelineSegment[] | null {
    const { report } = this.options;
    const decided = tracked[0]?.sequence ?? 0;
    const due = announced.filter(({ data }) => data.sequence <= decided);
    const beyond = announced.filter(({ data }) => data.sequence > decided);
    if (beyond.length > 0) this.later.set(name, Math.max(...beyond.map(({ data }) => data.sequence)));
    let isSound = true;
    let next = 1;
    for (const { id, data } of due) {
      const where = { ...whereOf(name), sequence: data.sequence, event: id };
      if (data.sequence < next) {
        report(
          'VERIFY_CHANGE_ORDER',
          where,
          next <= decided ? `change ${next}` : 'no further change',
          `change ${data.sequence}`,
        );
        isSound = false;
        continue;
      }
      if (data.sequence > next) isSound = this.missing(name, next, data.sequence);
      next = data.sequence + 1;
    }
    if (next <= decided) isSound = this.missing(name, next, decided + 1);
    if (!isSound) return null;
    let timeline: TimelineSegment[] = [];
    for (const { id, data } of due) {
      try {
        timeline = applyChange(timeline, data);
      } catch (error) {
        if (!(error instanceof TimelineMismatchError)) throw error;
        const where = { ...whereOf(name), sequence: data.sequence, event: id };
        report('VERIFY_CHANGE_MISFIT', where, 'a change of what is held', error.message);
        return null;
      }
    }
    this.counts.changes += due.length;
    return timeline;
  }

  private missing(name: string, from: number, to: number): false {
    const changes = to - from === 1 ? `change ${from}` : `changes ${from} to ${to - 1}`;
    this.options.report(
      'VERIFY_CHANGE_MISSING',
      { ...whereOf(name), sequence: from },
      `${changes} in ${POSITIONS_TOPIC} or the outbox`,
      null,
    );
    return false;
  }

  /** The tracker's ledger against the statements that count by the log; gives these. */
  private checkLedger(name: string, { counting, ledger }: Group): LedgerStatement[] {
    const { stories, report } = this.options;
    const inLedger = new Map(ledger.map((row) => [row.statement_id, row]));
    const statements = counting.map(({ data }): LedgerStatement => {
      const row = JSON.parse(data) as CountingRow;
      const story = stories.get(row.articleId);
      return {
        ...row,
        // Where versions of the dossier differ, which was at hand then is only known to whoever decided.
        byOthers: row.byOthers ?? inLedger.get(row.id)?.by_others ?? false,
        source: story === undefined ? outletSource(row.publisher) : storySource(story),
      };
    });
    compareRows(
      {
        table: 'tracker.ledger',
        key: ['statement_id'],
        about: () => whereOf(name),
        expected: statements.map((one) => ({
          statement_id: one.id,
          article_id: one.articleId,
          stance: one.stance,
          stated_on: one.statedOn,
          published_at: new Date(one.publishedAt),
          publisher: one.publisher,
          span_start: one.start,
          confidence: one.confidence,
          condition: one.condition,
          by_others: one.byOthers,
        })),
        found: ledger as unknown as readonly Fields[],
      },
      (_, where, expected, found) => report('VERIFY_LEDGER_DIFFERENT', where, expected, found),
    );
    this.counts.counting += statements.length;
    return statements;
  }

  private recompute(
    name: string,
    decided: readonly TimelineSegment[],
    statements: readonly LedgerStatement[],
    tracked: TrackedRow | undefined,
  ): void {
    const { rules, report } = this.options;
    const { dossier } = timelineOfName(name);
    const named =
      tracked?.policy_id != null && tracked.policy_version !== null
        ? rules.policy({ id: tracked.policy_id, version: tracked.policy_version })
        : tracked && tracked.sequence > 0
          ? FIRST_POLICY
          : undefined;
    const expected = showing(statements, named ?? rules.inForce(dossier));
    if (canonicalJson(expected) === canonicalJson(decided)) {
      this.counts.recomputed++;
      return;
    }
    const at = expected.findIndex((segment, index) => canonicalJson(segment) !== canonicalJson(decided[index]));
    const place = at === -1 ? expected.length : at;
    report('VERIFY_POSITION_DIFFERENT', whereOf(name), told(expected[place]), told(decided[place]));
  }

  private compareRecord(name: string, group: Group, announced: readonly RecordedChange[]): void {
    const { view, report } = this.options;
    const folded = distinct(announced).filter(({ partition, offset }) => view.has(POSITIONS_TOPIC, partition, offset));
    const about = () => whereOf(name);
    const last = folded.at(-1);
    let expected: ReturnType<typeof expectedPositions>;
    try {
      expected = expectedPositions(folded);
    } catch (error) {
      if (!(error instanceof TimelineMismatchError)) throw error;
      // It is told of where the changes themselves are looked at; the record can't follow from them.
      return;
    }
    this.counts.positions += compareRows(
      { table: 'record.position', key: ['id'], about, expected: expected.rows, found: group.position },
      report,
    );
    compareRows(
      {
        table: 'record.timeline',
        key: [],
        about,
        expected: last
          ? [
              {
                actor: last.data.actor,
                issue: last.data.issue,
                sequence: last.data.sequence,
                changed_at: expected.changedAt,
              },
            ]
          : [],
        found: group.timeline,
      },
      report,
    );
    compareRows(
      {
        table: 'record.change',
        key: ['event_id'],
        about: (row) => ({ ...whereOf(name), sequence: Number(row.sequence) }),
        expected: folded.map(({ id, partition, offset, recordedAt, data }) => ({
          event_id: id,
          partition,
          offset,
          change: data.change,
          sequence: data.sequence,
          stance_before: data.before?.stance ?? null,
          stance_after: data.after?.stance ?? null,
          valid_from: data.after?.validFrom ?? null,
          data: digestOfValue(data),
          recorded_at: recordedAt,
        })),
        found: group.change.map((row) => ({ ...row, data: digestOfValue(row.data) })),
      },
      report,
    );
  }
}

/** No partition has this number. */
const OUTBOX = -1;

/** What statements show under a policy; the rules of version 1 knew no doubt. */
function showing(statements: readonly LedgerStatement[], policy: Policy): TimelineSegment[] {
  const timeline = timelineOf(statements, policy);
  if (policy.version !== FIRST_POLICY.version) return timeline;
  return timeline.map((segment) => ({ ...segment, position: { ...segment.position, doubt: null } }));
}

const whereOf = (name: string): Where => ({ ...timelineOfName(name) });

function told(segment: TimelineSegment | undefined): string | null {
  if (!segment) return null;
  const { stance, validFrom, validTo, statements, independentSources, doubt } = segment.position;
  return (
    `${stance} from ${validFrom} to ${validTo ?? 'now'}, ${statements} statements of ${independentSources} sources, ` +
    `last stated on ${segment.position.lastStatedOn}${doubt ? `, in doubt: ${doubt.kind}` : ''}; ${segment.statementIds.join(' ')}`
  );
}
