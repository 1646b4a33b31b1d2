import {
  ARTICLES_TOPIC,
  CONSUMED_TOPICS,
  type ConsumingService,
  CURATIONS_TOPIC,
  DEAD_LETTER_TOPICS,
  POSITIONS_TOPIC,
  STATEMENTS_TOPIC,
} from '@parley/contracts';
import type { EventLog, PartitionBounds } from '@parley/event-log';
import type { Report } from './finding.js';
import type { Snapshot } from './snapshot.js';
import { timelineSql } from './timeline-name.js';

export interface Checkpoint {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  /** The next offset it will take; null where it has taken none. */
  readonly next: bigint | null;
}

/** How far a consumer is behind the end of a topic, in offsets. */
export interface ConsumerLag {
  readonly consumer: string;
  readonly topic: string;
  readonly lag: bigint;
}

/** What each consumer had taken at the instant of the snapshot. */
export class Checkpoints {
  private readonly next = new Map<string, bigint>();

  constructor(readonly all: readonly Checkpoint[]) {
    for (const { consumer, topic, partition, next } of all)
      if (next !== null) this.next.set(keyOf(consumer, topic, partition), next);
  }

  /** 0 where nothing was taken. */
  of(consumer: string, topic: string, partition: number): bigint {
    return this.next.get(keyOf(consumer, topic, partition)) ?? 0n;
  }

  /** Whether a consumer has been past a place. */
  isPast(consumer: string, topic: string, partition: number, offset: bigint): boolean {
    return offset < this.of(consumer, topic, partition);
  }

  /** What was found out to have been taken, whatever the checkpoint says. */
  moveTo(consumer: string, topic: string, partition: number, next: bigint): void {
    this.next.set(keyOf(consumer, topic, partition), next);
  }
}

const keyOf = (consumer: string, topic: string, partition: number): string => `${consumer} ${topic}/${partition}`;

/** Consumers that keep their checkpoints in Postgres, by the schema they are in. */
const IN_POSTGRES = { ingest: 'ingest', tracker: 'tracker', projector: 'record' } as const;

/**
 * Checkpoints in Postgres as of the snapshot. Those that the log keeps (the extractor's) are read from it, after the
 * snapshot and before the log is read: what they have passed has been appended by then.
 */
export async function loadCheckpoints(snapshot: Snapshot, log: EventLog): Promise<Checkpoints> {
  const all: Checkpoint[] = [];
  for (const [consumer, schema] of Object.entries(IN_POSTGRES)) {
    const [made] = await snapshot.query<{ is: boolean }>(
      `SELECT to_regclass('${schema}.checkpoint') IS NOT NULL AS is`,
    );
    if (!made?.is) continue;
    const rows = await snapshot.query<{ topic: string; partition: number; next: bigint }>(
      `SELECT topic, partition, next_offset AS next FROM ${schema}.checkpoint WHERE consumer = $1 ORDER BY topic, partition`,
      [consumer],
    );
    for (const row of rows) all.push({ consumer, ...row });
  }
  for (const { topic, partition, next } of await log.lag('extractor', CONSUMED_TOPICS.extractor))
    all.push({ consumer: 'extractor', topic, partition, next });
  return new Checkpoints(all);
}

/** Checkpoints that no log can have: beyond its end, or of a partition it does not have. */
export function checkBounds(
  checkpoints: Checkpoints,
  bounds: ReadonlyMap<string, readonly PartitionBounds[]>,
  report: Report,
): void {
  for (const { consumer, topic, partition, next } of checkpoints.all) {
    if (next === null) continue;
    const found = bounds.get(topic)?.find((one) => one.partition === partition);
    const end = found?.end ?? 0n;
    if (next <= end) continue;
    report('VERIFY_CHECKPOINT_BEYOND', { consumer, topic, partition }, `at most ${end}, the end of the log`, `${next}`);
    checkpoints.moveTo(consumer, topic, partition, end);
  }
}

