import { randomBytes } from 'node:crypto';
import {
  describeWithKafka,
  kafkaAvailability,
  type OwnBroker,
  sharedBroker,
  startOwnBroker,
} from '../support/kafka.js';
import { describeEventLogContract, type EventLogUnderTest } from './event-log-suite.js';
import { type KafkaUnderTest, openKafkaLog } from './open-kafka-log.js';

async function create(): Promise<EventLogUnderTest> {
  const found = await kafkaAvailability();
  // A broker of the suite's own, since it takes it down; one that is given is not the suite's to stop.
  const own: OwnBroker | null = found.available && found.via === 'maven' ? await startOwnBroker() : null;
  const { brokers } = own ?? (await sharedBroker());
  const kafka: KafkaUnderTest = { brokers, namespace: `contract-${randomBytes(6).toString('hex')}.` };
  const log = openKafkaLog(kafka);
  return {
    log,
    another: async () => openKafkaLog(kafka),
    elsewhere: { module: new URL('./open-kafka-log.ts', import.meta.url).href, argument: JSON.stringify(kafka) },
    ...(own ? { server: { down: () => own.pause('kill'), up: () => own.resume() } } : {}),
    async close() {
      await log.close();
      await own?.stop();
    },
  };
}

await describeWithKafka('Kafka', () => {
  describeEventLogContract('the log on Kafka', { create, timeoutMs: 90_000 });
});
