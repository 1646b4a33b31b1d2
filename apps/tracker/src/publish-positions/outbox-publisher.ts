import { setTimeout as delay } from 'node:timers/promises';
import { type EventLog, type ExclusiveAppender, LogError } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import pg, { type Pool } from 'pg';
import { loadWaiting, takeOutPublished } from './outbox.sql.js';
import { reconcileOutbox } from './reconcile-outbox.js';

/** Notified, with the topic, whenever a transaction that put events into the outbox commits. */
export const OUTBOX_CHANNEL = 'parley_tracker_outbox';

const APPENDER_NAME = 'tracker-outbox';
const PUBLISHER_LOCK = `hashtextextended('parley.tracker.outbox', 0)`;
const LOCK_NOT_AVAILABLE = '55P03';

export interface OutboxPublisherOptions {
  readonly pool: Pool;
  /** For the connection that holds the lock and listens; the same database that `pool` is on. */
  readonly connectionString: string;
  readonly log: EventLog;
  readonly topic: string;
  readonly logger: Logger;
  /** Most events of one append; 500 unless told. */
  readonly maxRecords?: number;
  /** Most bytes of values of one append, where one event alone does not exceed it; 4 MiB unless told. */
  readonly maxBytes?: number;
  /** Longest wait after a failure, ms; 10 000 unless told. */
  readonly maxBackoffMs?: number;
}

/**
 * `standing by`: another process publishes; `reconciling`: finding out what the topic has; `retrying`: the log or the
 * database is away, it goes on by itself.
 */
export type PublisherPhase = 'stopped' | 'standing by' | 'reconciling' | 'publishing' | 'retrying';

export interface PublisherState {
  readonly phase: PublisherPhase;
  /** Events this process has published since it started. */
  readonly published: number;
  /** Events found in the topic on taking over. */
  readonly reconciled: number;
  /** What went wrong last; null once publishing goes on. */
  readonly lastError: string | null;
}

/**
 * Brings decided changes from the outbox into the log, each once, however often processes end in between. One process
 * at a time holds a term: it takes the lock, fences off whoever appended before, takes out of the outbox what the topic
 * has already, and publishes. Any doubt about whether an append arrived ends the term, and the next one finds out from
 * the topic.
 */
export class OutboxPublisher {
  private phase: PublisherPhase = 'stopped';
  private published = 0;
  private reconciled = 0;
  private lastError: string | null = null;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private isRung = false;
  private ring: (() => void) | null = null;

  constructor(private readonly options: OutboxPublisherOptions) {}

  state(): PublisherState {
    return {
      phase: this.phase,
      published: this.published,
      reconciled: this.reconciled,
      lastError: this.lastError,
    };
  }

  /** Starts to publish, or to stand by. Returns at once. */
  start(): void {
    this.running ??= this.run();
  }

  /** There may be something in the outbox. */
  wake(): void {
    this.isRung = true;
    this.ring?.();
  }

  /** Lets an append in flight finish, then leaves the place to another process. Safe to call twice. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      const publishedBefore = this.published;
      try {
        await this.holdTerm();
      } catch (error) {
        if (signal.aborted) break;
        failures = this.published > publishedBefore ? 1 : failures + 1;
        this.tell(error, failures);
        const backoffMs = Math.min(this.options.maxBackoffMs ?? 10_000, 100 * 2 ** Math.min(failures - 1, 10));
        await delay(backoffMs, undefined, { signal }).catch(() => undefined);
      }
    }
    this.phase = 'stopped';
  }

  private tell(error: unknown, failures: number): void {
    this.lastError = error instanceof Error ? error.message : String(error);
    this.phase = 'retrying';
    if (error instanceof LogError && error.code === 'LOG_APPENDER_FENCED')
      this.options.logger.warn({ err: error }, 'another process has taken over the outbox: standing by');
    else this.options.logger.error({ err: error, failures }, 'the outbox could not be published; trying again');
  }

  private async holdTerm(): Promise<void> {
    const { log, pool, topic, logger } = this.options;
    // The lock lives as long as this connection, and with the connection the term.
    const client = new pg.Client({ connectionString: this.options.connectionString, application_name: APPENDER_NAME });
    const term = new AbortController();
    const lost = (error?: Error) => {
      term.abort(error ?? new Error('the connection that holds the lock has ended'));
      this.wake();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => this.wake());
    let appender: ExclusiveAppender | null = null;
    try {
      await client.connect();
      this.phase = 'standing by';
      if (!(await this.waitForLock(client))) return;
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
      this.phase = 'reconciling';
      appender = await log.openExclusiveAppender(APPENDER_NAME);
      const signal = AbortSignal.any([this.stopping.signal, term.signal]);
      const found = await reconcileOutbox(pool, log, topic, signal);
      this.reconciled += found;
      if (found > 0) logger.info({ topic, events: found }, 'events of the outbox were in the topic already');
      this.phase = 'publishing';
      while (!this.stopping.signal.aborted) {
        term.signal.throwIfAborted();
        // Cleared before looking: what is put in from here on rings again.
        this.isRung = false;
        const isEmpty = !(await this.publishBatch(appender));
        this.lastError = null;
        if (isEmpty) await this.untilRung();
      }
    } finally {
      await appender?.close().catch((error: unknown) => logger.debug({ err: error }, 'closing the appender failed'));
      await client.end().catch(() => undefined);
    }
  }

  /** false where the publisher is stopped before its turn. */
  private async waitForLock(client: pg.Client): Promise<boolean> {
    // In turns, so that a process that stands by can be stopped.
    await client.query(`SET lock_timeout = '500ms'`);
    while (!this.stopping.signal.aborted) {
      try {
        await client.query(`SELECT pg_advisory_lock(${PUBLISHER_LOCK})`);
        return true;
      } catch (error) {
        if (!(error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)) throw error;
      }
    }
    return false;
  }

  private async publishBatch(appender: ExclusiveAppender): Promise<boolean> {
    const { pool, topic, maxRecords = 500, maxBytes = 4 * 1024 * 1024 } = this.options;
    const waiting = await loadWaiting(pool, topic, { maxRecords, maxBytes });
    if (waiting.length === 0) return false;
    const positions = await appender.append(
      topic,
      waiting.map(({ record }) => record),
    );
    const next = new Map<number, bigint>();
    for (const { partition, offset } of positions) {
      if (offset >= (next.get(partition) ?? 0n)) next.set(partition, offset + 1n);
    }
    await takeOutPublished(pool, topic, { seqs: waiting.map(({ seq }) => seq) }, next);
    this.published += waiting.length;
    return true;
  }

  private untilRung(): Promise<void> {
    if (this.isRung) return Promise.resolve();
    return new Promise((resolve) => {
      this.ring = () => {
        this.ring = null;
        resolve();
      };
    });
  }
}
