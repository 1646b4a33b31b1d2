import { pause } from '../backoff.js';
import { Bell } from '../bell.js';
import type { LogRecord } from '../event-log.js';
import { answerWithin } from './answer-within.js';
import { committedRecords, endOfFetched } from './fetched-records.js';
import type { KafkaConnection } from './kafka-connection.js';
import { isPassing, toLogError } from './kafka-errors.js';
import { type Cluster, type FetchedPartition, READ_COMMITTED } from './kafkajs-internals.js';
import type { Namespace } from './namespace.js';
import { settleWithin } from './settle-within.js';

const ANSWER_WITHIN_MS = 35_000;

/** What one fetch brought of one partition. Without records where there were only markers or aborted records. */
export interface FetchedChunk {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Where the fetch began and where the next one goes on. */
  readonly from: bigint;
  readonly nextOffset: bigint;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  offset: bigint;
  isPaused: boolean;
  /** Grows with each seek: what was fetched before it is thrown away. */
  version: number;
  /** Brought nothing though there is something: ask for it alone, so that the limit of bytes is all its own. */
  wantsAlone: boolean;
}

export interface FetchLimits {
  /** Most bytes of one answer, where a single batch is not larger. */
  readonly maxBytes: number;
  /** How long a broker waits for new records before it answers with none. New ones make it answer at once. */
  readonly maxWaitMs: number;
  /**
   * A fetch not settled after this (ms) has failed; 35 000 unless told, a little more than kafkajs gives each request.
   */
  readonly answerWithinMs?: number;
}

/**
 * Reads partitions without a group, by the offsets it is given. Each broker has at most one request under way, and none
 * while something it answered waits to be taken: what is not taken is not fetched.
 */
