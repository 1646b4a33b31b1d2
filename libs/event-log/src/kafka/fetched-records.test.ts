import { committedRecords, endOfFetched } from './fetched-records.js';
import type { FetchedMessage } from './kafkajs-internals.js';

const message = (offset: number, producerId: string, isControlRecord = false): FetchedMessage => ({
  offset: String(offset),
  timestamp: '1000',
  key: Buffer.from([0, 0, 0, 0]),
  value: Buffer.from(String(offset)),
  headers: { once: Buffer.from('a'), twice: [Buffer.from('b'), Buffer.from('c')] },
  isControlRecord,
  batchContext: { firstOffset: String(offset), lastOffsetDelta: 0, producerId, inTransaction: true },
});

const offsetsOf = (
  messages: FetchedMessage[],
  abortedTransactions: { producerId: string; firstOffset: string }[],
  from = 0n,
) =>
  committedRecords(
    { partition: 0, highWatermark: '9', lastStableOffset: '9', abortedTransactions, messages },
    't',
    from,
  ).map(({ offset }) => Number(offset));

describe('what was fetched', () => {
  it('is given without markers, and without the records of aborted transactions alone', () => {
    const messages = [
      message(0, 'a'),
      message(1, 'b'),
      message(2, 'a', true),
      message(3, 'a'),
      message(4, 'b', true),
      message(5, 'a', true),
    ];
    expect(offsetsOf(messages, [{ producerId: 'a', firstOffset: '0' }])).toEqual([1, 3]);
  });

  it('keeps a record whose key looks like the key of an abort marker', () => {
    expect(offsetsOf([message(0, 'a'), message(1, 'a')], [{ producerId: 'a', firstOffset: '0' }])).toEqual([]);
    expect(offsetsOf([message(0, 'a'), message(1, 'a')], [])).toEqual([0, 1]);
  });

  it('begins where it was asked to, though the broker answers with whole batches', () => {
    expect(offsetsOf([message(0, 'a'), message(1, 'a'), message(2, 'a')], [], 2n)).toEqual([2]);
  });

  it('ends behind the last batch, also where its last records were compacted away', () => {
    const compacted = { ...message(3, 'a'), batchContext: { ...message(3, 'a').batchContext, lastOffsetDelta: 6 } };
    expect(endOfFetched([compacted], 3n)).toBe(10n);
    expect(endOfFetched([], 3n)).toBe(3n);
  });
});
