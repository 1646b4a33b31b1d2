import kafkajs from 'kafkajs';
import { perSecond } from '../figures.js';
import type { Ground } from '../ground.js';

export const BARE_READ = {
  embedded: 'SELECT by primary key, pages of 1000, rows counted',
  kafka: 'bare kafkajs eachBatch, messages counted',
} as const;

/** Counts from the end of the first batch, so that neither joining a group nor the first fetch is in it. */
export class BatchClock {
  private beganAt: number | null = null;
  private endedAt = 0;
  private counted = 0;

  batchEnded(records: number): void {
    this.endedAt = performance.now();
    if (this.beganAt === null) this.beganAt = this.endedAt;
    else this.counted += records;
  }

  /** Throws where all came in one batch. */
  rate(): number {
    if (this.beganAt === null || this.counted === 0) throw new Error('too few records to measure: give more articles');
    return perSecond(this.counted, this.endedAt - this.beganAt);
  }
}

/** Records a second of a topic where nothing is done with them but counting. */
export const bareReadRate = (ground: Ground, topic: string, count: number): Promise<number> =>
  ground.kafka ? bareEachBatchRate(ground.kafka, topic, count) : bareSelectRate(ground, topic);

async function bareSelectRate(ground: Ground, topic: string): Promise<number> {
  const clock = new BatchClock();
  for (const { partition } of await ground.runtime.log.bounds(topic)) {
    for (let next = 0n; ; ) {
      const { rows } = await ground.runtime.pool.query<{ offset: bigint }>({
        name: 'bare-read',
        text: `SELECT "offset", key, headers, value, recorded_at FROM log.record
                WHERE topic = $1 AND partition = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT 1000`,
        values: [topic, partition, String(next)],
      });
      const last = rows.at(-1);
      if (!last) break;
      clock.batchEnded(rows.length);
      next = last.offset + 1n;
    }
  }
  return clock.rate();
}

let groups = 0;

async function bareEachBatchRate(
  { brokers, namespace }: NonNullable<Ground['kafka']>,
  topic: string,
  count: number,
): Promise<number> {
  const kafka = new kafkajs.Kafka({ clientId: 'bare', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${namespace}bare-${++groups}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: namespace + topic, fromBeginning: true });
    const clock = new BatchClock();
    let seen = 0;
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          eachBatch: async ({ batch }) => {
            clock.batchEnded(batch.messages.length);
            seen += batch.messages.length;
            if (seen >= count) resolve();
          },
        })
        .catch(reject);
    });
    return clock.rate();
  } finally {
    await consumer.disconnect();
  }
}
