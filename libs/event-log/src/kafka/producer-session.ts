import { LogError } from '../errors.js';
import type { KafkaConnection } from './kafka-connection.js';
import { CompressionTypes } from './kafkajs.js';
import { type Cluster, type ProducerIdentity, TRANSACTION_COORDINATOR } from './kafkajs-internals.js';
import type { PartitionBatch } from './outgoing-batches.js';

export interface Written {
  readonly batch: PartitionBatch;
  readonly baseOffset: bigint;
}

/** A partition's batch with the sequence number it keeps however often it is sent: by that the broker knows it again. */
interface NumberedBatch {
  readonly batch: PartitionBatch;
  readonly firstSequence: number;
}

/** Sequence numbers are 32-bit and go round. */
const SEQUENCES = 2 ** 31;

/** Values from here on are compressed: text of that size shrinks to a third or less, which saves more than it costs. */
const COMPRESS_FROM_BYTES = 16 * 1024;

/**
 * One producer identity at the broker. Sends one round of batches after another, each until it is acknowledged by all
 * replicas in sync, and each exactly once within the session. Not for concurrent calls.
 *
 * After a failure it is not known what was written, so the numbers that come next aren't known either: whoever uses the
 * session ends it, or sends the same rounds again with `finish`.
 */
export class ProducerSession {
  private readonly nextSequence = new Map<string, number>();
  private unfinished: { topic: string; batches: NumberedBatch[] } | null = null;

  private constructor(
    private readonly connection: KafkaConnection,
    readonly identity: ProducerIdentity,
    readonly transactionalId: string | null,
  ) {}

  /** With a transactional id: ends the transactions of and fences all earlier sessions of that id. */
  static async open(
    connection: KafkaConnection,
    transactional: { id: string; timeoutMs: number } | null,
  ): Promise<ProducerSession> {
    const identity = await connection.attempt('open a producer', [], async (cluster) => {
      if (transactional === null) {
        await cluster.refreshMetadataIfNecessary();
        const broker = await cluster.findControllerBroker();
        return broker.initProducerId({ transactionalId: undefined, transactionTimeout: 60_000 });
      }
      const coordinator = await cluster.findGroupCoordinator({
        groupId: transactional.id,
        coordinatorType: TRANSACTION_COORDINATOR,
      });
      return coordinator.initProducerId({
        transactionalId: transactional.id,
        transactionTimeout: transactional.timeoutMs,
      });
    });
    return new ProducerSession(connection, identity, transactional?.id ?? null);
  }

  /** Whether a failure left open what was written. */
  get isUncertain(): boolean {
    return this.unfinished !== null;
  }

  /** Sends one round: at most one batch for each partition. */
  async send(topic: string, round: readonly PartitionBatch[]): Promise<Written[]> {
    if (this.unfinished !== null) throw new Error('the round before is not finished');
    this.unfinished = { topic, batches: round.map((batch) => this.number(topic, batch)) };
    return this.finish();
  }

  /** Sends again, under the same numbers, what is not known to be written. Resolves when all of it is. */
  async finish(): Promise<Written[]> {
    const { unfinished } = this;
    if (unfinished === null) return [];
    const { topic } = unfinished;
    const written: Written[] = [];
    await this.connection.attempt('append', [topic], async (cluster) => {
      await cluster.refreshMetadataIfNecessary();
      const outcomes = await Promise.allSettled(
        [...byLeader(cluster, topic, unfinished.batches)].map(async ([nodeId, batches]) => {
          const bases = await this.sendTo(cluster, nodeId, topic, batches);
          for (const numbered of batches) {
            const baseOffset = bases.get(numbered.batch.partition);
            if (baseOffset === undefined) continue;
            written.push({ batch: numbered.batch, baseOffset });
            unfinished.batches = unfinished.batches.filter((other) => other !== numbered);
          }
        }),
      );
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      if (unfinished.batches.length > 0) throw new LogError('LOG_UNAVAILABLE', `${topic}: not all was answered`);
    });
    this.unfinished = null;
    return written;
  }

  private number(topic: string, batch: PartitionBatch): NumberedBatch {
    const key = `${topic}/${batch.partition}`;
    const firstSequence = this.nextSequence.get(key) ?? 0;
    this.nextSequence.set(key, (firstSequence + batch.records.length) % SEQUENCES);
    return { batch, firstSequence };
  }

  private async sendTo(
    cluster: Cluster,
    nodeId: string,
    topic: string,
    batches: readonly NumberedBatch[],
  ): Promise<Map<number, bigint>> {
    const broker = await cluster.findBroker({ nodeId });
    const isLarge = batches.some(({ batch }) =>
      batch.records.some(({ record }) => (record.value?.length ?? 0) >= COMPRESS_FROM_BYTES),
    );
    const { topics } = await broker.produce({
      ...this.identity,
      transactionalId: this.transactionalId ?? undefined,
      acks: -1,
      timeout: 20_000,
      compression: isLarge ? CompressionTypes.GZIP : CompressionTypes.None,
      topicData: [
        {
          topic,
          partitions: batches.map(({ batch, firstSequence }) => ({
            partition: batch.partition,
            firstSequence,
            messages: batch.records.map(({ record }) => record),
          })),
        },
      ],
    });
    return new Map(
      topics.flatMap(({ partitions }) =>
        partitions.map(({ partition, baseOffset }) => [partition, BigInt(baseOffset)] as const),
      ),
    );
  }
}

function byLeader(cluster: Cluster, topic: string, batches: readonly NumberedBatch[]): Map<string, NumberedBatch[]> {
  const leaders = new Map(
    cluster.findTopicPartitionMetadata(topic).map(({ partitionId, leader }) => [partitionId, String(leader)]),
  );
  const grouped = new Map<string, NumberedBatch[]>();
  for (const numbered of batches) {
    const leader = leaders.get(numbered.batch.partition) ?? '-1';
    const group = grouped.get(leader);
    if (group) group.push(numbered);
    else grouped.set(leader, [numbered]);
  }
  return grouped;
}
