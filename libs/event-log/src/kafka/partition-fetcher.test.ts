import type { KafkaConnection } from './kafka-connection.js';
import type { FetchedMessage, FetchedPartition } from './kafkajs-internals.js';
import { Namespace } from './namespace.js';
import { PartitionFetcher } from './partition-fetcher.js';

const message = (offset: number): FetchedMessage => ({
  offset: String(offset),
  timestamp: '0',
  key: null,
  value: Buffer.from(String(offset)),
  headers: {},
  isControlRecord: false,
  batchContext: { firstOffset: String(offset), lastOffsetDelta: 0, producerId: '1', inTransaction: false },
});

type Asked = readonly { readonly partition: number; readonly from: number }[];

/** A fetcher of topic `t` on one broker that answers what the test says. */
function fetcherOn(partitions: number, answer: (asked: Asked) => Promise<FetchedPartition[]>) {
  const requests: Asked[] = [];
  const broker = {
    fetch: async ({
      topics,
    }: {
      topics: readonly { partitions: readonly { partition: number; fetchOffset: string }[] }[];
    }) => {
      const asked = topics.flatMap((topic) =>
        topic.partitions.map(({ partition, fetchOffset }) => ({ partition, from: Number(fetchOffset) })),
      );
      requests.push(asked);
      return { responses: [{ topicName: 't', partitions: await answer(asked) }] };
    },
  };
  const cluster = {
    refreshMetadataIfNecessary: async () => undefined,
    findTopicPartitionMetadata: () =>
      Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 1 })),
    findBroker: async () => broker,
  };
  // Only what the fetcher asks of a connection.
  const connection = { open: async () => cluster, recover: async () => undefined } as unknown as KafkaConnection;
  const limits = { maxBytes: 100, maxWaitMs: 10, answerWithinMs: 50 };
  const failures: unknown[] = [];
  const fetcher = new PartitionFetcher(connection, new Namespace(''), limits, (error) => failures.push(error));
  return { fetcher, requests, failures };
}

const fetched = (partition: number, messages: FetchedMessage[], stableEnd: number): FetchedPartition => ({
  partition,
  highWatermark: String(stableEnd),
  lastStableOffset: String(stableEnd),
  abortedTransactions: [],
  messages,
});

const settle = async () => {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
};

async function take(fetcher: PartitionFetcher) {
  for (;;) {
    const chunk = await fetcher.next(1_000);
    if (chunk) return chunk;
  }
}

describe('a partition fetcher', () => {
  it('fetches one answer ahead and no further until that is taken', async () => {
    const { fetcher, requests } = fetcherOn(1, async ([one]) => [fetched(0, [message(one?.from ?? 0)], 1_000)]);
    fetcher.seek('t', 0, 0n);
    expect((await take(fetcher)).nextOffset).toBe(1n);
    await settle();
    expect(requests).toHaveLength(2);
    expect((await take(fetcher)).nextOffset).toBe(2n);
    await settle();
    expect(requests).toHaveLength(3);
    fetcher.close();
  });

  it('throws away what was fetched before a seek', async () => {
    const { fetcher } = fetcherOn(1, async ([one]) => [fetched(0, [message(one?.from ?? 0)], 1_000)]);
    fetcher.seek('t', 0, 0n);
    await take(fetcher);
    await settle();
    fetcher.seek('t', 0, 70n);
    expect((await take(fetcher)).from).toBe(70n);
    fetcher.close();
  });

  it('asks alone for a partition that others leave no bytes for', async () => {
    const { fetcher, requests } = fetcherOn(2, async (asked) =>
      asked.map(({ partition, from }) =>
        fetched(partition, partition === 0 || asked.length === 1 ? [message(from)] : [], 9),
      ),
    );
    fetcher.seek('t', 0, 0n);
    fetcher.seek('t', 1, 0n);
    const seen: number[] = [];
    while (!seen.includes(1)) seen.push((await take(fetcher)).partition);
    expect(requests).toContainEqual([{ partition: 1, from: 0 }]);
    fetcher.close();
  });

  it('gets past batches that compaction has emptied', async () => {
    const { fetcher } = fetcherOn(1, async ([one]) => [fetched(0, [], one?.from === 3 ? 8 : 3)]);
    fetcher.seek('t', 0, 3n);
    expect(await take(fetcher)).toMatchObject({ records: [], from: 3n, nextOffset: 8n });
    fetcher.close();
  });

  it('goes on with the others while one is paused', async () => {
    const { fetcher } = fetcherOn(2, async (asked) =>
      asked.map(({ partition, from }) => fetched(partition, [message(from)], 9)),
    );
    fetcher.seek('t', 0, 0n);
    fetcher.seek('t', 1, 0n);
    await take(fetcher);
    fetcher.pause('t', 0);
    for (let i = 0; i < 5; i++) expect((await take(fetcher)).partition).toBe(1);
    fetcher.resume('t', 0);
    while ((await take(fetcher)).partition !== 0);
    fetcher.close();
  });

  it('ends with what does not pass', async () => {
    const { fetcher } = fetcherOn(1, () =>
      Promise.reject(Object.assign(new Error('no such offset'), { type: 'OFFSET_OUT_OF_RANGE', retriable: false })),
    );
    fetcher.seek('t', 0, 5n);
    await expect(take(fetcher)).rejects.toMatchObject({ code: 'LOG_OFFSET_OUT_OF_RANGE' });
  });

  it('asks again where a request is never settled', async () => {
    let isFirst = true;
    const { fetcher, failures } = fetcherOn(1, ([one]) => {
      if (!isFirst) return Promise.resolve([fetched(0, [message(one?.from ?? 0)], 1)]);
      isFirst = false;
      return new Promise(() => undefined);
    });
    fetcher.seek('t', 0, 0n);
    expect((await take(fetcher)).nextOffset).toBe(1n);
    expect(failures).toMatchObject([{ code: 'LOG_UNAVAILABLE', retryable: true }]);
    fetcher.close();
  });
});
