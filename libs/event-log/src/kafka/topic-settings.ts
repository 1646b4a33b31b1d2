import type { TopicSpec } from '@parley/contracts';
import type { Admin } from 'kafkajs';
import type { TopicReport } from '../event-log.js';
import type { KafkaConnection } from './kafka-connection.js';
import { ConfigResourceTypes } from './kafkajs.js';
import type { Namespace } from './namespace.js';

export interface TopicDefaults {
  readonly partitions: number;
  readonly replication: number;
}

/**
 * Kafka limits a batch as it is written, with its framing; a topic spec limits one record's key, headers and value. The
 * framing of a batch of one with a generous number of headers stays well below this.
 */
export const FRAMING_BYTES = 16 * 1024;

/** Kafka's configuration of a topic that keeps what the spec says. */
export function topicConfiguration(spec: TopicSpec, replication: number): Record<string, string> {
  return {
    ...(spec.keeps === 'all'
      ? { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' }
      : { 'cleanup.policy': 'compact' }),
    // Recorded time is the log's own, and grows with the offset.
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(spec.maxRecordBytes + FRAMING_BYTES),
    // With one replica away appending goes on; from three on, what is acknowledged is on two all the same.
    ...(replication > 1 ? { 'min.insync.replicas': String(Math.min(2, replication - 1)) } : {}),
  };
}

/** Creates the topics that are missing, then compares all of them. Never changes one that exists. */
export async function ensureTopics(
  connection: KafkaConnection,
  namespace: Namespace,
  specs: readonly TopicSpec[],
  defaults: TopicDefaults,
): Promise<readonly TopicReport[]> {
  return connection.attempt('create the topics', [], () =>
    connection.withAdmin(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = specs.filter(({ name }) => !existing.has(namespace.onWire(name)));
      if (missing.length > 0) {
        await admin.createTopics({
          // Another process that creates them at the same time is as good.
          topics: missing.map((spec) => ({
            topic: namespace.onWire(spec.name),
            numPartitions: partitionsOfSpec(spec, defaults),
            replicationFactor: defaults.replication,
            configEntries: Object.entries(topicConfiguration(spec, defaults.replication)).map(([name, value]) => ({
              name,
              value,
            })),
          })),
          waitForLeaders: true,
        });
      }
      const reports = await compareTopics(admin, namespace, specs, defaults);
      const created = new Set(missing.map(({ name }) => name));
      return reports.map((report) =>
        report.status === 'ok' && created.has(report.name) ? { ...report, status: 'created' } : report,
      );
    }),
  );
}

/** Compares the topics with their specs. */
export function describeTopics(
  connection: KafkaConnection,
  namespace: Namespace,
  specs: readonly TopicSpec[],
  defaults: TopicDefaults,
): Promise<readonly TopicReport[]> {
  return connection.attempt('describe the topics', [], () =>
    connection.withAdmin((admin) => compareTopics(admin, namespace, specs, defaults)),
  );
}

async function compareTopics(
  admin: Admin,
  namespace: Namespace,
  specs: readonly TopicSpec[],
  defaults: TopicDefaults,
): Promise<TopicReport[]> {
  const existing = new Set(await admin.listTopics());
  const present = specs.map(({ name }) => namespace.onWire(name)).filter((name) => existing.has(name));
  const partitions = await partitionCounts(admin, present);
  const configurations = await loadConfigurations(admin, present);
  return specs.map((spec): TopicReport => {
    const wire = namespace.onWire(spec.name);
    const count = partitions.get(wire);
    if (count === undefined) return { name: spec.name, status: 'missing', partitions: 0, differences: [] };
    const found = new Map(configurations.get(wire)).set('partitions', String(count));
    const expected = Object.entries({
      partitions: String(partitionsOfSpec(spec, defaults)),
      ...topicConfiguration(spec, defaults.replication),
    });
    const differences = expected
      .map(([setting, value]) => ({ setting, expected: value, found: found.get(setting) ?? 'unset' }))
      .filter((setting) => setting.found !== setting.expected);
    return { name: spec.name, status: differences.length > 0 ? 'different' : 'ok', partitions: count, differences };
  });
}

async function partitionCounts(admin: Admin, topics: string[]): Promise<Map<string, number>> {
  if (topics.length === 0) return new Map();
  const metadata = await admin.fetchTopicMetadata({ topics });
  return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
}

async function loadConfigurations(admin: Admin, topics: string[]): Promise<Map<string, Map<string, string>>> {
  if (topics.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}

/** Most bytes of a batch that the topic takes (`max.message.bytes`). */
export function loadMaxBatchBytes(connection: KafkaConnection, wireTopic: string): Promise<number> {
  return connection.attempt('ask for the limits of a topic', [wireTopic], () =>
    connection.withAdmin(async (admin) => {
      const configuration = (await loadConfigurations(admin, [wireTopic])).get(wireTopic);
      return Number(configuration?.get('max.message.bytes') ?? KAFKA_DEFAULT_MAX_BYTES);
    }),
  );
}

const KAFKA_DEFAULT_MAX_BYTES = 1_048_588;

const partitionsOfSpec = (spec: TopicSpec, defaults: TopicDefaults): number =>
  spec.partitions === 'configured' ? defaults.partitions : spec.partitions;
