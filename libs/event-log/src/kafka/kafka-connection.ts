import type { Admin, Kafka as KafkaClient, SASLOptions } from 'kafkajs';
import { pause } from '../backoff.js';
import { LogError } from '../errors.js';
import type { EventLogLogger } from '../logger.js';
import { answerWithin } from './answer-within.js';
import { closedBrokerOf, isPassing, kafkaTypeOf, toLogError } from './kafka-errors.js';
import { Kafka, logLevel } from './kafkajs.js';
import { type Cluster, ClusterOfKafkajs, createSocketFactory, READ_COMMITTED } from './kafkajs-internals.js';
import { kafkajsLogCreator } from './kafkajs-logger.js';
import { settleWithin } from './settle-within.js';

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
  readonly clientId: string;
  readonly logger: EventLogLogger;
  /** How long a request is tried before it is LOG_UNAVAILABLE. */
  readonly patienceMs: number;
}

/**
 * kafkajs retries on several levels, each within the one above. Here it tries little and `KafkaConnection.attempt`
 * keeps the time, so that an end in sight is an end.
 */
const RETRY = { initialRetryTime: 50, maxRetryTime: 200, multiplier: 2, factor: 0.2, retries: 2 };
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Requests have times of their own; this is for one that is lost. */
const TRY_WITHIN_MS = 90_000;
const CLOSE_WITHIN_MS = 2_000;
const METADATA_MAX_AGE_MS = 60_000;
/** A topic just made is not known to every broker at once; one still unknown after this is missing. */
const TOPIC_APPEARS_WITHIN_MS = 1_500;

/** A cluster's connections, for one user: requests on one wait for each other, a long poll for all behind it. */
export class KafkaConnection {
  private cluster: Cluster | null = null;
  private readonly topics = new Set<string>();
  private connecting: Promise<Cluster> | null = null;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly kafka: KafkaClient = createKafka(settings),
  ) {}

  get patienceMs(): number {
    return this.settings.patienceMs;
  }

  /** Another connection to the same brokers. */
  another(): KafkaConnection {
    return new KafkaConnection(this.settings, this.kafka);
  }

  /** kafkajs's administration client, connected; the caller disconnects it. */
  async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  /** The connected cluster, which knows the leaders of the topics. */
  async open(topics: readonly string[] = []): Promise<Cluster> {
    for (const topic of topics) this.topics.add(topic);
    this.connecting ??= this.connect().finally(() => {
      this.connecting = null;
    });
    const cluster = await this.connecting;
    try {
      await cluster.addMultipleTargetTopics(topics);
    } catch (error) {
      for (const topic of topics) this.topics.delete(topic);
      throw error;
    }
    return cluster;
  }

  private async connect(): Promise<Cluster> {
    this.cluster ??= new ClusterOfKafkajs({
      logger: this.kafka.logger(),
      socketFactory: createSocketFactory(),
      brokers: this.settings.brokers,
      ssl: this.settings.ssl,
      sasl: this.settings.sasl ?? undefined,
      clientId: this.settings.clientId,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      authenticationTimeout: 10_000,
      reauthenticationThreshold: 10_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      enforceRequestTimeout: true,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      retry: RETRY,
      allowAutoTopicCreation: false,
      maxInFlightRequests: null,
      isolationLevel: READ_COMMITTED,
    });
    await this.cluster.connect();
    return this.cluster;
  }

  /**
   * Does `work` on the cluster, again with growing pauses while what fails may pass, for as long as the settings say. Then the
   * LogError of the last failure. `work` has to bear being done again after an unknown outcome.
   */
  async attempt<T>(
    doing: string,
    topics: readonly string[],
    work: (cluster: Cluster) => Promise<T>,
    { patienceMs = this.settings.patienceMs }: { patienceMs?: number } = {},
  ): Promise<T> {
    const began = Date.now();
    for (let wait = 10; ; wait = Math.min(wait * 2, 1_000)) {
      try {
        return await answerWithin(
          TRY_WITHIN_MS,
          doing,
          this.open(topics).then((cluster) => work(cluster)),
        );
      } catch (error) {
        const elapsed = Date.now() - began;
        const unknownTopic = kafkaTypeOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
        const isHopeless = !isPassing(error) || (unknownTopic && elapsed > TOPIC_APPEARS_WITHIN_MS);
        if (isHopeless || elapsed > patienceMs) throw toLogError(error, doing);
        this.settings.logger.debug({ err: error, doing }, 'a request to Kafka failed; trying again');
        await this.recover(error);
        await pause(wait);
      }
    }
  }

  /** Forgets what the error shows to be out of date: the broker that went, the leaders that moved. */
  async recover(error: unknown): Promise<void> {
    const closed = closedBrokerOf(error);
    if (closed !== null) this.cluster?.removeBroker(closed);
    // Fails for the same reason as the request did; the next attempt tells.
    await this.cluster?.refreshMetadata().catch(() => undefined);
  }

  /** Ends the connections. They open anew when used again. */
  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = null;
    if (cluster === null) return;
    // It waits for what is under way, which a broker that hangs never answers.
    await settleWithin(CLOSE_WITHIN_MS, cluster.disconnect());
  }
}

function createKafka({ brokers, ssl, sasl, clientId, logger }: KafkaSettings): KafkaClient {
  return new Kafka({
    brokers: [...brokers],
    ssl,
    // The union of mechanisms can't be told apart by a mechanism that is itself a union.
    ...(sasl === null ? {} : { sasl: sasl as SASLOptions }),
    clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: kafkajsLogCreator(logger),
  });
}

/** The partitions of a topic in order. LOG_TOPIC_MISSING where it is not known. */
export function partitionsOf(cluster: Cluster, topic: string): number[] {
  const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
  if (partitions.length === 0) throw new LogError('LOG_TOPIC_MISSING', `there is no topic ${topic}`);
  return partitions.sort((a, b) => a - b);
}
