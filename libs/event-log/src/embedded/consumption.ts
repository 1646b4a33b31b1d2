import type pg from 'pg';
import { backoffMs, pause } from '../backoff.js';
import { Bell } from '../bell.js';
import { CheckpointMovedError, LogError } from '../errors.js';
import type {
  CheckpointSource,
  ConsumeOptions,
  Consumption,
  ConsumptionState,
  PartitionBounds,
  RecordBatch,
} from '../event-log.js';
import type { EventLogLogger } from '../logger.js';
import { watchDelivery } from '../stall-watch.js';
import { isTransientError } from '../transient-errors.js';
import { fairShare } from './fair-share.js';
import { findOffsetAt } from './find-offset-at.js';
import { groupOffsetsOf, moveGroupOffset } from './group-offset.js';
import { type GroupMember, GroupSession } from './group-session.js';
import { loadBounds } from './load-bounds.js';
import type { EmbeddedTopic } from './load-topics.js';
import { toLogError } from './postgres-errors.js';
import { NO_LIMIT, readRecords } from './read-records.js';
import type { WakeUp } from './wake-up.js';

export interface ConsumptionContext {
  readonly pool: pg.Pool;
  readonly connectionString: string;
  readonly wakeUp: WakeUp;
  readonly logger: EventLogLogger;
  /** How often a member looks who else is there. */
  readonly heartbeatMs: number;
  /** How often it looks for records that nobody announced. */
  readonly safetyPollMs: number;
}

const DEFAULTS = {
  maxRecords: 1_000,
  maxBytes: 8 * 1024 * 1024,
  stallAfterMs: 120_000,
} as const satisfies Partial<ConsumeOptions>;

/** Between two tries to reach the log. */
const LONGEST_PAUSE_MS = 5_000;

/** A partition this member holds. Only the loop changes it, but for `mayHaveMore`. */
interface HeldPartition {
  readonly topic: string;
  readonly partition: number;
  readonly generation: number;
  readonly lost: AbortController;
  /** Where reading goes on; null until the checkpoint was asked. */
  position: bigint | null;
  /** The checkpoint as it was last seen, which is where it is expected. */
  checkpoint: bigint | null;
  mayHaveMore: boolean;
  /** A batch that failed and is to be delivered again. */
  failed: RecordBatch | null;
  attempts: number;
  retryAt: number;
}

/**
 * One loop owns the state: it joins the group, takes and gives back partitions, and delivers. Timers, notifications and
 * the end of the group connection only leave word and ring the bell.
 */
export class EmbeddedConsumption implements Consumption {
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();
  private readonly held = new Map<string, HeldPartition>();
  private readonly checkpoints: CheckpointSource;
  private readonly joined = settleable();
  private readonly loop: Promise<void>;
  private session: GroupSession | null = null;
  private members: readonly GroupMember[] | null = null;
  private generation = 0;
  private loopFailures = 0;
  private isReady = false;
  private isStalled = false;
  private hasEnded = false;
  private fatalTold = false;
  private delivering: HeldPartition | null = null;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  /** When the loop last came by, to tell one that hangs. */
  private progressAt = Date.now();

  constructor(
    private readonly context: ConsumptionContext,
    private readonly options: ConsumeOptions,
    private readonly topics: readonly EmbeddedTopic[],
    private readonly onEnd: () => void,
  ) {
    this.checkpoints =
      options.checkpoints === 'log' ? groupOffsetsOf(context.pool, options.group) : options.checkpoints;
    this.joined.promise.catch(() => undefined);
    this.loop = this.run();
  }

  get group(): string {
    return this.options.group;
  }

  state(): ConsumptionState {
    if (this.isStalled) return 'stalled';
    if (this.hasEnded) return 'stopped';
    if (this.loopFailures > 0) return 'retrying';
    for (const partition of this.held.values()) if (partition.attempts > 0) return 'retrying';
    return this.isReady ? 'running' : 'starting';
  }

