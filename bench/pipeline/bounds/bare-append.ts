import { MAX_RECORD_BYTES } from '@parley/contracts';
import type { LogRecord } from '@parley/event-log';
import kafkajs, { type Message } from 'kafkajs';
import { millisecondsOf, perSecond } from '../figures.js';
import type { Ground } from '../ground.js';
import { copyIn, copyOut } from './copy.js';

/** Records of one append, here as in the stages that are measured against it. */
export const APPEND_RECORDS = 500;

/** Where each partition's measured records begin. */
export type Offsets = ReadonlyMap<number, bigint>;

export const endsOf = async (ground: Ground, topic: string): Promise<Offsets> =>
  new Map((await ground.runtime.log.bounds(topic)).map(({ partition, end }) => [partition, end]));

export const BARE_APPEND = {
  embedded: `COPY of the same rows, ${APPEND_RECORDS} a commit, primary key only`,
  kafka: `bare kafkajs sendBatch, ${APPEND_RECORDS} a call, acks -1`,
} as const;

/**
 * Records a second where nothing is done but making the same records durable, in batches of the same size, one after
 * another. What they look like on the wire is made ready before the clock starts wherever the driver allows it.
 */
export function bareAppendRate(ground: Ground, topic: string, from: Offsets): Promise<number> {
  return ground.kafka ? bareSendRate(ground, ground.kafka, topic, from) : bareCopyRate(ground, topic, from);
}

async function bareCopyRate(ground: Ground, topic: string, from: Offsets): Promise<number> {
  const client = await ground.runtime.pool.connect();
  try {
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS bare;
      DROP TABLE IF EXISTS bare.source, bare.record;
      CREATE TABLE bare.record (LIKE log.record, PRIMARY KEY (topic, partition, "offset"))`);
    await client.query(`CREATE TABLE bare.source (LIKE log.record, place bigint PRIMARY KEY)`);
    const { rowCount } = await client.query(
      `INSERT INTO bare.source
       SELECT r.*, row_number() OVER (ORDER BY r.recorded_at, r.partition, r."offset") - 1
         FROM log.record r
         JOIN unnest($2::int[], $3::bigint[]) AS begin (partition, at) ON begin.partition = r.partition
        WHERE r.topic = $1 AND r."offset" >= begin.at`,
      [topic, [...from.keys()], [...from.values()].map(String)],
    );
    const count = rowCount ?? 0;
    const columns = 'topic, partition, "offset", key, headers, value, recorded_at, compacts';
    const batches: Buffer[] = [];
    for (let place = 0; place < count; place += APPEND_RECORDS) {
      const rows = `SELECT ${columns} FROM bare.source WHERE place >= ${place} AND place < ${place + APPEND_RECORDS}`;
      batches.push(await copyOut(client, rows));
    }
    const ms = await millisecondsOf(async () => {
      for (const batch of batches) await copyIn(client, `bare.record (${columns})`, batch);
    });
    return perSecond(count, ms);
  } finally {
    client.release();
  }
}

async function bareSendRate(
  ground: Ground,
  { brokers, namespace }: NonNullable<Ground['kafka']>,
  topic: string,
  from: Offsets,
): Promise<number> {
  const records: LogRecord[] = [];
  const reading = ground.runtime.log.read(topic, { from: { at: 'offsets', offsets: from }, until: 'end' });
  for await (const batch of reading) records.push(...batch.records);
  // They are read partition by partition; a batch is to be spread over the partitions as it was.
  const messages = records
    .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || Number(a.offset - b.offset))
    .map(messageOf);
  const bareTopic = `${namespace}bare`;
  const kafka = new kafkajs.Kafka({ clientId: 'bare', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  await admin.connect();
  await producer.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: bareTopic,
          numPartitions: from.size,
          replicationFactor: 1,
          configEntries: [
            { name: 'message.timestamp.type', value: 'LogAppendTime' },
            { name: 'max.message.bytes', value: String(MAX_RECORD_BYTES) },
          ],
        },
      ],
    });
    const ms = await millisecondsOf(async () => {
      for (let next = 0; next < messages.length; next += APPEND_RECORDS)
        await producer.sendBatch({
          acks: -1,
          topicMessages: [{ topic: bareTopic, messages: messages.slice(next, next + APPEND_RECORDS) }],
        });
    });
    return perSecond(messages.length, ms);
  } finally {
    await producer.disconnect();
    await admin.disconnect();
  }
}

const messageOf = ({ key, headers, value }: LogRecord): Message => ({ key, headers: { ...headers }, value });
