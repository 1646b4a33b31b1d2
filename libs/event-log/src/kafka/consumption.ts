import { backoffMs, pause } from '../backoff.js';
import { CheckpointMovedError, LogError } from '../errors.js';
import type { ConsumeOptions, Consumption, ConsumptionState, PartitionBounds, RecordBatch } from '../event-log.js';
import type { EventLogLogger } from '../logger.js';
import { watchDelivery } from '../stall-watch.js';
import { isTransientError } from '../transient-errors.js';
import { answerWithin } from './answer-within.js';
import {
  countPartitions,
  type GroupGeneration,
  GroupMembership,
  isMembershipLost,
  loadGroupOffsets,
  type TopicPartition,
} from './group-membership.js';
import type { KafkaConnection } from './kafka-connection.js';
import { isPassing, toLogError } from './kafka-errors.js';
import type { Namespace } from './namespace.js';
import { type FetchedChunk, PartitionFetcher } from './partition-fetcher.js';
import { loadBounds, startsOf } from './partition-offsets.js';
import { settleWithin } from './settle-within.js';
import { sliceChunk } from './slice-chunk.js';

export interface ConsumptionContext {
  /** This consumption's own; it closes it. */
  readonly connection: KafkaConnection;
  readonly namespace: Namespace;
  readonly logger: EventLogLogger;
  readonly sessionTimeoutMs: number;
}

const DEFAULTS = {
  maxRecords: 1_000,
  maxBytes: 8 * 1024 * 1024,
  stallAfterMs: 120_000,
} as const satisfies Partial<ConsumeOptions>;

const FETCH = { maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 };
const HEARTBEAT_MS = 1_000;
/** Fetches that fail for longer are not mended by asking again on the same connection. */
const FETCHES_FAIL_FOR_MS = 60_000;
/** A record lies unread for so long only where nothing fetches. */
const UNDER_WAY_MS = 5_000;
const REBALANCE_TIMEOUT_MS = 60_000;
/** Joining may take this long without a sign: the others' time to finish, and a request that times out. */
const LOOP_SILENT_MS = REBALANCE_TIMEOUT_MS + 40_000;
/** A broker just started may not yet know how far its log goes; a checkpoint out of range for longer is. */
const OUT_OF_RANGE_TRIES = 6;
const STOP_JOINING_AFTER_MS = 5_000;
const LEAVE_WITHIN_MS = 3_000;

/** A partition of the current generation. Only the loop changes it. */
interface HeldPartition extends TopicPartition {
  /** False until the checkpoint was asked, and again after it was found elsewhere. */
  isPlaced: boolean;
  /** Fetched and not yet handled, in order. */
  backlog: RecordBatch[];
  attempts: number;
  retryAt: number;
}

/** What holds from one dealing of the group to the next. */
interface Generation {
  readonly number: number;
  readonly dealt: GroupGeneration;
  readonly lost: AbortController;
  readonly held: Map<string, HeldPartition>;
  readonly fetcher: PartitionFetcher;
}

/**
 * One loop owns the state: it joins the group, places its partitions at their checkpoints, fetches and delivers, and
 * joins again when told that the group is dealt anew. Heartbeats run beside it, so that neither a long delivery nor a
 * backoff costs the membership; all they ever do is end the generation.
 */
export class KafkaConsumption implements Consumption {
  private readonly stopping = new AbortController();
  private readonly membership: GroupMembership;
  private readonly joined = settleable();
  private readonly loop: Promise<void>;
  private readonly watchdog: NodeJS.Timeout;
  private current: Generation | null = null;
  private generations = 0;
  private failures = 0;
  private outOfRange = 0;
  private isReady = false;
  private isStalled = false;
  private hasEnded = false;
  private isDelivering = false;
  private fatalTold = false;
  private lastSignOfLife = Date.now();
  /** When something was last fetched or handled, or nothing was there to be. */
  private lastProgress = Date.now();
  /** Why it began anew, until something is handled again. */
  private standstill: string | null = null;
  private isLooking = false;

