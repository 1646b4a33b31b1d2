import { ALL_TOPICS, DEAD_LETTER_TOPICS } from '@parley/contracts';
import type { EventLog, PartitionBounds } from '@parley/event-log';
import pg from 'pg';
import { checkDoubles } from './check-doubles.js';
import { type ConsumerLag, checkBounds, checkTraces, lagOf, loadCheckpoints } from './checkpoints.js';
import { type ArticleCounts, compareArticles } from './compare-articles.js';
import { compareDeadLetters, type DeadLetterCounts, reportDeadLetters } from './compare-dead-letters.js';
import { compareDossiers } from './compare-dossiers.js';
import { comparePositions, countingRow, type DecidedLater, type PositionCounts } from './compare-positions.js';
import { compareSchema } from './compare-schema.js';
import { DossierRules } from './dossier-rules.js';
import { type Finding, type FindingCode, findingOf, type Report } from './finding.js';
import { LogView } from './log-view.js';
import { readLog } from './read-log.js';
import { readOutbox } from './read-outbox.js';
import { SCRATCH, Scratch } from './scratch.js';
import { SetAside } from './set-aside.js';
import { Snapshot } from './snapshot.js';
import { compareStories, findStories } from './story-clusters.js';
import { timelineOfName } from './timeline-name.js';
import { VerifyError } from './verify-error.js';

export type VerifyPhase = 'reading' | 'articles' | 'positions' | 'done';

export interface VerifyProgress {
  readonly phase: VerifyPhase;
  /** The topic that is read; null in phases that read none. */
  readonly topic: string | null;
  /** Records of the log read, articles and timelines compared. */
  readonly done: number;
  /** As far as is known: it grows while others append. */
  readonly total: number;
  readonly perSecond: number;
}

export interface VerifyOptions {
  readonly log: EventLog;
  readonly databaseUrl: string;
  /** Narrows what is compared of statements, positions and dossiers to one dossier. The log is looked at whole. */
  readonly dossier?: string;
  /** Told of each disagreement as it is found. */
  readonly onFinding?: (finding: Finding) => void;
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** What agrees, counted. */
export interface VerifyCounts extends ArticleCounts, PositionCounts {
  /** Records read, of all topics but the dead letters'. */
  readonly records: number;
  /** Events that stand in the log twice with the same content: known by their id, they count once. */
  readonly doubles: number;
  readonly dossierVersions: number;
  /** Decided changes that are about to be published. */
  readonly outbox: number;
  readonly deadLetters: DeadLetterCounts;
  /** Columns, constraints, indexes and views as they should be. */
  readonly schemaParts: number;
}

export interface VerifyReport {
  readonly agrees: boolean;
  /** The instant of the snapshot: what was appended since then is not compared. */
  readonly at: Date;
  readonly counts: VerifyCounts;
  /** How far each consumer was behind the log: no disagreement, but not looked at yet. */
  readonly lag: readonly ConsumerLag[];
  /** How many disagreements there are of each kind. */
  readonly findings: Readonly<Partial<Record<FindingCode, number>>>;
  readonly seconds: number;
}

/**
 * Recomputes the record from the log, by ways of its own, and compares: the log with itself, the read models with the
 * log, the positions with what the statements show, the announcements with what was decided, every span with the text.
 * Changes nothing, and needs nobody to stop: it looks at the database as it is at one instant, and at the log as far as
 * each consumer had taken it by then. Holds no more than what belongs to one article or timeline, the dead letters, the
 * dossiers and the ids of articles that have copies; Postgres keeps the rest in temporary tables, which take about as
 * much of its disk as the log without its texts.
 *
 * Throws VerifyError VERIFY_NOTHING_THERE, VERIFY_OTHER_VERSION, VERIFY_REBUILD_RUNNING or VERIFY_ABORTED, and errors of log and database.
 */
export async function verifyRecord(options: VerifyOptions): Promise<VerifyReport> {
  const snapshot = await Snapshot.open(options.databaseUrl, SCRATCH);
  try {
    return await new Verification(options, snapshot).run();
  } catch (error) {
    if (options.signal?.aborted)
      throw new VerifyError('VERIFY_ABORTED', 'the verification was stopped; nothing was changed', { cause: error });
    if (error instanceof pg.DatabaseError && MISSING.has(error.code ?? ''))
      throw new VerifyError(
        'VERIFY_OTHER_VERSION',
        `the tables are not as this version makes them (${error.message}): start its services once, or rebuild the record`,
        { cause: error },
      );
    throw error;
  } finally {
    await snapshot.close();
  }
}

/** SQLSTATE of a table and of a column that is not there. */
const MISSING: ReadonlySet<string> = new Set(['42P01', '42703']);

class Verification {
  private readonly startedAt = performance.now();
  private readonly found = new Map<FindingCode, number>();
  private phase: VerifyPhase = 'reading';
  private topic: string | null = null;
  private done = 0;
  private total = 0;

