import { DEAD_LETTER_HEADERS, type LogRecord } from '@parley/event-log';
import type { ClientBase } from 'pg';
import { type Column, insertRows, rowSet } from '../row-set.js';
import { storableJson } from '../storable-text.js';

/** Which record was set aside: its natural key within one dead-letter topic. */
interface Original {
  readonly partition: number;
  readonly offset: bigint;
}

interface Letter extends Original {
  readonly record: LogRecord;
  readonly service: string;
  readonly topic: string;
}

interface RetryMark extends Original {
  readonly record: LogRecord;
}

const letterColumns: readonly Column<Letter>[] = [
  { name: 'dlq_topic', type: 'text', of: ({ record }) => record.topic },
  { name: 'dlq_partition', type: 'int', of: ({ record }) => record.partition },
  { name: 'dlq_offset', type: 'bigint', of: ({ record }) => record.offset },
  { name: 'service', type: 'text', of: ({ service }) => service },
  { name: 'topic', type: 'text', of: ({ topic }) => topic },
  { name: 'partition', type: 'int', of: ({ partition }) => partition },
  { name: 'offset', type: 'bigint', of: ({ offset }) => offset },
  { name: 'code', type: 'text', of: ({ record }) => record.headers[DEAD_LETTER_HEADERS.code] ?? 'UNKNOWN' },
  { name: 'reason', type: 'text', of: ({ record }) => record.headers[DEAD_LETTER_HEADERS.reason] ?? '' },
  { name: 'key', type: 'text', of: ({ record }) => record.key },
  { name: 'headers', type: 'jsonb', of: ({ record }) => storableJson(originalHeaders(record.headers)) },
  { name: 'value', type: 'bytea', of: ({ record }) => record.value },
  { name: 'recorded_at', type: 'timestamptz', of: ({ record }) => record.recordedAt },
];

const markColumns: readonly Column<RetryMark>[] = [
  { name: 'dlq_topic', type: 'text', of: ({ record }) => record.topic },
  { name: 'partition', type: 'int', of: ({ partition }) => partition },
  { name: 'offset', type: 'bigint', of: ({ offset }) => offset },
  { name: 'retried_at', type: 'timestamptz', of: ({ record }) => record.recordedAt },
];

/**
 * Dead letters, one row a record however often it was set aside, and when a person had it tried again. Takes the raw
 * records of dead-letter topics; what somebody else wrote there is passed over.
 */
export async function projectDeadLetters(
  client: ClientBase,
  records: readonly LogRecord[],
  schema: string,
): Promise<void> {
  const letters: Letter[] = [];
  const marks = new Map<string, RetryMark>();
  for (const record of records) {
    const original = originalOf(record);
    if (!original) continue;
    const { headers } = record;
    const service = headers[DEAD_LETTER_HEADERS.service];
    const topic = headers[DEAD_LETTER_HEADERS.topic];
    if (headers[DEAD_LETTER_HEADERS.retried] !== undefined)
      marks.set(`${record.topic}/${original.partition}/${original.offset}`, { ...original, record });
    else if (service !== undefined && topic !== undefined) letters.push({ ...original, record, service, topic });
  }
  await insertRows(client, `${schema}.dead_letter`, letters, letterColumns, 'ON CONFLICT DO NOTHING');
  if (marks.size === 0) return;
  const set = rowSet([...marks.values()], markColumns);
  // A mark stands after its letter in the same partition, so the letter is there by now.
  await client.query(
    `UPDATE ${schema}.dead_letter d SET retried_at = r.retried_at FROM ${set.from}
      WHERE d.dlq_topic = r.dlq_topic AND d.partition = r.partition AND d."offset" = r."offset"`,
    set.values,
  );
}

const added: ReadonlySet<string> = new Set(Object.values(DEAD_LETTER_HEADERS));

/** The headers the record had before it was set aside. */
const originalHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !added.has(name)));

const wholeNumber = /^\d{1,18}$/;

function originalOf({ headers }: LogRecord): Original | null {
  const partition = headers[DEAD_LETTER_HEADERS.partition] ?? '';
  const offset = headers[DEAD_LETTER_HEADERS.offset] ?? '';
  if (!wholeNumber.test(partition) || !wholeNumber.test(offset) || Number(partition) > 0x7fffffff) return null;
  return { partition: Number(partition), offset: BigInt(offset) };
}
