import { Worker } from 'node:worker_threads';
import type { ArticleObserved } from '@parley/contracts';
import type { Logger } from '@parley/platform';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { RecentFailures } from '../extract/recent-failures.js';
import { PartitionLostError, revisionKeyOf } from '../extract/statement-reader.js';
import type { RulesReading } from './read-by-rules.js';
import type { ReadingAnswer, ReadingRequest } from './reading-messages.js';
import { readingThread, type ThreadEntry } from './thread-entry.js';

/** Why an article could not be read by the rules. */
export type ReadingErrorCode =
  | 'READING_FAILED'
  | 'READING_THREAD_DIED'
  | 'READING_THREAD_NOT_STARTED'
  | 'READING_POOL_CLOSED';

export class ReadingError extends Error {
  /** Of a pool that is closing, or can start no thread: the article is not at fault. */
  readonly retryable: boolean;
  constructor(
    readonly code: ReadingErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ReadingError';
    this.retryable = code === 'READING_POOL_CLOSED' || code === 'READING_THREAD_NOT_STARTED';
  }
}

export interface ReadingPoolOptions {
  /** Threads at most; each is started when there is work for it. */
  readonly threads: number;
  /**
   * A thread that takes longer for one article (ms) counts as dead; 30 000 unless told. It counts from when the thread is
   * ready: on a busy machine a thread may take longer to start than any article to be read.
   */
  readonly articleWithinMs?: number;
  /** `readingThread()` unless told. */
  readonly entry?: ThreadEntry;
  readonly logger: Pick<Logger, 'warn'>;
  /** Told of each thread that died and was replaced. */
  readonly onReplaced?: () => void;
}

interface Job {
  readonly id: number;
  readonly article: ArticleObserved;
  readonly dossiers: readonly DossierInForce[];
  readonly doubts: boolean;
  readonly signal: AbortSignal;
  readonly resolve: (reading: RulesReading) => void;
  readonly reject: (error: Error) => void;
  /** Of threads that had begun to read it, and of those that ended before. */
  deaths: number;
  failedStarts: number;
}

/** A place for a thread; it has one article at a time, so that a death is known to be that article's. */
interface Seat {
  worker: Worker | null;
  job: Job | null;
  /** What the thread was told is in force. */
  dossiers: readonly DossierInForce[] | null;
  /** Whether it is loaded, and has compiled what is in force. */
  isReady: boolean;
  timer: NodeJS.Timeout | null;
}

/** Articles that may wait for a thread, for each thread. */
const WAITING_PER_THREAD = 4;
/** A thread dies under an article this often before the article is given up. */
const MOST_DEATHS = 2;
/** Threads end this often before they can begin before that is an error; the article is read when it comes again. */
const MOST_FAILED_STARTS = 2;

/**
 * Threads that read articles. Which thread reads what depends on the moment; what is read does not, for the engine is
 * pure and keeps nothing. A thread that dies is replaced and its article read once more.
 */
export class ReadingPool {
  private readonly seats: readonly Seat[];
  private readonly waiting: Job[] = [];
  private readonly waitingForRoom: (() => void)[] = [];
  private readonly failures = new RecentFailures();
  private readonly entry: ThreadEntry;
  private jobs = 0;
  private closed = false;

  constructor(private readonly options: ReadingPoolOptions) {
    this.seats = Array.from({ length: options.threads }, () => ({
      worker: null,
      job: null,
      dossiers: null,
      isReady: false,
      timer: null,
    }));
    this.entry = options.entry ?? readingThread();
  }

  /** Resolves when an article more may wait. */
  async room(): Promise<void> {
    while (!this.closed && this.waiting.length >= this.options.threads * WAITING_PER_THREAD)
      await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
  }

  /** Reads one article. Throws ReadingError, or PartitionLostError where the signal aborted before a thread was free. */
  read(
    article: ArticleObserved,
    dossiers: readonly DossierInForce[],
    options: { readonly doubts: boolean; readonly signal: AbortSignal },
  ): Promise<RulesReading> {
    return new Promise((resolve, reject) => {
      const failed = this.failures.find(revisionKeyOf(article));
      if (failed) return reject(failed);
      this.waiting.push({
        id: this.jobs++,
        // The page as it was received may be megabytes, and no rule looks at it.
        article: { ...article, original: null },
        dossiers,
        ...options,
        resolve,
        reject,
        deaths: 0,
        failedStarts: 0,
      });
      this.pump();
    });
  }

  /** Ends the threads; what was waiting or being read fails with READING_POOL_CLOSED. */
  async close(): Promise<void> {
    this.closed = true;
    this.pump();
    const workers = this.seats.map((seat) => {
      const { worker, job } = seat;
      this.vacate(seat);
      job?.reject(closedError());
      return worker?.terminate();
    });
    await Promise.all(workers);
  }

