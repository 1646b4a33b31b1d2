import { createKafkaEventLog, type EventLog } from '../../libs/event-log/src/index.js';

export interface KafkaUnderTest {
  readonly brokers: readonly string[];
  readonly namespace: string;
}

export const openKafkaLog = ({ brokers, namespace }: KafkaUnderTest): EventLog =>
  createKafkaEventLog({
    brokers,
    namespace,
    partitions: 4,
    replication: 1,
    sessionTimeoutMs: 6_000,
    patienceMs: 5_000,
  });

/** Opens the log that another process of the test uses; the argument is a KafkaUnderTest as JSON. */
export const openLog = async (argument: string): Promise<EventLog> =>
  openKafkaLog(JSON.parse(argument) as KafkaUnderTest);
