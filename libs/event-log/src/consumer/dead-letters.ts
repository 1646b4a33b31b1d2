import { CONSUMED_TOPICS, CONSUMING_SERVICES, deadLetterTopicOf } from '@parley/contracts';
import { LogError } from '../errors.js';
import type { EventLog, LogRecord, RecordPosition } from '../event-log.js';
import { DEAD_LETTER_HEADERS, originalHeaders } from './dead-letter-record.js';

/** The place of a dead letter in its own topic. */
export interface DeadLetterRef {
  readonly deadLetterTopic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A record that was set aside, with what it was and why. */
export interface DeadLetter {
  readonly ref: DeadLetterRef;
  readonly status: 'open' | 'retried';
  readonly service: string;
  /** Where the original stands. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly code: string;
  readonly reason: string;
  /** When it was set aside. */
  readonly at: Date;
  /** When the original was recorded. */
  readonly recordedAt: Date;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export interface DeadLetterFilter {
  readonly service?: string;
  readonly topic?: string;
  /** Most letters to give; all unless told. */
  readonly limit?: number;
}

/**
 * The dead letters, topic by topic, oldest first, each record once however often it was set aside. Holds the place of
 * each letter in memory, never the letters.
 */
export async function* listDeadLetters(
  log: EventLog,
  filter: DeadLetterFilter = {},
): AsyncGenerator<DeadLetter, void, undefined> {
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  for (const deadLetterTopic of await existing(log, deadLetterTopics(filter))) {
    if (left <= 0) return;
    // A mark stands after its letter, so they are gathered before the first letter is given.
    const retried = await retriedLetters(log, deadLetterTopic);
    const seen = new Set<string>();
    for await (const { records } of log.read(deadLetterTopic, { from: { at: 'beginning' }, until: 'end' })) {
      for (const record of records) {
        const letter = letterOf(record);
        if (!letter) continue;
        const key = naturalKey(letter);
        if (seen.has(key)) continue;
        seen.add(key);
        yield { ...letter, status: retried.has(key) ? 'retried' : 'open' };
        if (--left <= 0) return;
      }
    }
  }
}

/**
 * Appends a dead letter's original bytes to the topic they came from, and marks it as retried. Consumers know the event
 * by its id, so those that had taken it do nothing; one that fails again becomes a new dead letter. Throws LogError
 * LOG_OFFSET_OUT_OF_RANGE where no dead letter stands at that place.
 */
export async function retryDeadLetter(log: EventLog, ref: DeadLetterRef): Promise<RecordPosition> {
  const record = await recordAt(log, ref);
  const letter = record && letterOf(record);
  if (!letter)
    throw new LogError(
      'LOG_OFFSET_OUT_OF_RANGE',
      `no dead letter stands at ${ref.deadLetterTopic}/${ref.partition}/${ref.offset}`,
    );
  const [position] = await log.append(letter.topic, [
    { key: letter.key, headers: letter.headers, value: letter.value },
  ]);
  if (!position) throw new LogError('LOG_UNAVAILABLE', 'the log gave no position for the record that was retried');
  const names = DEAD_LETTER_HEADERS;
  await log.append(ref.deadLetterTopic, [
    {
      key: letter.key,
      value: null,
      headers: {
        [names.retried]: `${ref.partition}/${ref.offset}`,
        [names.service]: letter.service,
        [names.topic]: letter.topic,
        [names.partition]: String(letter.partition),
        [names.offset]: String(letter.offset),
      },
    },
  ]);
  return position;
}

function deadLetterTopics({ service, topic }: DeadLetterFilter): readonly string[] {
  if (service !== undefined && topic !== undefined) return [deadLetterTopicOf(topic, service)];
  return CONSUMING_SERVICES.filter((name) => service === undefined || name === service).flatMap((name) =>
    CONSUMED_TOPICS[name]
      .filter((consumed) => topic === undefined || consumed === topic)
      .map((consumed) => deadLetterTopicOf(consumed, name)),
  );
}

/** A service that never ran has no dead-letter topic yet, which is no fault. */
async function existing(log: EventLog, names: readonly string[]): Promise<readonly string[]> {
  const reports = await log.describeTopics(
    names.map((name) => ({ name, keeps: 'all' as const, partitions: 1, maxRecordBytes: 1 })),
  );
  return reports.filter(({ status }) => status !== 'missing').map(({ name }) => name);
}

async function retriedLetters(log: EventLog, deadLetterTopic: string): Promise<ReadonlySet<string>> {
  const retried = new Set<string>();
  for await (const { records } of log.read(deadLetterTopic, { from: { at: 'beginning' }, until: 'end' })) {
    for (const { headers } of records) if (headers[DEAD_LETTER_HEADERS.retried]) retried.add(naturalKeyOf(headers));
  }
  return retried;
}

async function recordAt(log: EventLog, ref: DeadLetterRef): Promise<LogRecord | undefined> {
  const batches = log.read(ref.deadLetterTopic, {
    from: { at: 'offsets', offsets: new Map([[ref.partition, ref.offset]]) },
    until: 'end',
    partitions: [ref.partition],
    maxRecords: 1,
  });
  for await (const { records } of batches) return records.find(({ offset }) => offset === ref.offset);
  return undefined;
}

/** null for what is no letter: a mark, or a record somebody else wrote. */
function letterOf(record: LogRecord): Omit<DeadLetter, 'status'> | null {
  const names = DEAD_LETTER_HEADERS;
  const { headers } = record;
  const service = headers[names.service];
  const topic = headers[names.topic];
  if (headers[names.retried] !== undefined || service === undefined || topic === undefined) return null;
  return {
    ref: { deadLetterTopic: record.topic, partition: record.partition, offset: record.offset },
    service,
    topic,
    partition: Number(headers[names.partition]),
    offset: BigInt(headers[names.offset] ?? '0'),
    code: headers[names.code] ?? 'UNKNOWN',
    reason: headers[names.reason] ?? '',
    at: new Date(headers[names.at] ?? record.recordedAt),
    recordedAt: new Date(headers[names.recordedAt] ?? record.recordedAt),
    key: record.key,
    headers: originalHeaders(headers),
    value: record.value,
  };
}

const naturalKey = (letter: Omit<DeadLetter, 'status'>): string =>
  [letter.service, letter.topic, letter.partition, letter.offset].join('\u001f');

function naturalKeyOf(headers: Readonly<Record<string, string>>): string {
  const names = DEAD_LETTER_HEADERS;
  return [headers[names.service], headers[names.topic], headers[names.partition], headers[names.offset]].join('\u001f');
}