  private pump(): void {
    for (;;) {
      const job = this.waiting[0];
      if (!job) break;
      if (this.closed || job.signal.aborted) {
        this.waiting.shift();
        job.reject(this.closed ? closedError() : new PartitionLostError());
        continue;
      }
      const seat = this.seats.find((place) => place.job === null);
      if (!seat) break;
      this.waiting.shift();
      this.give(seat, job);
    }
    if (this.closed || this.waiting.length < this.options.threads * WAITING_PER_THREAD)
      for (const wake of this.waitingForRoom.splice(0)) wake();
  }

  private give(seat: Seat, job: Job): void {
    const worker = seat.worker ?? this.start(seat);
    seat.job = job;
    if (seat.dossiers !== job.dossiers && !sameDossiers(seat.dossiers, job.dossiers)) {
      seat.isReady = false;
      worker.postMessage({ kind: 'dossiers', inForce: job.dossiers.map(plainDossier) } satisfies ReadingRequest);
    }
    seat.dossiers = job.dossiers;
    const { id, article, doubts } = job;
    worker.postMessage({ kind: 'read', job: id, article, doubts } satisfies ReadingRequest);
    if (seat.isReady) this.startTimer(seat, worker);
  }

  private startTimer(seat: Seat, worker: Worker): void {
    const { articleWithinMs = 30_000 } = this.options;
    seat.timer = setTimeout(
      () => this.died(seat, worker, new Error(`it took longer than ${articleWithinMs} ms`)),
      articleWithinMs,
    );
  }

  private start(seat: Seat): Worker {
    const { url, execArgv } = this.entry;
    // No environment: the thread needs none, and secrets are in it.
    const worker = new Worker(url, { env: {}, ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }) });
    worker.on('message', (answer: ReadingAnswer) => this.answered(seat, worker, answer));
    worker.on('error', (error) => this.died(seat, worker, error));
    worker.on('exit', (code) => this.died(seat, worker, new Error(`it ended with ${code}`)));
    seat.worker = worker;
    return worker;
  }

  private answered(seat: Seat, worker: Worker, answer: ReadingAnswer): void {
    const { job } = seat;
    if (seat.worker !== worker) return;
    if (answer.kind === 'ready') {
      seat.isReady = true;
      if (job) this.startTimer(seat, worker);
      return;
    }
    if (job?.id !== answer.job) return;
    this.free(seat);
    if (answer.kind === 'read') job.resolve(answer.reading);
    else job.reject(failedError(answer));
    this.pump();
  }

  private died(seat: Seat, worker: Worker, error: unknown): void {
    // Of a thread that was let go before, or told of a second time (an error is followed by the exit).
    if (seat.worker !== worker) return;
    const { job, isReady } = seat;
    this.vacate(seat);
    void worker.terminate();
    const reason = error instanceof Error ? error.message : String(error);
    this.options.logger.warn(
      { reason, article: job?.article.url, hadBegun: isReady },
      'a thread that reads articles died',
    );
    this.options.onReplaced?.();
    if (job && isReady) job.deaths++;
    else if (job) job.failedStarts++;
    if (job && job.deaths < MOST_DEATHS && job.failedStarts < MOST_FAILED_STARTS) this.waiting.unshift(job);
    else if (job && !isReady) {
      const message = `a thread that reads articles ended before it could begin, and then another: ${reason}`;
      job.reject(new ReadingError('READING_THREAD_NOT_STARTED', message, { cause: error }));
    } else if (job) {
      const died = new ReadingError(
        'READING_THREAD_DIED',
        `a thread died under this article, and then another: ${reason}`,
        { cause: error },
      );
      this.failures.add(revisionKeyOf(job.article), died);
      job.reject(died);
    }
    this.pump();
  }

  private free(seat: Seat): void {
    if (seat.timer) clearTimeout(seat.timer);
    seat.timer = null;
    seat.job = null;
  }

  private vacate(seat: Seat): void {
    this.free(seat);
    seat.worker = null;
    seat.dossiers = null;
    seat.isReady = false;
  }
}

const closedError = (): ReadingError =>
  new ReadingError('READING_POOL_CLOSED', 'the threads that read articles are being ended');

function failedError({ message, stack }: Extract<ReadingAnswer, { kind: 'failed' }>): ReadingError {
  const error = new ReadingError('READING_FAILED', message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

const sameDossiers = (a: readonly DossierInForce[] | null, b: readonly DossierInForce[]): boolean =>
  a?.length === b.length &&
  a.every(({ dossier, version }, i) => b[i]?.dossier.dossier === dossier.dossier && b[i]?.version === version);

/** Only what may cross to a thread: an entry may carry more than the registry's type says, such as an engine. */
const plainDossier = ({ dossier, version }: DossierInForce): DossierInForce => ({ dossier, version });
