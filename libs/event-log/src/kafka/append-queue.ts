import { LogError } from '../errors.js';
import type { OutgoingRecord, RecordPosition } from '../event-log.js';
import { type KafkaConnection, partitionsOf } from './kafka-connection.js';
import { batchesOf, measureRecords, type PlacedRecord, positionsInOrder } from './outgoing-batches.js';
import { ProducerSession, type Written } from './producer-session.js';
import type { TopicLimits } from './topic-limits.js';

interface Waiting {
  readonly topic: string;
  readonly records: readonly PlacedRecord[];
  readonly maxBatchBytes: number;
  resolve(positions: readonly RecordPosition[]): void;
  reject(error: unknown): void;
}

/** Appends that wait are sent together up to this size; a single append may be larger. */
const TOGETHER_BYTES = 4 * 1024 * 1024;

/**
 * Appends in the order of the calls. What comes while a request is under way waits and goes together in the next, so
 * that many small appends at once cost few requests.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private session: ProducerSession | null = null;
  private sending: Promise<void> = Promise.resolve();
  private isSending = false;
  private isClosed = false;
  private keyless = 0;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly limits: TopicLimits,
  ) {}

  /** Resolves when all records are durable. `topic` is the name on the wire. */
  async append(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    const maxBatchBytes = await this.limits.maxBatchBytes(topic);
    const measured = measureRecords(topic, records, maxBatchBytes);
    if (this.isClosed) throw new LogError('LOG_CLOSED', 'the log is closed');
    if (measured.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.waiting.push({ topic, records: measured, maxBatchBytes, resolve, reject });
      if (!this.isSending) this.sending = this.sendAll();
    });
  }

  /** What was accepted is still sent. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.sending;
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    for (let together = this.takeTogether(); together.length > 0; together = this.takeTogether()) {
      try {
        await this.send(together);
      } catch (error) {
        // What was written under which number is unknown now; a new identity starts with a clean slate.
        this.session = null;
        for (const { reject } of together) reject(error);
      }
    }
    // In the same turn as the look that found nothing: what came in between would wait for the next append, maybe for ever.
    this.isSending = false;
  }

  /** The first that waits and what follows it for the same topic. */
  private takeTogether(): Waiting[] {
    const topic = this.waiting[0]?.topic;
    const together: Waiting[] = [];
    let bytes = 0;
    for (const next of this.waiting) {
      bytes += next.records.reduce((sum, record) => sum + record.bytes, 0);
      if (next.topic !== topic || (together.length > 0 && bytes > TOGETHER_BYTES)) break;
      together.push(next);
    }
    this.waiting = this.waiting.slice(together.length);
    return together;
  }

  private async send(together: readonly Waiting[]): Promise<void> {
    const [first] = together;
    if (first === undefined) return;
    this.session ??= await ProducerSession.open(this.connection, null);
    const all = together.flatMap(({ records }) => records).map((placed, index) => ({ ...placed, index }));
    const partitions = await this.connection.attempt('find the partitions', [first.topic], async (cluster) =>
      partitionsOf(cluster, first.topic),
    );
    const written: Written[] = [];
    for (const round of batchesOf(all, partitions, first.maxBatchBytes, () => this.keyless++))
      written.push(...(await this.session.send(first.topic, round)));
    const positions = positionsInOrder(all.length, written);
    let from = 0;
    for (const { records, resolve } of together) {
      resolve(positions.slice(from, from + records.length));
      from += records.length;
    }
  }
}