  constructor(
    private readonly options: VerifyOptions,
    private readonly snapshot: Snapshot,
  ) {}

  async run(): Promise<VerifyReport> {
    const { snapshot, report } = this;
    const { log, databaseUrl, signal, dossier = null } = this.options;
    const { at, ...made } = await this.made();
    if (!made.record)
      throw new VerifyError(
        'VERIFY_NOTHING_THERE',
        'this database has no record yet: start Parley, or see that the configuration names the right one',
      );
    const existing = await existingTopics(log);
    const checkpoints = await loadCheckpoints(snapshot, log);
    const setAside = await SetAside.read(log, existing);
    const scratch = new Scratch(snapshot);
    for (const { service, topic, of } of setAside.all())
      await scratch.put('verify_set_aside', [service, topic, of.partition, String(of.offset)]);
    await scratch.settle('verify_set_aside');

    const schemaParts = await compareSchema(
      snapshot,
      databaseUrl,
      { ...made, log: log.adapter === 'embedded' },
      report,
    );
    await this.sizeUp(existing);
    const read = await readLog({
      log,
      scratch,
      setAside,
      existing,
      report,
      signal,
      onRecords: (topic, records) => {
        this.topic = topic;
        this.step(records);
      },
    });
    signal?.throwIfAborted();
    this.topic = null;
    const outbox = made.tracker ? await readOutbox(snapshot, scratch, report) : 0;
    await scratch.settle('verify_change');
    const doubles = await checkDoubles(snapshot, report);
    const bounds = new Map([...read.bounds, ...(await this.boundsOfDeadLetters(existing))]);
    checkBounds(checkpoints, bounds, report);
    const lag = lagOf(checkpoints, bounds);
    await checkTraces(snapshot, checkpoints, made, report);

    const viewOf = (consumer: 'projector' | 'tracker' | 'extractor') => new LogView(consumer, checkpoints, setAside);
    const views = { projector: viewOf('projector'), tracker: viewOf('tracker'), extractor: viewOf('extractor') };
    const rules = await DossierRules.load(read.dossiers, snapshot, made);
    if (made.tracker) await rules.countBy(read.dossiers, views.tracker, snapshot, report);
    const stories = made.tracker ? await findStories(snapshot, checkpoints) : new Map<string, string>();
    if (made.tracker) await compareStories(snapshot, stories, report);
    const dossierVersions = await compareDossiers(snapshot, read.dossiers, views.projector, dossier, report);
    const deadLetters = reportDeadLetters(setAside, report);
    await compareDeadLetters(snapshot, setAside, views.projector, report);

    this.phase = 'articles';
    const articles = await compareArticles({
      snapshot,
      views,
      dossier,
      hasTracker: made.tracker,
      report,
      signal,
      onArticle: () => this.step(1),
      onCounting: (counting) => scratch.put('verify_counting', countingRow(counting, rules)),
    });
    await scratch.settle('verify_counting');
    this.phase = 'positions';
    const positions = await comparePositions({
      snapshot,
      view: views.projector,
      rules,
      stories,
      dossier,
      hasRecord: made.record,
      hasTracker: made.tracker,
      report,
      signal,
      onTimeline: () => this.step(1),
    });
    if (made.tracker) await this.checkDecidedLater(positions.later);
    this.phase = 'done';
    this.total = this.done;
    this.tell();
    const records = Object.values(read.records).reduce((sum, count) => sum + count, 0);
    return {
      agrees: this.found.size === 0,
      at,
      counts: {
        records,
        doubles,
        dossierVersions,
        ...articles,
        ...positions.counts,
        outbox,
        deadLetters,
        schemaParts,
      },
      lag,
      findings: Object.fromEntries([...this.found].sort(([a], [b]) => (a < b ? -1 : 1))),
      seconds: this.seconds(),
    };
  }

