import { createRequire } from 'node:module';
import type { CompressionTypes, Logger } from 'kafkajs';

/*
 * What the adapter takes of kafkajs below its public surface: the cluster (connections, metadata, coordinators) and the
 * broker (one method for each request of Kafka's protocol). kafkajs 2.2.4 is the last release and pinned exactly.
 *
 * Its own loops above that layer are not used, since they break promises the log makes:
 * - A producer whose retries ran out takes its sequence numbers back though the broker may have appended the batch. The
 *   next batch under the same numbers is then taken for a duplicate and acknowledged without being written.
 * - A producer that retries after a leader moved to a broker that has answered already never sends that partition.
 * - The consumer goes on at the default offset by itself when a checkpoint is out of range, learns of a rebalance only
 *   between batches, can't seek while a long poll is out, and can hang silently when it restarts itself.
 * - There is no reading without a group, and a group's throwaway needs rights and a rebalance that a reader doesn't.
 */

export interface TopicPartitions<Partition> {
  readonly topic: string;
  readonly partitions: readonly Partition[];
}

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | null | readonly (Buffer | string)[]>>;
  readonly isControlRecord: boolean;
  readonly batchContext: {
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
    readonly producerId: string;
    readonly inTransaction: boolean;
  };
}

export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly { producerId: string; firstOffset: string }[];
  readonly messages: readonly FetchedMessage[];
}

export interface ProducedPartition {
  readonly partition: number;
  readonly baseOffset: string;
}

export interface ProducerIdentity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** One method for each request. Each rejects with a KafkaJSProtocolError if any part of the answer is an error. */
export interface Broker {
  readonly nodeId: string;
  metadata(topics: readonly string[]): Promise<unknown>;
  produce(
    request: ProducerIdentity & {
      transactionalId: string | undefined;
      acks: number;
      timeout: number;
      compression: CompressionTypes;
      topicData: readonly TopicPartitions<{
        partition: number;
        firstSequence: number;
        messages: readonly { key: string | null; value: Buffer | null; headers: Readonly<Record<string, string>> }[];
      }>[];
    },
  ): Promise<{ topics: readonly { topicName: string; partitions: readonly ProducedPartition[] }[] }>;
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: readonly TopicPartitions<{ partition: number; fetchOffset: string; maxBytes: number }>[];
  }): Promise<{ responses: readonly { topicName: string; partitions: readonly FetchedPartition[] }[] }>;
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: readonly { name: string; metadata: Buffer }[];
  }): Promise<{
    generationId: number;
    leaderId: string;
    memberId: string;
    members: readonly { memberId: string; memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: readonly { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: readonly TopicPartitions<{ partition: number; offset: string }>[];
  }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: readonly TopicPartitions<{ partition: number }>[];
  }): Promise<{ responses: readonly TopicPartitions<{ partition: number; offset: string }>[] }>;
  initProducerId(request: {
    transactionalId: string | undefined;
    transactionTimeout: number;
  }): Promise<ProducerIdentity>;
  addPartitionsToTxn(
    request: ProducerIdentity & { transactionalId: string; topics: readonly TopicPartitions<number>[] },
  ): Promise<unknown>;
  endTxn(request: ProducerIdentity & { transactionalId: string; transactionResult: boolean }): Promise<unknown>;
}

export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  removeBroker(address: { host: string; port: number }): void;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findBroker(which: { nodeId: string | number }): Promise<Broker>;
  findControllerBroker(): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number; leader: number }[];
  findGroupCoordinator(which: { groupId: string; coordinatorType?: number }): Promise<Broker>;
  fetchTopicsOffset(
    topics: readonly (TopicPartitions<{ partition: number }> & { fromBeginning?: boolean; fromTimestamp?: number })[],
  ): Promise<readonly TopicPartitions<{ partition: number; offset: string }>[]>;
}

export interface ClusterSettings {
  readonly logger: Logger;
  readonly socketFactory: unknown;
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl: unknown;
  readonly clientId: string;
  readonly connectionTimeout: number;
  readonly authenticationTimeout: number;
  readonly reauthenticationThreshold: number;
  readonly requestTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly metadataMaxAge: number;
  readonly retry: object;
  readonly allowAutoTopicCreation: boolean;
  readonly maxInFlightRequests: null;
  readonly isolationLevel: number;
}

interface RequestQueue {
  pending: readonly unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const load = createRequire(import.meta.url);

// The shapes above are those of the pinned version; a test calls each of them against a broker.
export const ClusterOfKafkajs = load('kafkajs/src/cluster/index.js') as new (settings: ClusterSettings) => Cluster;
export const createSocketFactory = load('kafkajs/src/network/socketFactory.js') as () => unknown;
export const TRANSACTION_COORDINATOR = 1;
export const READ_COMMITTED = 1;

/** What a connection has received of an answer so far. */
interface Connection {
  chunks: readonly Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected(): boolean;
  connect(): Promise<boolean>;
}

const { prototype: ofConnection } = load('kafkajs/src/network/connection.js') as { prototype: Connection };
const connect = ofConnection.connect;
const SIZE_BYTES = 4;

/**
 * As in kafkajs, from a clean slate. There a connection that broke in the middle of an answer keeps the part it had, and
 * when it is opened again it takes what comes for the rest: every later answer is lost, every request times out, and
 * whoever waits for them stands still for good.
 */
ofConnection.connect = function connectFromTheBeginning(this: Connection): Promise<boolean> {
  if (!this.isConnected()) {
    this.chunks = [];
    this.bytesBuffered = 0;
    this.bytesNeeded = SIZE_BYTES;
  }
  return connect.call(this);
};

const { prototype } = load('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue };

/**
 * As in kafkajs, without the timer where nothing waits. There each connection, once used, sets a timer for the time
 * since 1970, negative, over and over: every millisecond, 4 to 5% of a core for an idle connection, and a
 * TimeoutNegativeWarning from Node 24 on (kafkajs issues 1704 and 1751).
 */
prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledFor = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledFor > 0 ? throttledFor : 10,
  );
};
