import { pause } from '../backoff.js';
import { LogError } from '../errors.js';
import type { ExclusiveAppender, OutgoingRecord, RecordPosition } from '../event-log.js';
import type { EventLogLogger } from '../logger.js';
import { type KafkaConnection, partitionsOf } from './kafka-connection.js';
import { kafkaTypeOf } from './kafka-errors.js';
import { TRANSACTION_COORDINATOR } from './kafkajs-internals.js';
import type { Namespace } from './namespace.js';
import { batchesOf, measureRecords, positionsInOrder } from './outgoing-batches.js';
import { loadBounds } from './partition-offsets.js';
import { ProducerSession, type Written } from './producer-session.js';
import type { TopicLimits } from './topic-limits.js';

/** A transaction left open by a holder that died is aborted after this, or at once by the next holder. */
const TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * Each append is a transaction under a fixed transactional id. Opening raises the id's epoch, which ends the transaction
 * of the earlier holder, if one is open, and refuses everything it sends from then on.
 *
 * It never takes a new epoch by itself after a failure: that could fence a holder that came after it. It finds out what
 * became of the failed transaction instead, with the next append.
 */
export class KafkaExclusiveAppender implements ExclusiveAppender {
  private queue: Promise<unknown> = Promise.resolve();
  private isClosed = false;
  private hasOpenTransaction = false;
  private keyless = 0;

  private constructor(
    private readonly connection: KafkaConnection,
    private readonly session: ProducerSession,
    private readonly transactionalId: string,
    private readonly namespace: Namespace,
    private readonly limits: TopicLimits,
    private readonly logger: EventLogLogger,
  ) {}

  static async open(
    connection: KafkaConnection,
    name: string,
    namespace: Namespace,
    limits: TopicLimits,
    logger: EventLogLogger,
  ): Promise<KafkaExclusiveAppender> {
    const id = namespace.onWire(name);
    const session = await ProducerSession.open(connection, { id, timeoutMs: TRANSACTION_TIMEOUT_MS });
    return new KafkaExclusiveAppender(connection, session, id, namespace, limits, logger);
  }

  append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    const appended = this.queue.then(() => this.appendInTransaction(this.namespace.onWire(topic), records));
    this.queue = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.queue;
    await this.connection.close();
  }

  private async appendInTransaction(
    topic: string,
    records: readonly OutgoingRecord[],
  ): Promise<readonly RecordPosition[]> {
    if (this.isClosed) throw new LogError('LOG_CLOSED', 'the exclusive appender is closed');
    const maxBatchBytes = await this.limits.maxBatchBytes(topic);
    const measured = measureRecords(topic, records, maxBatchBytes);
    if (measured.length === 0) return [];
    await this.settle();
    const partitions = await this.connection.attempt('find the partitions', [topic], async (cluster) =>
      partitionsOf(cluster, topic),
    );
    const rounds = batchesOf(measured, partitions, maxBatchBytes, () => this.keyless++);
    const touched = [...new Set(rounds.flat().map(({ partition }) => partition))];
    this.hasOpenTransaction = true;
    await this.connection.attempt('begin a transaction', [topic], async (cluster) => {
      const coordinator = await cluster.findGroupCoordinator(this.coordinator);
      await coordinator.addPartitionsToTxn({
        transactionalId: this.transactionalId,
        ...this.session.identity,
        topics: [{ topic, partitions: touched }],
      });
    });
    const written: Written[] = [];
    for (const round of rounds) written.push(...(await this.session.send(topic, round)));
    await this.end('commit');
    this.hasOpenTransaction = false;
    await this.untilVisible(topic, written);
    return positionsInOrder(measured.length, written);
  }

  /**
   * A commit is decided when the coordinator has noted it, and visible a little later, when its markers are in the
   * partitions. Whoever reads after an append is to find it.
   */
  private async untilVisible(topic: string, written: readonly Written[]): Promise<void> {
    for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
      const ends = new Map((await loadBounds(this.connection, topic)).map(({ partition, end }) => [partition, end]));
      if (written.every(({ batch, baseOffset }) => (ends.get(batch.partition) ?? 0n) > baseOffset)) return;
      await pause(wait);
    }
  }

  /** Brings a transaction whose append failed to an end: nothing of it is to become visible any more. */
  private async settle(): Promise<void> {
    if (!this.hasOpenTransaction) return;
    // So that the sequence numbers are certain again.
    if (this.session.isUncertain) await this.session.finish();
    try {
      await this.end('abort');
    } catch (error) {
      if (!(error instanceof LogError) || kafkaTypeOf(error) !== 'INVALID_TXN_STATE') throw error;
      // Nothing to abort: no partition was ever added, or the commit had come through though its answer was lost.
      this.logger.warn({ err: error }, 'the transaction of a failed append was over already');
    }
    this.hasOpenTransaction = false;
  }

  private end(how: 'commit' | 'abort'): Promise<unknown> {
    return this.connection.attempt(`${how} a transaction`, [], async (cluster) => {
      const coordinator = await cluster.findGroupCoordinator(this.coordinator);
      await coordinator.endTxn({
        transactionalId: this.transactionalId,
        ...this.session.identity,
        transactionResult: how === 'commit',
      });
    });
  }

  private get coordinator(): { groupId: string; coordinatorType: number } {
    return { groupId: this.transactionalId, coordinatorType: TRANSACTION_COORDINATOR };
  }
}
