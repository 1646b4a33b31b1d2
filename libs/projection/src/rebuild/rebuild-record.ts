import { CONSUMED_TOPICS, DEAD_LETTER_TOPICS } from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import { transact } from '@parley/postgres';
import { migrateRecord } from '@parley/store';
import pg, { type ClientBase } from 'pg';
import { deriveEvidence } from '../positions/derive-evidence.js';
import { dropSchema } from './drop-schema.js';
import { existingTopics } from './existing-topics.js';
import { type FoldTarget, foldTopic, throwIfAborted } from './fold-topic.js';
import { findLeftover, type Leftover, markHalfBuilt, unmark } from './half-built.js';
import { KnownDeadLetters, type SkippedRecord } from './known-dead-letters.js';
import { RebuildError } from './rebuild-error.js';
import { dropSecondaryIndexes } from './secondary-indexes.js';
import { NEXT_SCHEMA, PREVIOUS_SCHEMA, swapRecord } from './swap-record.js';

export type RebuildPhase = 'reading' | 'indexing' | 'catching-up' | 'swapping' | 'dropping' | 'done';

export interface RebuildProgress {
  readonly phase: RebuildPhase;
  /** The topic that is read; null in phases that read none. */
  readonly topic: string | null;
  /** Records folded so far, those of an earlier run that this one goes on from among them. */
  readonly done: number;
  /** Records to fold, as far as is known: it grows while others append. */
  readonly total: number;
  /** Of this run. */
  readonly recordsPerSecond: number;
}

export interface RebuildOptions {
  readonly log: EventLog;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Told what became of a rebuild that ended before it was done, in a sentence. */
  readonly onLeftover?: (sentence: string) => void;
  /** Stops the rebuild, up to the swap; the record stays as it was, and the next rebuild goes on from here. */
  readonly signal?: AbortSignal;
  /** Which version of Parley this is: what another one has begun is not gone on with. */
  readonly build?: string;
  /** Begins anew in any case. */
  readonly fromScratch?: boolean;
}

export interface RebuildReport {
  /** All that the record was folded from. */
  readonly records: number;
  /** How many of them an earlier run had folded that did not come to its end. */
  readonly resumedFrom: number;
  /** Records folded, by topic. */
  readonly topics: Readonly<Record<string, number>>;
  /** Left out by this run, because the live projector had set them aside. */
  readonly skipped: readonly SkippedRecord[];
  readonly seconds: number;
  readonly recordsPerSecond: number;
}

/** With fewer records than this behind, the projector is kept waiting for the rest. */
const FEW_RECORDS = 1_000;
/** Connections that fill the new schema. More would wait for this process, which takes the events apart. */
const WORKERS = 2;
/** Against a log that is appended to faster than it is folded. */
const MAX_CATCH_UPS = 10;

/**
 * Folds the whole log into a schema beside the record and swaps it in. Readers go on reading, and never find the record
 * empty or missing; the live projector goes on projecting and is held off for the swap alone. Has no effect but on the
 * record. Only one runs at a time on a database.
 *
 * What was folded is committed with its checkpoints, batch by batch: a rebuild that was stopped, lost its connection or was
 * killed is gone on with by the next one, unless it was begun by another version of Parley or from another log, or the log
 * has an event that can't be folded.
 * Throws RebuildError REBUILD_RUNNING, REBUILD_EVENT_UNPROJECTABLE or REBUILD_ABORTED, and errors of log and database;
 * the record is then as it was.
 */
export async function rebuildRecord(options: RebuildOptions): Promise<RebuildReport> {
  const { databaseUrl, logger } = options;
  const guard = await connect(databaseUrl, 'parley rebuild guard');
  try {
    await lockRebuilds(guard);
    const workers: pg.Client[] = [];
    try {
      while (workers.length < WORKERS) workers.push(await connect(databaseUrl, 'parley rebuild'));
      return await new Rebuild(options, guard, workers).run();
    } finally {
      for (const worker of workers) await worker.end();
    }
  } catch (error) {
    logger.warn({ err: error }, 'the rebuild ended without a new record');
    throw error;
  } finally {
    // Ends the advisory lock with it.
    await guard.end();
  }
}

/** Drops what a rebuild has left that did not come to its end; gives whether there was any. Throws REBUILD_RUNNING. */
export async function discardRebuild(databaseUrl: string): Promise<boolean> {
  const guard = await connect(databaseUrl, 'parley rebuild guard');
  try {
    await lockRebuilds(guard);
    const { rowCount } = await guard.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [NEXT_SCHEMA]);
    await dropSchema(guard, NEXT_SCHEMA);
    await dropSchema(guard, PREVIOUS_SCHEMA);
    return rowCount === 1;
  } finally {
    await guard.end();
  }
}

