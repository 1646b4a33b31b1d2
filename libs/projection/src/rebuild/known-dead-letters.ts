import { CONSUMED_TOPICS, deadLetterTopicOf } from '@parley/contracts';
import { DEAD_LETTER_HEADERS, type EventLog, type LogRecord } from '@parley/event-log';
import type { Placed } from '../placed-event.js';
import { existingTopics } from './existing-topics.js';

/** A record the projector set aside, and why: a rebuild leaves it out as well. */
export interface SkippedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly code: string;
  readonly reason: string;
}

/**
 * The places of what the live projector set aside, kept up to date by reading on where the last look ended. A record
 * that was retried stands in its topic again, at another place.
 */
export class KnownDeadLetters {
  private readonly places = new Map<string, SkippedRecord>();
  private readonly next = new Map<string, Map<number, bigint>>();

  constructor(private readonly log: EventLog) {}

  async refresh(): Promise<void> {
    const topics = CONSUMED_TOPICS.projector.map((topic) => deadLetterTopicOf(topic, 'projector'));
    for (const topic of await existingTopics(this.log, topics)) {
      const next = this.next.get(topic) ?? new Map<number, bigint>();
      this.next.set(topic, next);
      const from = { at: 'offsets', offsets: new Map(next) } as const;
      for await (const batch of this.log.read(topic, { from, until: 'end' })) {
        for (const record of batch.records) this.take(record);
        next.set(batch.partition, batch.nextOffset);
      }
    }
  }

  find(place: Pick<Placed, 'topic' | 'partition' | 'offset'>): SkippedRecord | undefined {
    return this.places.get(keyOf(place.topic, place.partition, place.offset));
  }

  private take({ headers }: LogRecord): void {
    const topic = headers[DEAD_LETTER_HEADERS.topic];
    const partition = headers[DEAD_LETTER_HEADERS.partition];
    const offset = headers[DEAD_LETTER_HEADERS.offset];
    if (headers[DEAD_LETTER_HEADERS.retried] !== undefined) return;
    if (topic === undefined || !/^\d+$/.test(partition ?? '') || !/^\d+$/.test(offset ?? '')) return;
    const record = {
      topic,
      partition: Number(partition),
      offset: BigInt(offset ?? ''),
      code: headers[DEAD_LETTER_HEADERS.code] ?? 'UNKNOWN',
      reason: headers[DEAD_LETTER_HEADERS.reason] ?? '',
    };
    this.places.set(keyOf(topic, record.partition, record.offset), record);
  }
}

const keyOf = (topic: string, partition: number, offset: bigint): string => `${topic}/${partition}/${offset}`;
