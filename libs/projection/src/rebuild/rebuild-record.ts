import { CONSUMED_TOPICS, DEAD_LETTER_TOPICS } from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import { migrateRecord } from '@parley/store';
import pg, { type ClientBase } from 'pg';
import { dropSchema } from './drop-schema.js';
import { existingTopics } from './existing-topics.js';
import { type FoldTarget, foldTopic, throwIfAborted } from './fold-topic.js';
import { KnownDeadLetters, type SkippedRecord } from './known-dead-letters.js';
import { RebuildError } from './rebuild-error.js';
import { dropSecondaryIndexes } from './secondary-indexes.js';
import { NEXT_SCHEMA, PREVIOUS_SCHEMA, swapRecord } from './swap-record.js';

export type RebuildPhase = 'reading' | 'indexing' | 'catching-up' | 'swapping' | 'dropping' | 'done';

export interface RebuildProgress {
  readonly phase: RebuildPhase;
  /** The topic that is read; null in phases that read none. */
  readonly topic: string | null;
  /** Records folded so far. */
  readonly done: number;
  /** Records to fold, as far as is known: it grows while others append. */
  readonly total: number;
  readonly recordsPerSecond: number;
}

export interface RebuildOptions {
  readonly log: EventLog;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Stops the rebuild, up to the swap; the record stays as it was. */
  readonly signal?: AbortSignal;
}

export interface RebuildReport {
  readonly records: number;
  /** Records folded, by topic. */
  readonly topics: Readonly<Record<string, number>>;
  /** Left out, because the live projector had set them aside. */
  readonly skipped: readonly SkippedRecord[];
  readonly seconds: number;
  readonly recordsPerSecond: number;
}

/** With fewer records than this behind, the projector is kept waiting for the rest. */
const FEW_RECORDS = 1_000;
/** Against a log that is appended to faster than it is folded. */
const MAX_CATCH_UPS = 10;

/**
 * Folds the whole log into a schema beside the record and swaps it in. Readers go on reading, and never find the record
 * empty or missing; the live projector goes on projecting and is held off for the swap alone. Has no effect but on the
 * record. Only one runs at a time on a database.
 * Throws RebuildError REBUILD_RUNNING, REBUILD_EVENT_UNPROJECTABLE or REBUILD_ABORTED, and errors of log and database;
 * the record is then as it was.
 */