export class PartitionFetcher {
  private readonly places = new Map<string, Place>();
  private ready: { nodeId: string; place: Place; version: number; chunk: FetchedChunk }[] = [];
  private readonly busyNodes = new Set<string>();
  private readonly bell = new Bell();
  private failure: unknown = null;
  private isClosed = false;
  private lastAnswerAt = Date.now();
  private hasFailedSince = false;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly namespace: Namespace,
    private readonly limits: FetchLimits,
    /** Told of each failure that may pass; a throw ends the fetcher. */
    private readonly onPassingFailure: (error: unknown, msSinceAnswer: number) => void,
  ) {}

  /** Sets where a partition is read from. What was fetched of it and not taken is dropped. */
  seek(topic: string, partition: number, offset: bigint): void {
    const key = `${topic}/${partition}`;
    const former = this.places.get(key);
    const version = (former?.version ?? 0) + 1;
    this.places.set(key, { topic, partition, offset, isPaused: false, version, wantsAlone: false });
    this.ready = this.ready.filter(({ place }) => place !== former);
    this.bell.ring();
  }

  /** Fetches no more of a partition until `resume`. */
  pause(topic: string, partition: number): void {
    const place = this.places.get(`${topic}/${partition}`);
    if (place) place.isPaused = true;
  }

  resume(topic: string, partition: number): void {
    const place = this.places.get(`${topic}/${partition}`);
    if (!place?.isPaused) return;
    place.isPaused = false;
    this.bell.ring();
  }

  /** Makes `next` look again at once. */
  wake(): void {
    this.bell.ring();
  }

  /** The next chunk; null if there is none within `waitMs`, after `wake` and after `close`. */
  async next(waitMs: number): Promise<FetchedChunk | null> {
    const waitUntil = Date.now() + waitMs;
    for (;;) {
      if (this.failure !== null) throw this.failure;
      if (this.isClosed) return null;
      const index = this.ready.findIndex(({ place }) => !place.isPaused);
      if (index >= 0) {
        const [taken] = this.ready.splice(index, 1);
        // What comes next is fetched while the caller works on this.
        if (this.ready.length === 0) void this.startFetches();
        if (taken && this.isCurrent(taken.place, taken.version)) return taken.chunk;
        continue;
      }
      await this.startFetches();
      const left = waitUntil - Date.now();
      if (left <= 0) return null;
      await this.bell.wait(left);
      if (this.ready.length === 0 && this.failure === null) return null;
    }
  }

  /** Where a partition is fetched from next; undefined before it was placed. */
  positionOf(topic: string, partition: number): bigint | undefined {
    return this.places.get(`${topic}/${partition}`)?.offset;
  }

  /** Whether no broker has answered since the last failure. */
  get isFailing(): boolean {
    return this.hasFailedSince;
  }

  close(): void {
    this.isClosed = true;
    this.bell.ring();
  }

  private isCurrent(place: Place, version: number): boolean {
    return this.places.get(`${place.topic}/${place.partition}`) === place && place.version === version;
  }

  private async startFetches(): Promise<void> {
    if (this.isClosed) return;
    let cluster: Cluster;
    const topics = [...new Set([...this.places.values()].map(({ topic }) => this.namespace.onWire(topic)))];
    try {
      cluster = await this.connection.open(topics);
      await cluster.refreshMetadataIfNecessary();
    } catch (error) {
      await this.overcome(error);
      return;
    }
    for (const [nodeId, places] of this.placesByLeader(cluster)) {
      if (
        this.busyNodes.has(nodeId) ||
        this.ready.some((waiting) => waiting.nodeId === nodeId && !waiting.place.isPaused)
      )
        continue;
      const alone = places.find(({ wantsAlone }) => wantsAlone);
      void this.fetchFrom(cluster, nodeId, alone ? [alone] : places);
    }
  }

  private placesByLeader(cluster: Cluster): Map<string, Place[]> {
    const byLeader = new Map<string, Place[]>();
    for (const place of this.places.values()) {
      if (place.isPaused) continue;
      const leader = cluster
        .findTopicPartitionMetadata(this.namespace.onWire(place.topic))
        .find(({ partitionId }) => partitionId === place.partition)?.leader;
      const nodeId = String(leader ?? -1);
      const group = byLeader.get(nodeId);
      if (group) group.push(place);
      else byLeader.set(nodeId, [place]);
    }
    return byLeader;
  }

  private async fetchFrom(cluster: Cluster, nodeId: string, places: readonly Place[]): Promise<void> {
    this.busyNodes.add(nodeId);
    try {
      const asked = places.map((place) => ({ place, version: place.version, from: place.offset }));
      const answer = cluster.findBroker({ nodeId }).then((broker) =>
        broker.fetch({
          maxWaitTime: this.limits.maxWaitMs,
          minBytes: 1,
          maxBytes: this.limits.maxBytes,
          isolationLevel: READ_COMMITTED,
          topics: asked.map(({ place, from }) => ({
            topic: this.namespace.onWire(place.topic),
            partitions: [{ partition: place.partition, fetchOffset: String(from), maxBytes: this.limits.maxBytes }],
          })),
        }),
      );
      const { responses } = await answerWithin(
        this.limits.answerWithinMs ?? ANSWER_WITHIN_MS,
        `a fetch from broker ${nodeId}`,
        answer,
      );
      this.lastAnswerAt = Date.now();
      this.hasFailedSince = false;
      for (const { topicName, partitions } of responses) {
        for (const fetched of partitions) {
          const one = asked.find(
            ({ place }) => place.partition === fetched.partition && this.namespace.onWire(place.topic) === topicName,
          );
          if (one && this.isCurrent(one.place, one.version))
            this.take(nodeId, one.place, one.from, fetched, places.length === 1);
        }
      }
    } catch (error) {
      await this.overcome(error);
    } finally {
      this.busyNodes.delete(nodeId);
      this.bell.ring();
    }
  }

  private take(nodeId: string, place: Place, from: bigint, fetched: FetchedPartition, wasAlone: boolean): void {
    const stableEnd = BigInt(fetched.lastStableOffset);
    let nextOffset = endOfFetched(fetched.messages, from);
    if (nextOffset === from && from < stableEnd) {
      // Either the other partitions took up all the bytes, or compaction has left only empty batches up to the end.
      if (!wasAlone) {
        place.wantsAlone = true;
        return;
      }
      nextOffset = stableEnd;
    }
    place.wantsAlone = false;
    if (nextOffset === from) return;
    place.offset = nextOffset;
    const { topic, partition, version } = place;
    const records = committedRecords(fetched, topic, from);
    this.ready.push({ nodeId, place, version, chunk: { topic, partition, records, from, nextOffset } });
  }

  private async overcome(error: unknown): Promise<void> {
    try {
      if (!isPassing(error)) throw error;
      this.hasFailedSince = true;
      this.onPassingFailure(error, Date.now() - this.lastAnswerAt);
      await settleWithin(this.limits.answerWithinMs ?? ANSWER_WITHIN_MS, this.connection.recover(error));
      await pause(200);
    } catch (final) {
      this.failure ??= toLogError(final, 'read');
    }
  }
}