  constructor(
    private readonly context: ConsumptionContext,
    private readonly options: ConsumeOptions,
    private readonly onEnd: () => void,
  ) {
    const { connection, namespace, sessionTimeoutMs } = context;
    this.membership = new GroupMembership(connection, {
      group: namespace.onWire(options.group),
      topics: [...new Set(options.topics)].map((topic) => namespace.onWire(topic)),
      sessionTimeoutMs,
      rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
    });
    this.joined.promise.catch(() => undefined);
    this.watchdog = setInterval(() => this.watch(), 1_000);
    this.loop = this.run();
  }

  get group(): string {
    return this.options.group;
  }

  state(): ConsumptionState {
    if (this.isStalled) return 'stalled';
    if (this.hasEnded) return 'stopped';
    if (this.standstill !== null) return 'standstill';
    if (this.failures > 0 || this.current?.fetcher.isFailing) return 'retrying';
    for (const held of this.current?.held.values() ?? []) if (held.attempts > 0) return 'retrying';
    return this.isReady ? 'running' : 'starting';
  }

  assignment(): readonly TopicPartition[] {
    return [...(this.current?.held.values() ?? [])].map(({ topic, partition }) => ({ topic, partition }));
  }

  ready(): Promise<void> {
    return this.joined.promise;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.endGeneration();
    // A group that is just being dealt answers when all have come; that can't be waited for.
    const breakOff = setTimeout(() => {
      if (this.current === null) void this.context.connection.close();
    }, STOP_JOINING_AFTER_MS);
    // A handler that does not come back would keep the process from ending.
    if (!this.isStalled) await this.loop;
    clearTimeout(breakOff);
  }

