import type { LogRecord } from '../event-log.js';
import type { FetchedMessage, FetchedPartition } from './kafkajs-internals.js';

/**
 * Where the next fetch begins: behind the last batch, also where that batch's last records were compacted away; `from`
 * where nothing was fetched.
 */
export function endOfFetched(messages: readonly FetchedMessage[], from: bigint): bigint {
  let end = from;
  for (const { batchContext } of messages) {
    const endOfBatch = BigInt(batchContext.firstOffset) + BigInt(batchContext.lastOffsetDelta) + 1n;
    if (endOfBatch > end) end = endOfBatch;
  }
  return end;
}

/** The records from `from` on, without the markers of transactions and the records of aborted ones. */
export function committedRecords(fetched: FetchedPartition, topic: string, from: bigint): LogRecord[] {
  const aborted = [...fetched.abortedTransactions].sort((a, b) =>
    compare(BigInt(a.firstOffset), BigInt(b.firstOffset)),
  );
  const abortedProducers = new Set<string>();
  const records: LogRecord[] = [];
  for (const message of fetched.messages) {
    const offset = BigInt(message.offset);
    const { producerId, inTransaction } = message.batchContext;
    for (let next = aborted[0]; next && BigInt(next.firstOffset) <= offset; next = aborted[0]) {
      abortedProducers.add(next.producerId);
      aborted.shift();
    }
    if (message.isControlRecord) {
      // Commit or abort: either way this producer's transaction ends here.
      abortedProducers.delete(producerId);
      continue;
    }
    if (inTransaction && abortedProducers.has(producerId)) continue;
    // The broker answers with whole batches, so the first may begin before what was asked for.
    if (offset >= from) records.push(toLogRecord(message, topic, fetched.partition, offset));
  }
  return records;
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function toLogRecord(message: FetchedMessage, topic: string, partition: number, offset: bigint): LogRecord {
  return {
    topic,
    partition,
    offset,
    recordedAt: new Date(Number(message.timestamp)),
    key: message.key === null ? null : message.key.toString('utf8'),
    headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, textOf(value)])),
    value: message.value,
  };
}

/** A header that is given more than once counts with its last value. */
function textOf(value: FetchedMessage['headers'][string]): string {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === null || last === undefined ? '' : last.toString();
}