  assignment(): readonly { topic: string; partition: number }[] {
    return [...this.held.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  ready(): Promise<void> {
    return this.joined.promise;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.delivering?.lost.abort();
    this.bell.ring();
    // A handler that does not come back would keep the process from ending.
    if (!this.isStalled) await this.loop;
  }

  private async run(): Promise<void> {
    const { wakeUp, heartbeatMs, safetyPollMs } = this.context;
    const unsubscribe = wakeUp.subscribe((call) => {
      if (call.kind === 'group') {
        if (call.group === this.group) this.look();
      } else {
        for (const partition of this.held.values())
          if (call.kind === 'anything' || call.topic === partition.topic) partition.mayHaveMore = true;
        this.bell.ring();
      }
    });
    const heartbeat = setInterval(() => {
      this.look();
      this.checkProgress();
    }, heartbeatMs);
    const safetyPoll = setInterval(() => {
      for (const partition of this.held.values()) partition.mayHaveMore = true;
      this.bell.ring();
    }, safetyPollMs);
    try {
      await this.loopUntilStopped();
    } catch (error) {
      this.tellFatal(error instanceof Error ? error : new Error(String(error)));
    } finally {
      unsubscribe();
      clearInterval(heartbeat);
      clearInterval(safetyPoll);
      this.loseAll();
      await this.session?.leave().catch((error: unknown) => {
        this.context.logger.warn({ err: error, group: this.group }, 'the group could not be left in order');
      });
      this.hasEnded = true;
      this.joined.reject(new LogError('LOG_CLOSED', `the consumption of group ${this.group} has ended`));
      this.onEnd();
    }
  }

  private async loopUntilStopped(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.progressAt = Date.now();
      try {
        if (!this.session || this.session.lost) await this.join();
        if (this.members) await this.rebalance(this.members);
        const delivered = await this.deliverRound();
        this.loopFailures = 0;
        if (!delivered && !this.stopping.signal.aborted) await this.bell.wait(this.millisecondsToNextRetry());
      } catch (error) {
        // What does not pass by itself (a missing table, a checkpoint past the end) is not mended by trying again.
        if (!isTransientError(error)) throw error;
        this.loopFailures++;
        this.context.logger.warn(
          { err: error, group: this.group, attempt: this.loopFailures },
          'the log can not be read; trying again',
        );
        await pause(Math.min(LONGEST_PAUSE_MS, backoffMs(this.loopFailures)), this.stopping.signal);
      }
    }
  }

  private async join(): Promise<void> {
    try {
      this.session = await GroupSession.join(
        this.context.connectionString,
        this.group,
        this.topics.map(({ name }) => name),
        (error) => {
          this.context.logger.warn({ err: error, group: this.group }, 'the connection to the group is lost');
          this.loseAll();
          this.bell.ring();
        },
      );
      this.members = await this.session.heartbeat();
    } catch (error) {
      throw toLogError(error);
    }
  }

  /** Asks who is in the group. Runs beside the loop, so that a long delivery does not look like silence. */
  private look(): void {
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = this.lookOnce().finally(() => {
      this.looking = null;
      const again = this.lookAgain;
      this.lookAgain = false;
      if (again && !this.stopping.signal.aborted) this.look();
    });
  }

  private async lookOnce(): Promise<void> {
    const session = this.session;
    if (!session || session.lost) return;
    try {
      const members = await session.heartbeat();
      if (session !== this.session || session.lost) return;
      this.members = members;
    } catch (error) {
      if (session.lost) return;
      // A connection that does not answer may be one the server has given up: what it held is not held for sure.
      this.context.logger.warn({ err: error, group: this.group }, 'a heartbeat failed; joining the group anew');
      session.abandon();
      this.loseAll();
    }
    this.bell.ring();
  }

  /** The loop passes by at least once in each safety poll, unless a delivery or a query does not come back. */
  private checkProgress(): void {
    const silentMs = Date.now() - this.progressAt;
    if (silentMs > this.stallAfterMs + this.context.safetyPollMs + LONGEST_PAUSE_MS)
      this.stalled(`the loop of group ${this.group} has not moved for ${silentMs} ms`);
  }

  private get stallAfterMs(): number {
    return this.options.stallAfterMs ?? DEFAULTS.stallAfterMs;
  }

  private async rebalance(members: readonly GroupMember[]): Promise<void> {
    const { session } = this;
    if (!session) return;
    this.members = null;
    let complete = true;
    try {
      for (const topic of this.topics) {
        const share = fairShare(members, session.member, topic);
        const mine = [...this.held.values()].filter((held) => held.topic === topic.name);
        if (mine.length > share) {
          const extra = mine.slice(share);
          for (const held of extra) this.lose(held);
          await session.giveBack(extra);
        }
        let count = Math.min(mine.length, share);
        // Members begin at different partitions, or they would all ask for the first.
        const rank = Math.max(
          0,
          members.findIndex(({ id }) => id === session.member),
        );
        for (let i = 0; i < topic.partitions && count < share; i++) {
          const partition = (rank * share + i) % topic.partitions;
          if (this.held.has(keyOf(topic.name, partition))) continue;
          if (!(await session.tryHold(topic.name, partition))) continue;
          if (session.lost) return;
          this.take(topic.name, partition);
          count++;
        }
        if (count < share) complete = false;
      }
    } catch (error) {
      throw toLogError(error);
    }
    if (complete && !this.isReady && !session.lost) {
      this.isReady = true;
      this.joined.resolve();
    }
  }

  private take(topic: string, partition: number): void {
    this.held.set(keyOf(topic, partition), {
      topic,
      partition,
      generation: ++this.generation,
      lost: new AbortController(),
      position: null,
      checkpoint: null,
      mayHaveMore: true,
      failed: null,
      attempts: 0,
      retryAt: 0,
    });
  }

  private lose(held: HeldPartition): void {
    this.held.delete(keyOf(held.topic, held.partition));
    held.lost.abort();
  }

  private loseAll(): void {
    for (const held of [...this.held.values()]) this.lose(held);
  }

  /** One look at each partition; true where at least one batch was delivered. */
  private async deliverRound(): Promise<boolean> {
    let delivered = false;
    for (const held of [...this.held.values()]) {
      if (this.stopping.signal.aborted || this.session?.lost || this.members) return true;
      this.progressAt = Date.now();
      if (held.retryAt > Date.now() || !(held.mayHaveMore || held.failed)) continue;
      if (await this.deliverNext(held)) delivered = true;
    }
    return delivered;
  }

  private async deliverNext(held: HeldPartition): Promise<boolean> {
    held.position ??= await this.startOf(held);
    const batch = held.failed ?? (await this.nextBatch(held, held.position));
    if (!batch || held.lost.signal.aborted || this.stopping.signal.aborted) return false;
    held.mayHaveMore = true;
    await this.deliver(held, batch);
    return true;
  }

  private async nextBatch(held: HeldPartition, from: bigint): Promise<RecordBatch | null> {
    // Before the look, so that what is announced during it counts for the next.
    held.mayHaveMore = false;
    try {
      return await readRecords(
        this.context.pool,
        { topic: held.topic, partition: held.partition, from, to: NO_LIMIT },
        {
          maxRecords: this.options.maxRecords ?? DEFAULTS.maxRecords,
          maxBytes: this.options.maxBytes ?? DEFAULTS.maxBytes,
        },
      );
    } catch (error) {
      held.mayHaveMore = true;
      throw toLogError(error);
    }
  }

  private async startOf(held: HeldPartition): Promise<bigint> {
    const checkpoint = await this.checkpoints.load(held.topic, held.partition);
    const bounds = await this.boundsOf(held);
    held.checkpoint = checkpoint;
    if (checkpoint === null) return this.startWithoutCheckpoint(held, bounds);
    if (checkpoint < bounds.begin || checkpoint > bounds.end)
      throw new LogError(
        'LOG_OFFSET_OUT_OF_RANGE',
        `the checkpoint of ${this.group} in ${held.topic}/${held.partition} is ${checkpoint}, but the log has ` +
          `${bounds.begin} to ${bounds.end}: it is not the log this checkpoint was made on`,
      );
    return checkpoint;
  }

  private async startWithoutCheckpoint(held: HeldPartition, bounds: PartitionBounds): Promise<bigint> {
    const startAt = this.options.startAt ?? { at: 'beginning' };
    switch (startAt.at) {
      case 'beginning':
        return bounds.begin;
      case 'end':
        return bounds.end;
      case 'time':
        try {
          return await findOffsetAt(this.context.pool, held.topic, bounds, startAt.time);
        } catch (error) {
          throw toLogError(error);
        }
    }
  }

  private async boundsOf(held: HeldPartition): Promise<PartitionBounds> {
    try {
      const bounds = (await loadBounds(this.context.pool, held.topic)).find(
        ({ partition }) => partition === held.partition,
      );
      if (bounds) return bounds;
    } catch (error) {
      throw toLogError(error);
    }
    throw new LogError('LOG_TOPIC_MISSING', `${held.topic}/${held.partition} is gone`);
  }

  private async deliver(held: HeldPartition, batch: RecordBatch): Promise<void> {
    const watch = watchDelivery(this.stallAfterMs, () =>
      this.stalled(
        `a delivery of ${held.topic}/${held.partition} to group ${this.group} has shown no progress for ${this.stallAfterMs} ms`,
      ),
    );
    const progress = () => {
      watch.progress();
      this.progressAt = Date.now();
    };
    this.delivering = held;
    try {
      await this.options.handle(batch, { signal: held.lost.signal, generation: held.generation, progress });
      if (this.options.checkpoints === 'log' && !this.isLost(held)) await this.moveOffset(held, batch);
      held.position = batch.nextOffset;
      held.failed = null;
      held.attempts = 0;
      held.retryAt = 0;
    } catch (error) {
      this.failed(held, batch, error);
    } finally {
      watch.end();
      this.delivering = null;
    }
  }

  private async moveOffset(held: HeldPartition, batch: RecordBatch): Promise<void> {
    const place = { group: this.group, topic: held.topic, partition: held.partition };
    if (await moveGroupOffset(this.context.pool, place, held.checkpoint, batch.nextOffset)) {
      held.checkpoint = batch.nextOffset;
      return;
    }
    const found = await this.checkpoints.load(held.topic, held.partition);
    throw new CheckpointMovedError(held.topic, held.partition, held.checkpoint, found);
  }

  private failed(held: HeldPartition, batch: RecordBatch, error: unknown): void {
    held.attempts++;
    if (error instanceof CheckpointMovedError) {
      held.position = null;
      held.failed = null;
      // The first time it is simply elsewhere; again and again, somebody else is at work on the same partition.
      held.retryAt = held.attempts > 1 ? Date.now() + backoffMs(held.attempts - 1) : 0;
    } else {
      held.failed = batch;
      held.retryAt = Date.now() + backoffMs(held.attempts);
    }
    this.context.logger.warn(
      { err: error, group: this.group, topic: held.topic, partition: held.partition, attempt: held.attempts },
      'a delivery failed',
    );
    this.options.onDeliveryFailed?.(error, batch, held.attempts);
  }

  private isLost(held: HeldPartition): boolean {
    return this.held.get(keyOf(held.topic, held.partition)) !== held;
  }

  /** The loop does not come back: others may have the partitions, and the process is to end. */
  private stalled(message: string): void {
    if (this.hasEnded) return;
    this.isStalled = true;
    this.stopping.abort();
    this.session?.abandon();
    this.loseAll();
    this.tellFatal(new LogError('LOG_CONSUMER_STALLED', message));
  }

  private tellFatal(error: Error): void {
    if (this.fatalTold) return;
    this.fatalTold = true;
    this.context.logger.error({ err: error, group: this.group }, 'the consumer can not go on');
    this.options.onFatal?.(error);
  }

  private millisecondsToNextRetry(): number {
    let next = Date.now() + this.context.safetyPollMs;
    for (const held of this.held.values()) if (held.attempts > 0 && held.retryAt < next) next = held.retryAt;
    return Math.max(0, next - Date.now());
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Promise.withResolvers, which Node 20 does not have. */
function settleable(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