  private endGeneration(): void {
    this.current?.lost.abort();
    this.current?.fetcher.wake();
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopping.signal.aborted) await this.joinAndServe();
    } catch (error) {
      this.tellFatal(toLogError(error, `consume as group ${this.group}`));
    } finally {
      await this.leave();
      clearInterval(this.watchdog);
      this.hasEnded = true;
      this.joined.reject(new LogError('LOG_CLOSED', `the consumption of group ${this.group} has ended`));
      this.onEnd();
    }
  }

  private async joinAndServe(): Promise<void> {
    try {
      this.signOfLife();
      const dealt = await this.membership.join();
      this.failures = 0;
      if (!this.stopping.signal.aborted) await this.serve(dealt);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      if (isMembershipLost(error)) return;
      const mayMend = error instanceof LogError && error.code === 'LOG_OFFSET_OUT_OF_RANGE';
      if (mayMend ? ++this.outOfRange > OUT_OF_RANGE_TRIES : !isPassing(error)) throw error;
      this.failures++;
      this.context.logger.warn(
        { err: error, group: this.group, attempt: this.failures },
        'the log can not be read; trying again',
      );
      await this.context.connection.recover(error);
      await pause(Math.min(2_000, backoffMs(this.failures)), this.stopping.signal);
    }
  }

  /** Works on what was dealt until it is dealt anew. */
  private async serve(dealt: GroupGeneration): Promise<void> {
    const { connection, namespace, logger } = this.context;
    const generation: Generation = {
      number: ++this.generations,
      dealt,
      lost: new AbortController(),
      held: new Map(),
      fetcher: new PartitionFetcher(connection, namespace, FETCH, (error, msSinceAnswer) => {
        logger.debug({ err: error, group: this.group }, 'a fetch failed; trying again');
        if (msSinceAnswer < FETCHES_FAIL_FOR_MS) return;
        void connection.close();
        throw error;
      }),
    };
    for (const { topic: wireTopic, partition } of dealt.assignment) {
      const topic = namespace.fromWire(wireTopic);
      const held = { topic, partition, isPlaced: false, backlog: [], attempts: 0, retryAt: 0 };
      generation.held.set(keyOf(held), held);
    }
    this.current = generation;
    this.lastProgress = Date.now();
    const beating = this.beat(generation);
    try {
      while (!generation.lost.signal.aborted && !this.stopping.signal.aborted) {
        this.signOfLife();
        await this.step(generation);
      }
    } finally {
      generation.lost.abort();
      generation.fetcher.close();
      this.current = null;
      await beating;
    }
  }

  /** One thing at a time: place partitions, else deliver what is due, else take what was fetched. */
  private async step(generation: Generation): Promise<void> {
    const due = [...generation.held.values()].filter(({ retryAt }) => retryAt <= Date.now());
    const unplaced = due.filter(({ isPlaced }) => !isPlaced);
    if (unplaced.length > 0) return this.place(generation, unplaced);
    if (!this.isReady && [...generation.held.values()].every(({ isPlaced }) => isPlaced)) {
      this.isReady = true;
      this.joined.resolve();
    }
    const next = due.find(({ backlog }) => backlog.length > 0);
    if (next) return this.deliver(generation, next);
    const chunk = await generation.fetcher.next(this.msToNextRetry(generation));
    if (chunk !== null) await this.receive(generation, chunk);
    else await this.lookForNewPartitions(generation);
  }

  private msToNextRetry({ held }: Generation): number {
    const waiting = [...held.values()].filter(({ retryAt }) => retryAt > Date.now());
    return Math.min(HEARTBEAT_MS, ...waiting.map(({ retryAt }) => retryAt - Date.now()));
  }

  /** Asks for the checkpoints and sets where the partitions are read from. */
  private async place(generation: Generation, partitions: readonly HeldPartition[]): Promise<void> {
    const { namespace, connection } = this.context;
    try {
      const checkpoints = await this.loadCheckpoints(partitions);
      for (const topic of new Set(partitions.map((held) => held.topic))) {
        const wireTopic = namespace.onWire(topic);
        const bounds = await loadBounds(connection, wireTopic);
        const starts = await startsOf(connection, wireTopic, bounds, this.options.startAt ?? { at: 'beginning' });
        for (const held of partitions.filter((one) => one.topic === topic)) {
          const checkpoint = checkpoints.get(keyOf(held)) ?? null;
          if (checkpoint !== null) checkInRange(this.group, held, checkpoint, bounds);
          const position = checkpoint ?? starts.get(held.partition);
          if (position === undefined) throw new LogError('LOG_TOPIC_MISSING', `${topic}/${held.partition} is gone`);
          // Else a group that started at the end would start at another end when it comes back.
          if (checkpoint === null && this.options.checkpoints === 'log' && this.options.startAt)
            await this.membership.commit({ topic: wireTopic, partition: held.partition }, position);
          generation.fetcher.seek(topic, held.partition, position);
          held.isPlaced = true;
        }
      }
    } catch (error) {
      if (generation.lost.signal.aborted || isMembershipLost(error)) return this.endGeneration();
      if (!isPassing(error) && !isTransientError(error)) throw error;
      for (const held of partitions) {
        held.attempts++;
        held.retryAt = Date.now() + backoffMs(held.attempts);
      }
      this.context.logger.warn({ err: error, group: this.group }, 'checkpoints could not be asked for; trying again');
    }
  }

  private async loadCheckpoints(partitions: readonly HeldPartition[]): Promise<Map<string, bigint>> {
    const { checkpoints } = this.options;
    if (checkpoints === 'log') return this.loadGroupCheckpoints(partitions);
    const found = new Map<string, bigint>();
    for (const held of partitions) {
      const checkpoint = await checkpoints.load(held.topic, held.partition);
      if (checkpoint !== null) found.set(keyOf(held), checkpoint);
    }
    return found;
  }

  private async loadGroupCheckpoints(partitions: readonly HeldPartition[]): Promise<Map<string, bigint>> {
    const { connection, namespace } = this.context;
    const asked = new Map<string, number[]>();
    for (const { topic, partition } of partitions) {
      const wireTopic = namespace.onWire(topic);
      asked.set(wireTopic, [...(asked.get(wireTopic) ?? []), partition]);
    }
    const offsets = await loadGroupOffsets(connection, namespace.onWire(this.group), asked);
    return new Map([...offsets].map(([key, offset]) => [namespace.fromWire(key), offset]));
  }

  private async receive(generation: Generation, chunk: FetchedChunk): Promise<void> {
    this.outOfRange = 0;
    this.lastProgress = Date.now();
    const held = generation.held.get(keyOf(chunk));
    if (held === undefined) return;
    held.backlog = sliceChunk(
      chunk,
      this.options.maxRecords ?? DEFAULTS.maxRecords,
      this.options.maxBytes ?? DEFAULTS.maxBytes,
    );
    // Nothing but markers: there is nothing to handle, but the group has got further.
    if (held.backlog.length === 0 && this.options.checkpoints === 'log')
      await this.commit(generation, held, chunk.nextOffset);
  }

  private async deliver(generation: Generation, held: HeldPartition): Promise<void> {
    const [batch] = held.backlog;
    if (batch === undefined) return;
    const watch = watchDelivery(this.stallAfterMs, () =>
      this.stalled(`a delivery of ${held.topic}/${held.partition} has shown no progress for ${this.stallAfterMs} ms`),
    );
    this.isDelivering = true;
    try {
      await this.options.handle(batch, {
        signal: generation.lost.signal,
        generation: generation.number,
        progress: watch.progress,
      });
    } catch (error) {
      this.failed(generation, held, batch, error);
      return;
    } finally {
      watch.end();
      this.isDelivering = false;
    }
    this.lastProgress = Date.now();
    this.standstill = null;
    held.backlog.shift();
    held.attempts = 0;
    held.retryAt = 0;
    if (held.backlog.length === 0) generation.fetcher.resume(held.topic, held.partition);
    if (this.options.checkpoints === 'log') await this.commit(generation, held, batch.nextOffset);
  }

  /** When it fails the records are delivered once more, here or to whoever has the partition next. */
  private async commit(generation: Generation, held: HeldPartition, offset: bigint): Promise<void> {
    // A stop leaves the partition ours until the group is left; a rebalance does not.
    if (generation.lost.signal.aborted && !this.stopping.signal.aborted) return;
    const wire = { topic: this.context.namespace.onWire(held.topic), partition: held.partition };
    try {
      await this.membership.commit(wire, offset);
    } catch (error) {
      if (!isMembershipLost(error) && !isPassing(error)) throw error;
      this.context.logger.warn({ err: error, group: this.group, ...wire }, 'the offset of the group did not move');
      this.endGeneration();
    }
  }

  private failed(generation: Generation, held: HeldPartition, batch: RecordBatch, error: unknown): void {
    // Work that was told to break off has not failed.
    if (generation.lost.signal.aborted) return;
    held.attempts++;
    if (error instanceof CheckpointMovedError) {
      held.isPlaced = false;
      held.backlog = [];
      // The first time it is simply elsewhere; again and again, somebody else is at work on the same partition.
      held.retryAt = held.attempts > 1 ? Date.now() + backoffMs(held.attempts - 1) : 0;
    } else {
      held.retryAt = Date.now() + backoffMs(held.attempts);
    }
    generation.fetcher.pause(held.topic, held.partition);
    this.context.logger.warn(
      { err: error, group: this.group, topic: held.topic, partition: held.partition, attempt: held.attempts },
      'a delivery failed',
    );
    this.options.onDeliveryFailed?.(error, batch, held.attempts);
  }

  /** Somebody may have added partitions to a topic; the leader has the group dealt anew. */
  private async lookForNewPartitions({ dealt, lost }: Generation): Promise<void> {
    if (!dealt.isLeader || lost.signal.aborted) return;
    const topics = [...dealt.partitionCounts.keys()];
    const counts = await this.context.connection.open(topics).then((cluster) => countPartitions(cluster, topics));
    for (const [topic, count] of counts) if (count !== dealt.partitionCounts.get(topic)) this.endGeneration();
  }

  private async beat(generation: Generation): Promise<void> {
    const { signal } = generation.lost;
    let lastBeat = Date.now();
    while (!signal.aborted) {
      await pause(HEARTBEAT_MS, signal);
      if (signal.aborted) return;
      try {
        await answerWithin(this.context.sessionTimeoutMs, 'a heartbeat', this.membership.heartbeat());
        lastBeat = Date.now();
      } catch (error) {
        const isOver = Date.now() - lastBeat > this.context.sessionTimeoutMs;
        if (isPassing(error) && !isMembershipLost(error) && !isOver) continue;
        if (signal.aborted) return;
        this.context.logger.info({ err: error, group: this.group }, 'the group is dealt anew');
        generation.lost.abort();
        generation.fetcher.wake();
      }
    }
  }

  private signOfLife(): void {
    this.lastSignOfLife = Date.now();
  }

  /** For what no timer of a delivery sees: the loop itself waits for something that never comes. */
  private watch(): void {
    if (this.isDelivering) return;
    const silentFor = Math.max(LOOP_SILENT_MS, this.stallAfterMs);
    if (Date.now() - this.lastSignOfLife > silentFor) this.stalled(`the loop has not gone on for ${silentFor} ms`);
    else if (this.current !== null && Date.now() - this.lastProgress > this.stallAfterMs)
      void this.lookForStandstill(this.current);
  }

  /**
   * A guard against what nobody has thought of: the loop goes on and the group holds, and yet what is in the log does not
   * come. It asks where the partitions end on a connection of its own.
   */
  private async lookForStandstill(generation: Generation): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const connection = this.context.connection.another();
    const progress = this.lastProgress;
    try {
      const reason = await this.findStandstill(connection, generation);
      // What has come just now may be on its way.
      if (reason !== null) await pause(Math.min(UNDER_WAY_MS, this.stallAfterMs), generation.lost.signal);
      if (this.current !== generation || this.lastProgress !== progress || this.isDelivering) return;
      if (reason === null) this.lastProgress = Date.now();
      else this.stoodStill(reason);
    } catch (error) {
      // The log is away, which the loop meets by itself.
      this.context.logger.debug({ err: error, group: this.group }, 'it could not be found out whether all is read');
    } finally {
      this.isLooking = false;
      await connection.close();
    }
  }

  private async findStandstill(connection: KafkaConnection, { held, fetcher }: Generation): Promise<string | null> {
    // What is tried again after a failure is known about.
    const quiet = [...held.values()].filter(({ isPlaced, attempts }) => isPlaced && attempts === 0);
    for (const topic of new Set(quiet.map((one) => one.topic))) {
      const bounds = await loadBounds(connection, this.context.namespace.onWire(topic));
      for (const { partition, end } of bounds) {
        const position = quiet.some((one) => one.topic === topic && one.partition === partition)
          ? fetcher.positionOf(topic, partition)
          : undefined;
        if (position !== undefined && position < end)
          return `${topic}/${partition} stands at ${position} for ${this.stallAfterMs} ms though the log goes to ${end}`;
      }
    }
    return null;
  }

  private stoodStill(reason: string): void {
    if (this.standstill !== null) {
      this.stalled(`${reason}, also after it began anew`);
      return;
    }
    this.standstill = reason;
    this.context.logger.error({ group: this.group, reason }, 'the consumption stands still; it begins anew');
    this.options.onStandstill?.(reason);
    this.endGeneration();
    // Whatever hangs hangs in it; the next generation opens another.
    void this.context.connection.close();
  }

  private get stallAfterMs(): number {
    return this.options.stallAfterMs ?? DEFAULTS.stallAfterMs;
  }

  private stalled(what: string): void {
    if (this.isStalled) return;
    this.isStalled = true;
    this.stopping.abort();
    this.endGeneration();
    this.tellFatal(new LogError('LOG_CONSUMER_STALLED', `group ${this.group}: ${what}`));
    // So that others get the partitions at once. What the handler still does must not commit.
    void this.leave();
  }

  private async leave(): Promise<void> {
    const leaving = this.membership.leave().catch((error: unknown) => {
      this.context.logger.warn({ err: error, group: this.group }, 'the group could not be left in order');
    });
    await settleWithin(LEAVE_WITHIN_MS, leaving);
    await this.context.connection.close();
  }

  private tellFatal(error: LogError): void {
    if (this.fatalTold) return;
    this.fatalTold = true;
    this.context.logger.error({ err: error, group: this.group }, 'the consumption has ended by itself');
    this.joined.reject(error);
    this.options.onFatal?.(error);
  }
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

function checkInRange(
  group: string,
  { topic, partition }: TopicPartition,
  checkpoint: bigint,
  bounds: readonly PartitionBounds[],
): void {
  const bound = bounds.find((one) => one.partition === partition);
  if (bound && (checkpoint < bound.begin || checkpoint > bound.end))
    throw new LogError(
      'LOG_OFFSET_OUT_OF_RANGE',
      `the checkpoint of ${group} in ${topic}/${partition} is ${checkpoint}, but the log has ` +
        `${bound.begin} to ${bound.end}: it is not the log this checkpoint was made on`,
    );
}

function settleable(): { promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