/** How far each consumer is behind; those that are not are left out. */
export function lagOf(
  checkpoints: Checkpoints,
  bounds: ReadonlyMap<string, readonly PartitionBounds[]>,
): ConsumerLag[] {
  const lags: ConsumerLag[] = [];
  for (const [consumer, topics] of Object.entries(CONSUMED_TOPICS) as [ConsumingService, readonly string[]][]) {
    const all = consumer === 'projector' ? [...topics, ...DEAD_LETTER_TOPICS.map(({ name }) => name)] : topics;
    for (const topic of all) {
      const lag = (bounds.get(topic) ?? []).reduce((sum, { partition, begin, end }) => {
        const next = checkpoints.of(consumer, topic, partition);
        return sum + (end - (next > begin ? next : begin));
      }, 0n);
      if (lag > 0n) lags.push({ consumer, topic, lag });
    }
  }
  return lags;
}

interface Traces {
  readonly consumer: 'projector' | 'tracker';
  readonly topic: string;
  /** Gives (partition, offset, present) for each event of the topic that leaves a trace, its first copy alone. */
  readonly sql: string;
}

/** The first place of each event that concerns an article. */
const firstOf = (types: readonly string[]): string =>
  `(SELECT DISTINCT ON (topic, event_id) * FROM verify_of_article
     WHERE type IN (${types.map((type) => `'${type}'`).join(', ')}) ORDER BY topic, event_id, "offset") e`;
const READ = firstOf(['parley.statements.extracted']);
const CURATED = firstOf([
  'parley.statement.retracted',
  'parley.statement.amended',
  'parley.statement.added',
  'parley.statement.restored',
]);
const OBSERVED = firstOf(['parley.article.observed']);
/** Version 1 names no revision, and leaves no trace where it came too late. */
const WITHDRAWN = `(SELECT * FROM ${firstOf(['parley.article.withdrawn'])} WHERE e.revision IS NOT NULL) e`;

// Joins throughout: a subquery for each event would go through a table as often as there are events.
const TRACES: readonly Traces[] = [
  {
    consumer: 'projector',
    topic: ARTICLES_TOPIC,
    sql: `SELECT e.partition, e."offset", coalesce(a.revision_number >= e.revision, false) OR r.number IS NOT NULL
            FROM ${OBSERVED} LEFT JOIN record.article a ON a.id = e.article_id
            LEFT JOIN record.revision r ON r.article_id = e.article_id AND r.number = e.revision
           UNION ALL
          SELECT e.partition, e."offset", w.event_id IS NOT NULL
            FROM ${WITHDRAWN} LEFT JOIN record.withdrawal w ON w.event_id = e.event_id`,
  },
  {
    consumer: 'projector',
    topic: STATEMENTS_TOPIC,
    sql: `SELECT e.partition, e."offset", s.event_id IS NOT NULL
            FROM ${READ} LEFT JOIN record.statement_set s ON s.event_id = e.event_id`,
  },
  {
    consumer: 'projector',
    topic: CURATIONS_TOPIC,
    // There are few, and the statements of an article are found by its id.
    sql: `SELECT e.partition, e."offset", c.event_id IS NOT NULL
                   OR EXISTS (SELECT FROM record.statement s
                               WHERE s.article_id = e.article_id AND e.event_id = ANY (s.curations))
            FROM ${CURATED} LEFT JOIN record.curation c ON c.event_id = e.event_id`,
  },
  {
    consumer: 'projector',
    topic: POSITIONS_TOPIC,
    sql: `SELECT e.partition, e."offset", c.event_id IS NOT NULL OR coalesce(t.sequence >= e.sequence, false)
            FROM (SELECT DISTINCT ON (event_id) * FROM verify_change ORDER BY event_id, "offset") e
            LEFT JOIN record.change c ON c.event_id = e.event_id
            LEFT JOIN record.timeline t ON ${timelineSql('t')} = e.timeline`,
  },
  {
    consumer: 'tracker',
    topic: ARTICLES_TOPIC,
    sql: `SELECT e.partition, e."offset", coalesce(a.revision_number >= e.revision, false)
            FROM ${OBSERVED} LEFT JOIN tracker.article_signature a ON a.article_id = e.article_id
           UNION ALL
          SELECT e.partition, e."offset", coalesce(w.revision_number >= e.revision OR cardinality(w.undone) > 0, false)
            FROM ${WITHDRAWN} LEFT JOIN tracker.withdrawal w ON w.article_id = e.article_id`,
  },
  {
    consumer: 'tracker',
    topic: STATEMENTS_TOPIC,
    // A reading under no dossier leaves nothing.
    sql: `SELECT e.partition, e."offset",
                 bool_or(coalesce(s.revision_number > e.revision OR e.event_id = ANY (s.event_ids), false))
            FROM ${READ} LEFT JOIN tracker.article_set s
                   ON s.article_id = e.article_id AND s.dossier_id = ANY (string_to_array(e.dossiers, ' '))
           WHERE e.dossiers <> '' GROUP BY e.partition, e."offset"`,
  },
  {
    consumer: 'tracker',
    topic: CURATIONS_TOPIC,
    sql: `SELECT e.partition, e."offset", c.event_id IS NOT NULL
            FROM ${CURATED} LEFT JOIN tracker.curation c ON c.event_id = e.event_id`,
  },
];