  private readonly report: Report = (code, where, expected, found) => {
    this.found.set(code, (this.found.get(code) ?? 0) + 1);
    this.options.onFinding?.(findingOf(code, where, expected, found));
  };

  private async made(): Promise<{ readonly at: Date; readonly record: boolean; readonly tracker: boolean }> {
    const [made] = await this.snapshot.query<{ at: Date; record: boolean; tracker: boolean }>(
      `SELECT now() AS at, to_regclass('record.checkpoint') IS NOT NULL AS record,
              to_regclass('tracker.checkpoint') IS NOT NULL AS tracker`,
    );
    return made ?? { at: new Date(0), record: false, tracker: false };
  }

  private async sizeUp(existing: ReadonlySet<string>): Promise<void> {
    const dead = new Set(DEAD_LETTER_TOPICS.map(({ name }) => name));
    for (const topic of existing) {
      if (dead.has(topic)) continue;
      for (const { begin, end } of await this.options.log.bounds(topic)) this.total += Number(end - begin);
    }
    const [rows] = await this.snapshot.query<{ rows: bigint }>(
      'SELECT (SELECT count(*) FROM record.article) + (SELECT count(*) FROM record.timeline) AS rows',
    );
    this.total += Number(rows?.rows ?? 0n);
  }

  private async boundsOfDeadLetters(existing: ReadonlySet<string>): Promise<Map<string, readonly PartitionBounds[]>> {
    const bounds = new Map<string, readonly PartitionBounds[]>();
    for (const { name } of DEAD_LETTER_TOPICS)
      if (existing.has(name)) bounds.set(name, await this.options.log.bounds(name));
    return bounds;
  }

  /** The tracker decides before it announces: by now it knows of every change that was in the topic. */
  private async checkDecidedLater(later: DecidedLater): Promise<void> {
    if (later.size === 0) return;
    const client = new pg.Client({ connectionString: this.options.databaseUrl, application_name: 'parley verify' });
    // A connection that breaks fails the query in flight; without a listener it would end the process besides.
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ timeline: string; sequence: number; announced: number }>(
        `SELECT l.timeline, coalesce(t.sequence, 0) AS sequence, l.announced
           FROM unnest($1::text[], $2::int[]) AS l (timeline, announced)
           LEFT JOIN tracker.timeline t
                  ON (t.dossier_id, t.actor_id, t.issue_id)
                   = (split_part(l.timeline, chr(31), 1), split_part(l.timeline, chr(31), 2), split_part(l.timeline, chr(31), 3))
          WHERE l.announced > coalesce(t.sequence, 0) ORDER BY l.timeline`,
        [[...later.keys()], [...later.values()]],
      );
      for (const { timeline, sequence, announced } of rows)
        this.report(
          'VERIFY_CHANGE_UNDECIDED',
          { ...timelineOfName(timeline), sequence: announced },
          sequence === 0 ? null : `changes up to ${sequence}`,
          `change ${announced}`,
        );
    } finally {
      await client.end();
    }
  }

  private step(by: number): void {
    this.done += by;
    this.total = Math.max(this.total, this.done);
    this.tell();
  }

  private tell(): void {
    this.options.onProgress?.({
      phase: this.phase,
      topic: this.topic,
      done: this.done,
      total: this.total,
      perSecond: this.done / this.seconds(),
    });
  }

  private seconds(): number {
    return (performance.now() - this.startedAt) / 1_000;
  }
}

async function existingTopics(log: EventLog): Promise<ReadonlySet<string>> {
  const reports = await log.describeTopics(ALL_TOPICS);
  return new Set(reports.filter(({ status }) => status !== 'missing').map(({ name }) => name));
}
