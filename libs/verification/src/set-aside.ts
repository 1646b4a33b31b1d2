import { CONSUMED_TOPICS, CONSUMING_SERVICES, deadLetterTopicOf } from '@parley/contracts';
import { DEAD_LETTER_HEADERS, type EventLog, type LogRecord } from '@parley/event-log';

/** A record that a service has dead-lettered. */
export interface Letter {
  readonly deadLetterTopic: string;
  /** Place of the letter that came first; the same record may be set aside twice. */
  readonly partition: number;
  readonly offset: bigint;
  readonly recordedAt: Date;
  readonly service: string;
  readonly topic: string;
  readonly of: { readonly partition: number; readonly offset: bigint };
  readonly code: string;
  readonly reason: string;
  /** The latest time a person had it tried again, and where that is noted; null while it is open. */
  retried: { readonly at: Date; readonly offset: bigint } | null;
}

const keyOf = (service: string, topic: string, partition: number, offset: bigint): string =>
  `${service} ${topic}/${partition}/${offset}`;

/** The dead letters of all services, each record once. Holds them, so it grows with what went wrong. */
export class SetAside {
  private readonly letters = new Map<string, Letter>();

  private constructor() {}

  static async read(log: EventLog, existing: ReadonlySet<string>): Promise<SetAside> {
    const setAside = new SetAside();
    for (const service of CONSUMING_SERVICES) {
      for (const topic of CONSUMED_TOPICS[service]) {
        const name = deadLetterTopicOf(topic, service);
        if (!existing.has(name)) continue;
        for await (const { records } of log.read(name, { from: { at: 'beginning' }, until: 'end' }))
          for (const record of records) setAside.take(record);
      }
    }
    return setAside;
  }

  /** Whether a service has set a record aside; it went on without it. */
  has(service: string, topic: string, partition: number, offset: bigint): boolean {
    return this.letters.has(keyOf(service, topic, partition, offset));
  }

  /** Whether any service has. */
  byAnyone(topic: string, partition: number, offset: bigint): boolean {
    return CONSUMING_SERVICES.some((service) => this.has(service, topic, partition, offset));
  }

  all(): Iterable<Letter> {
    return this.letters.values();
  }

  private take(record: LogRecord): void {
    const names = DEAD_LETTER_HEADERS;
    const { headers } = record;
    const service = headers[names.service];
    const topic = headers[names.topic];
    const partition = headers[names.partition] ?? '';
    const offset = headers[names.offset] ?? '';
    // What somebody else wrote there is no letter.
    if (service === undefined || topic === undefined || !/^\d{1,9}$/.test(partition) || !/^\d{1,18}$/.test(offset))
      return;
    const of = { partition: Number(partition), offset: BigInt(offset) };
    const key = keyOf(service, topic, of.partition, of.offset);
    const known = this.letters.get(key);
    if (headers[names.retried] !== undefined) {
      if (known) known.retried = { at: record.recordedAt, offset: record.offset };
      return;
    }
    if (known) return;
    this.letters.set(key, {
      deadLetterTopic: record.topic,
      partition: record.partition,
      offset: record.offset,
      recordedAt: record.recordedAt,
      service,
      topic,
      of,
      code: headers[names.code] ?? 'UNKNOWN',
      reason: headers[names.reason] ?? '',
      retried: null,
    });
  }
}
