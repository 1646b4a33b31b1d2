import type { LogRecord, OutgoingRecord } from '../event-log.js';

/** Headers that say why and from where a record was set aside. All begin alike, so that a retry can take them off. */
export const DEAD_LETTER_HEADER_PREFIX = 'parley-dlq-';
export const DEAD_LETTER_HEADERS = {
  code: 'parley-dlq-code',
  reason: 'parley-dlq-reason',
  service: 'parley-dlq-service',
  topic: 'parley-dlq-topic',
  partition: 'parley-dlq-partition',
  offset: 'parley-dlq-offset',
  at: 'parley-dlq-at',
  recordedAt: 'parley-dlq-recorded-at',
  /** On a mark, not on a letter: `<partition>/<offset>` of the letter that was retried. */
  retried: 'parley-dlq-retried',
} as const;

const MAX_REASON_LENGTH = 1_000;

/** Why a record was set aside: a code of the contracts' list, HANDLER_FAILED or RECORD_WITHOUT_VALUE. */
export interface DeadLetterReason {
  readonly code: string;
  readonly reason: string;
}

/**
 * A record as it goes to the dead letters: key, headers and value are the original's. Its natural key is (service,
 * topic, partition, offset): a crash between the append and the checkpoint sets the same record aside twice, and
 * whoever reads the dead letters counts the two as one.
 */
export function deadLetterRecord(record: LogRecord, service: string, why: DeadLetterReason, at: Date): OutgoingRecord {
  const names = DEAD_LETTER_HEADERS;
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      [names.code]: why.code,
      [names.reason]: withoutSecrets(why.reason),
      [names.service]: service,
      [names.topic]: record.topic,
      [names.partition]: String(record.partition),
      [names.offset]: String(record.offset),
      [names.at]: at.toISOString(),
      [names.recordedAt]: record.recordedAt.toISOString(),
    },
  };
}

/** The headers a record had before it was set aside. */
export const originalHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(DEAD_LETTER_HEADER_PREFIX)));

/** An error's message may quote an address with its password, or a token; a dead letter is kept for ever. */
export const withoutSecrets = (message: string): string =>
  message
    .replace(/(:\/\/)[^\s/@]+@/g, '$1***@')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replace(/\b(password|passwd|pwd|secret|token|api[-_]?key)(["']?\s*[=:]\s*)["']?[^\s"',;&]+/gi, '$1$2***')
    .slice(0, MAX_REASON_LENGTH);
