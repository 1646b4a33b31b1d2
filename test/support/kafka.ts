import { checkJava, kafkaJars } from './kafka/maven-kafka.js';
import { type SharedBroker, startOrJoinSharedBroker } from './kafka/shared-broker.js';

export { type OwnBroker, startOwnBroker } from './kafka/own-broker.js';
export type { SharedBroker } from './kafka/shared-broker.js';

export type KafkaAvailability =
  | { readonly available: true; readonly via: 'KAFKA_BROKERS' | 'maven' }
  | { readonly available: false; readonly reason: string };

let availability: Promise<KafkaAvailability> | undefined;

/** Whether tests can have a real Kafka: the one that KAFKA_BROKERS names, or one from Maven's artifacts and a Java. */
export function kafkaAvailability(): Promise<KafkaAvailability> {
  availability ??= findOut();
  return availability;
}

async function findOut(): Promise<KafkaAvailability> {
  return process.env.KAFKA_BROKERS ? { available: true, via: 'KAFKA_BROKERS' } : ownBrokerAvailability();
}

/** One broker for the whole run, started by the first test that needs it. Tests keep apart by namespaces of their own. */
export async function sharedBroker(): Promise<SharedBroker> {
  if (process.env.KAFKA_BROKERS) return { brokers: process.env.KAFKA_BROKERS.split(','), version: 'as given' };
  return startOrJoinSharedBroker();
}

/**
 * `describe` for tests that need a real Kafka. Without one they are skipped and the reason is printed; with
 * PARLEY_TEST_REQUIRE_KAFKA=1 they fail. `own`: the tests start brokers of their own, which KAFKA_BROKERS can't give.
 * To be awaited at the top level of a test file.
 */
export async function describeWithKafka(
  name: string,
  define: () => void,
  { own = false }: { own?: boolean } = {},
): Promise<void> {
  const found = own ? await ownBrokerAvailability() : await kafkaAvailability();
  if (found.available) {
    describe(name, define);
    return;
  }
  if (process.env.PARLEY_TEST_REQUIRE_KAFKA === '1') {
    describe(name, () => {
      it('has a Kafka to run against', () => {
        throw new Error(`PARLEY_TEST_REQUIRE_KAFKA is set but there is no Kafka: ${found.reason}`);
      });
    });
    return;
  }
  process.stderr.write(`skipped, no Kafka: ${name} (${found.reason.split('\n')[0]})\n`);
  describe.skip(name, define);
}

async function ownBrokerAvailability(): Promise<KafkaAvailability> {
  try {
    await checkJava();
    await kafkaJars();
    return { available: true, via: 'maven' };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