/**
 * Finds checkpoints that were moved: behind what has left its trace in the tables, or ahead of it. The checkpoints are
 * then taken to be where the traces end, so that what follows compares what was truly taken.
 */
export async function checkTraces(
  snapshot: Snapshot,
  checkpoints: Checkpoints,
  made: { readonly record: boolean; readonly tracker: boolean },
  report: Report,
): Promise<void> {
  for (const { consumer, topic, sql } of TRACES) {
    if (!(consumer === 'tracker' ? made.tracker : made.record)) continue;
    const known = checkpoints.all.filter((one) => one.consumer === consumer && one.topic === topic);
    const rows = await snapshot.query<{ partition: number; ahead: bigint; behind: bigint; from: bigint; to: bigint }>(
      `WITH checkpoint AS (
         SELECT * FROM unnest($1::int[], $2::bigint[]) AS c (partition, next)),
       trace AS (
         SELECT t.*, coalesce(c.next, 0) AS next
           FROM (${sql}) AS t (partition, "offset", present) LEFT JOIN checkpoint c USING (partition)
          WHERE t.present OR NOT EXISTS (
                  SELECT FROM verify_set_aside a
                   WHERE a.service = $3 AND a.topic = $4 AND a.partition = t.partition AND a."offset" = t."offset")),
       last AS (
         SELECT partition, max("offset") FILTER (WHERE present AND "offset" < next) AS present_before FROM trace
          GROUP BY partition)
       SELECT partition,
              count(*) FILTER (WHERE NOT present AND "offset" < next AND "offset" > coalesce(present_before, -1)) AS ahead,
              min("offset") FILTER (WHERE NOT present AND "offset" < next AND "offset" > coalesce(present_before, -1)) AS "from",
              count(*) FILTER (WHERE present AND "offset" >= next) AS behind,
              max("offset") FILTER (WHERE present AND "offset" >= next) AS "to"
         FROM trace JOIN last USING (partition) GROUP BY partition ORDER BY partition`,
      [
        known.map(({ partition }) => partition),
        known.map(({ partition }) => String(checkpoints.of(consumer, topic, partition))),
        consumer,
        topic,
      ],
    );
    for (const { partition, ahead, behind, from, to } of rows) {
      const next = checkpoints.of(consumer, topic, partition);
      const where = { consumer, topic, partition };
      if (behind > 0n) {
        report(
          'VERIFY_CHECKPOINT_BEHIND',
          where,
          `${to + 1n}: ${behind} events from offset ${next} on have been taken`,
          `${next}`,
        );
        checkpoints.moveTo(consumer, topic, partition, to + 1n);
      } else if (ahead > 0n) {
        report(
          'VERIFY_CHECKPOINT_AHEAD',
          where,
          `${from}: none of the ${ahead} events from there on was taken`,
          `${next}`,
        );
        checkpoints.moveTo(consumer, topic, partition, from);
      }
    }
  }
}