/** Until the connection ends. Throws REBUILD_RUNNING. */
async function lockRebuilds(guard: ClientBase): Promise<void> {
  const { rows } = await guard.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(hashtextextended('parley.record.rebuild', 0)) AS locked`,
  );
  if (!rows[0]?.locked)
    throw new RebuildError(
      'REBUILD_RUNNING',
      'another rebuild of this record is running, or it is being verified: wait for that or stop it',
    );
}

async function connect(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

class Rebuild {
  /** Does what is done by one. */
  private readonly worker: ClientBase;
  private readonly startedAt = performance.now();
  private readonly folded = new Map<string, number>();
  private readonly skipped = new Map<string, SkippedRecord>();
  private readonly deadLetters: KnownDeadLetters;
  private phase: RebuildPhase = 'reading';
  private topic: string | null = null;
  private total = 0;
  private resumedFrom = 0;

  constructor(
    private readonly options: RebuildOptions,
    /** Holds the rebuild's lock, and makes the swap. */
    private readonly guard: ClientBase,
    /** Fill the new schema. */
    private readonly workers: readonly ClientBase[],
  ) {
    const [worker] = workers;
    if (!worker) throw new RangeError('a rebuild takes a worker');
    this.worker = worker;
    this.deadLetters = new KnownDeadLetters(options.log);
  }

  async run(): Promise<RebuildReport> {
    const { databaseUrl, log, logger } = this.options;
    await migrateRecord(databaseUrl, undefined, logger);
    await dropSchema(this.guard, PREVIOUS_SCHEMA);
    try {
      const indexes = await this.begin();
      for (const worker of this.workers) {
        // A crash of the server may cost the last batches with their checkpoints; the swap's own commit is durable, and all
        // before it with it.
        await worker.query('SET synchronous_commit = off');
        // A batch of documents in memory and not in a temporary file; and so the indexes that are built over full tables.
        await worker.query(`SET work_mem = '64MB'; SET maintenance_work_mem = '256MB'`);
      }
      await this.load(indexes);
      await this.catchUp();
      this.enter('swapping');
      await swapRecord(this.guard, log, async () => {
        await this.foldAll('follow');
        await unmark(this.guard, NEXT_SCHEMA);
      });
    } catch (error) {
      // It would come to the same event again. All else is worth going on from.
      if (error instanceof RebuildError && error.code === 'REBUILD_EVENT_UNPROJECTABLE') await this.drop(NEXT_SCHEMA);
      throw error;
    }
    this.enter('dropping');
    await this.drop(PREVIOUS_SCHEMA);
    this.enter('done');
    return this.report();
  }

  /** Makes the schema beside the record, or takes what is there; gives what makes its dropped indexes again. */
  private async begin(): Promise<readonly string[]> {
    const { databaseUrl, log, logger, build = '', fromScratch = false } = this.options;
    const leftover = await findLeftover(this.guard, NEXT_SCHEMA, log, build);
    if (leftover?.usable && !fromScratch) return this.goOnFrom(leftover);
    if (leftover) {
      const why = leftover.usable ? 'as was asked for' : leftover.reason;
      this.options.onLeftover?.(`an unfinished rebuild was discarded: ${why}`);
    }
    await dropSchema(this.guard, NEXT_SCHEMA);
    await migrateRecord(databaseUrl, NEXT_SCHEMA, logger);
    return transact(this.worker, async () => {
      const indexes = await dropSecondaryIndexes(this.worker, NEXT_SCHEMA);
      await markHalfBuilt(this.worker, NEXT_SCHEMA, log, { build, indexes });
      return indexes;
    });
  }

  private goOnFrom({ folded, indexes }: Extract<Leftover, { usable: true }>): readonly string[] {
    for (const [topic, records] of folded) this.folded.set(topic, records);
    this.resumedFrom = this.records();
    this.options.onLeftover?.(`going on with an unfinished rebuild, ${this.resumedFrom} events are in it`);
    return indexes;
  }

  private async load(indexes: readonly string[]): Promise<void> {
    const topics = await this.topics();
    for (const topic of topics) {
      for (const { begin, end } of await this.options.log.bounds(topic)) this.total += Number(end - begin);
    }
    await this.deadLetters.refresh();
    this.enter('reading');
    await this.foldAll('load');
    // Bounds count offsets, and not every offset has a record.
    this.total = this.records();
    this.enter('indexing');
    await this.share([
      (worker) => deriveEvidence(worker, NEXT_SCHEMA),
      // The run before may have come as far as this.
      ...indexes.map((index) => (worker: ClientBase) => worker.query(index)),
    ]);
    await this.analyze();
  }

  /** Tasks among the workers, each as soon as one of them is free. */
  private async share(tasks: readonly ((worker: ClientBase) => Promise<unknown>)[]): Promise<void> {
    const waiting = [...tasks];
    const ends = await Promise.allSettled(
      this.workers.map(async (worker) => {
        for (let task = waiting.shift(); task; task = waiting.shift()) {
          throwIfAborted(this.options.signal);
          try {
            await task(worker);
          } catch (error) {
            waiting.length = 0;
            throw error;
          }
        }
      }),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Until the projector would have to wait for next to nothing. */
  private async catchUp(): Promise<void> {
    this.enter('catching-up');
    for (let round = 0; round < MAX_CATCH_UPS; round++) {
      const before = this.records();
      await this.foldAll('follow');
      if (this.records() - before < FEW_RECORDS) return;
    }
  }

  private async foldAll(purpose: 'load' | 'follow'): Promise<void> {
    const target: FoldTarget = {
      log: this.options.log,
      // What follows has evidence to write, and two could wait for each other's.
      workers: purpose === 'load' ? this.workers : [this.worker],
      schema: NEXT_SCHEMA,
      isLoading: purpose === 'load',
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
    await this.share(
      rows.map(
        ({ name }) =>
          (worker) =>
            worker.query(`ANALYZE ${NEXT_SCHEMA}."${name}"`),
      ),
    );
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
    this.options.onProgress?.({
      phase: this.phase,
      topic: this.topic,
      done: this.records(),
      total: this.total,
      recordsPerSecond: this.recordsPerSecond(),
    });
  }

  private records(): number {
    return [...this.folded.values()].reduce((sum, count) => sum + count, 0);
  }

  private recordsPerSecond(): number {
    return (this.records() - this.resumedFrom) / this.seconds();
  }

  private seconds(): number {
    return (performance.now() - this.startedAt) / 1_000;
  }

  private report(): RebuildReport {
    return {
      records: this.records(),
      resumedFrom: this.resumedFrom,
      topics: Object.fromEntries(this.folded),
      skipped: [...this.skipped.values()],
      seconds: this.seconds(),
      recordsPerSecond: this.recordsPerSecond(),
    };
  }
}