export async function rebuildRecord(options: RebuildOptions): Promise<RebuildReport> {
  const { databaseUrl, logger } = options;
  const guard = await connect(databaseUrl, 'parley rebuild guard');
  try {
    const { rows } = await guard.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('parley.record.rebuild', 0)) AS locked`,
    );
    if (!rows[0]?.locked)
      throw new RebuildError('REBUILD_RUNNING', 'another rebuild of this record is running: wait for it or stop it');
    const worker = await connect(databaseUrl, 'parley rebuild');
    try {
      return await new Rebuild(options, guard, worker).run();
    } finally {
      await worker.end();
    }
  } catch (error) {
    logger.warn({ err: error }, 'the rebuild ended without a new record');
    throw error;
  } finally {
    // Ends the advisory lock with it.
    await guard.end();
  }
}

async function connect(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

class Rebuild {
  private readonly startedAt = performance.now();
  private readonly folded = new Map<string, number>();
  private readonly skipped = new Map<string, SkippedRecord>();
  private readonly deadLetters: KnownDeadLetters;
  private phase: RebuildPhase = 'reading';
  private topic: string | null = null;
  private total = 0;

  constructor(
    private readonly options: RebuildOptions,
    /** Holds the rebuild's lock, and makes the swap. */
    private readonly guard: ClientBase,
    /** Fills the new schema. */
    private readonly worker: ClientBase,
  ) {
    this.deadLetters = new KnownDeadLetters(options.log);
  }

  async run(): Promise<RebuildReport> {
    const { databaseUrl, log, logger } = this.options;
    await migrateRecord(databaseUrl, undefined, logger);
    // What a rebuild that crashed has left.
    await dropSchema(this.guard, NEXT_SCHEMA);
    await dropSchema(this.guard, PREVIOUS_SCHEMA);
    try {
      await migrateRecord(databaseUrl, NEXT_SCHEMA, logger);
      // A crash loses the schema anyway; the swap's own commit is durable, and all before it with it.
      await this.worker.query('SET synchronous_commit = off');
      await this.load();
      await this.catchUp();
      this.enter('swapping');
      await swapRecord(this.guard, log, () => this.foldAll());
    } catch (error) {
      await this.drop(NEXT_SCHEMA);
      throw error;
    }
    this.enter('dropping');
    await this.drop(PREVIOUS_SCHEMA);
    this.enter('done');
    return this.report();
  }

  private async load(): Promise<void> {
    const topics = await this.topics();
    for (const topic of topics) {
      for (const { begin, end } of await this.options.log.bounds(topic)) this.total += Number(end - begin);
    }
    await this.deadLetters.refresh();
    this.enter('reading');
    const indexes = await dropSecondaryIndexes(this.worker, NEXT_SCHEMA);
    await this.foldAll();
    // Bounds count offsets, and not every offset has a record.
    this.total = this.records();
    this.enter('indexing');
    for (const index of indexes) {
      throwIfAborted(this.options.signal);
      await this.worker.query(index);
    }
    await this.analyze();
  }

  /** Until the projector would have to wait for next to nothing. */
  private async catchUp(): Promise<void> {
    this.enter('catching-up');
    for (let round = 0; round < MAX_CATCH_UPS; round++) {
      const before = this.records();
      await this.foldAll();
      if (this.records() - before < FEW_RECORDS) return;
    }
  }

  private async foldAll(): Promise<void> {
    const target: FoldTarget = {
      log: this.options.log,
      client: this.worker,
      schema: NEXT_SCHEMA,
      deadLetters: this.deadLetters,
      signal: this.options.signal,
      onSkipped: (skipped) => {
        this.skipped.set(`${skipped.topic}/${skipped.partition}/${skipped.offset}`, skipped);
        this.options.logger.warn(
          { ...skipped, offset: String(skipped.offset) },
          'left out of the rebuild: the projector had set it aside',
        );
      },
      onFolded: (topic, offsets) => {
        this.folded.set(topic, (this.folded.get(topic) ?? 0) + Number(offsets));
        this.total = Math.max(this.total, this.records());
        this.tell();
      },
    };
    for (const topic of await this.topics()) {
      this.topic = topic;
      await foldTopic(target, topic);
    }
    this.topic = null;
  }

  private topics(): Promise<readonly string[]> {
    return existingTopics(this.options.log, [
      ...CONSUMED_TOPICS.projector,
      ...DEAD_LETTER_TOPICS.map(({ name }) => name),
    ]);
  }

  private async analyze(): Promise<void> {
    const { rows } = await this.worker.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_catalog.pg_tables WHERE schemaname = $1',
      [NEXT_SCHEMA],
    );
    for (const { name } of rows) await this.worker.query(`ANALYZE ${NEXT_SCHEMA}."${name}"`);
  }

  /** Whatever goes wrong here concerns no reader, and the next rebuild does it again. */
  private async drop(schema: string): Promise<void> {
    try {
      await dropSchema(this.guard, schema);
    } catch (error) {
      this.options.logger.warn({ err: error, schema }, 'what a rebuild leaves could not be dropped');
    }
  }

  private enter(phase: RebuildPhase): void {
    this.phase = phase;
    this.tell();
  }

  private tell(): void {
    const { phase, topic, total } = this;
    const done = this.records();
    this.options.onProgress?.({ phase, topic, done, total, recordsPerSecond: done / this.seconds() });
  }

  private records(): number {
    return [...this.folded.values()].reduce((sum, count) => sum + count, 0);
  }

  private seconds(): number {
    return (performance.now() - this.startedAt) / 1_000;
  }

  private report(): RebuildReport {
    const records = this.records();
    const seconds = this.seconds();
    return {
      records,
      topics: Object.fromEntries(this.folded),
      skipped: [...this.skipped.values()],
      seconds,
      recordsPerSecond: records / seconds,
    };
  }
}
