import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { describeWithKafka, type OwnBroker, sharedBroker, startOwnBroker } from '../../../../test/support/kafka.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import type { Consumption, EventLog, LogRecord, OutgoingRecord } from '../event-log.js';
import { KafkaConnection } from './kafka-connection.js';
import { createKafkaEventLog, type KafkaEventLogOptions } from './kafka-event-log.js';
import type { Broker } from './kafkajs-internals.js';
import { ProducerSession } from './producer-session.js';

const until = <T>(what: string, condition: () => T | Promise<T>) => waitFor(what, condition, { withinMs: 45_000 });
const record = (key: string, value: string): OutgoingRecord => ({ key, headers: {}, value: Buffer.from(value) });
const keepsAll = (name: string, partitions = 1) =>
  ({ name, keeps: 'all', partitions, maxRecordBytes: 1_000_000 }) as const;
/** What the adapter sends requests by. */
const { prototype: requests } = createRequire(import.meta.url)('kafkajs/src/broker/index.js') as { prototype: Broker };
const never = () => new Promise<never>(() => undefined);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function readAll(log: EventLog, topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of log.read(topic, { from: { at: 'beginning' }, until: 'end' }))
    records.push(...batch.records);
  return records;
}

await describeWithKafka('the log on Kafka', () => {
  let brokers: string[];
  let namespace: string;
  let log: EventLog;
  const logs: EventLog[] = [];
  const open = (options: Partial<KafkaEventLogOptions> = {}): EventLog => {
    const opened = createKafkaEventLog({ brokers, namespace, partitions: 3, replication: 1, ...options });
    logs.push(opened);
    return opened;
  };
  const connect = () =>
    new KafkaConnection({ brokers, ssl: false, sasl: null, clientId: 'test', logger: silent, patienceMs: 10_000 });
  async function withAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  beforeAll(async () => {
    ({ brokers } = await sharedBroker());
    namespace = `test-${randomBytes(6).toString('hex')}.`;
    log = open();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(logs.map((one) => one.close()));
  });

  describe('topics', () => {
    it('keep everything, or the latest of each key, and stamp records with the time of the broker', async () => {
      await log.ensureTopics([
        keepsAll('settings.all'),
        { ...keepsAll('settings.latest'), keeps: 'latest-per-key', partitions: 'configured' },
      ]);
      const { resources } = await withAdmin((admin) =>
        admin.describeConfigs({
          includeSynonyms: false,
          resources: ['all', 'latest'].map((name) => ({ type: 2, name: `${namespace}settings.${name}` })),
        }),
      );
      const [all, latest] = ['all', 'latest'].map((name) =>
        Object.fromEntries(
          (resources.find(({ resourceName }) => resourceName.endsWith(name))?.configEntries ?? []).map((entry) => [
            entry.configName,
            entry.configValue,
          ]),
        ),
      );
      expect(all).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' });
      expect(latest).toMatchObject({ 'cleanup.policy': 'compact' });
      for (const settings of [all, latest])
        expect(settings).toMatchObject({ 'message.timestamp.type': 'LogAppendTime', 'max.message.bytes': '1016384' });
      expect(await log.bounds('settings.latest')).toHaveLength(3);
    });

    it('that somebody set up to forget are reported with each setting that differs', async () => {
      await withAdmin((admin) =>
        admin.createTopics({
          topics: [{ topic: `${namespace}forgetful`, configEntries: [{ name: 'retention.ms', value: '60000' }] }],
        }),
      );
      const [report] = await log.ensureTopics([keepsAll('forgetful')]);
      expect(report?.status).toBe('different');
      expect(report?.differences).toContainEqual({ setting: 'retention.ms', expected: '-1', found: '60000' });
    });
  });

  it('carries its namespace on the wire and nowhere else', async () => {
    await log.ensureTopics([keepsAll('named')]);
    await log.append('named', [record('k', 'v')]);
    const topicsSeen: string[] = [];
    const consumption = await log.consume({
      group: 'named-group',
      topics: ['named'],
      checkpoints: 'log',
      handle: async (batch) => {
        topicsSeen.push(batch.topic, ...batch.records.map(({ topic }) => topic));
      },
    });
    await until('it is handled', () => topicsSeen.length > 0);
    await consumption.stop();
    expect(new Set(topicsSeen)).toEqual(new Set(['named']));
    await withAdmin(async (admin) => {
      const { groups } = await admin.listGroups();
      expect(groups.map(({ groupId }) => groupId)).toContain(`${namespace}named-group`);
      expect(await admin.listTopics()).toContain(`${namespace}named`);
    });
    const stranger = open({ namespace: `${namespace}other.` });
    await expect(stranger.bounds('named')).rejects.toMatchObject({ code: 'LOG_TOPIC_MISSING' });
  });

  it('gives back values that are large enough to be compressed', async () => {
    await log.ensureTopics([keepsAll('large')]);
    const value = Buffer.from('the council supports the proposal. '.repeat(20_000));
    await log.append('large', [{ key: 'k', headers: {}, value }]);
    expect((await readAll(log, 'large'))[0]?.value?.equals(value)).toBe(true);
  });

  describe('a transaction', () => {
    it('whose marker is the last offset is read to its end, and leaves nobody behind', async () => {
      await log.ensureTopics([keepsAll('marked')]);
      const appender = await log.openExclusiveAppender('marker');
      const positions = await appender.append('marked', [record('k', '1'), record('k', '2')]);
      const [bounds] = await log.bounds('marked');
      expect(bounds?.end).toBe((positions[1]?.offset ?? 0n) + 2n);
      expect(await readAll(log, 'marked')).toHaveLength(2);
      const afterRecords = { load: async () => 2n };
      expect(await log.lag('none', ['marked'], afterRecords)).toMatchObject([{ next: 2n, end: 3n, lag: 0n }]);
      let handled = 0;
      const consumption = await log.consume({
        group: 'marked-group',
        topics: ['marked'],
        checkpoints: 'log',
        handle: async ({ records }) => {
          handled += records.length;
        },
      });
      await until('the group is at the end', async () => (await log.lag('marked-group', ['marked']))[0]?.next === 3n);
      expect(handled).toBe(2);
      await consumption.stop();
      await appender.close();
    });

    it('that is open or was aborted is seen by nobody', async () => {
      await log.ensureTopics([keepsAll('aborted')]);
      const id = `${namespace}aborter`;
      const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({
        transactionalId: id,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic: `${namespace}aborted`, messages: [{ key: 'k', value: 'never' }] });
      expect(await readAll(log, 'aborted')).toEqual([]);
      await transaction.abort();
      await log.append('aborted', [record('k', 'ever')]);
      await until('the end is past the marker', async () => (await log.bounds('aborted'))[0]?.end === 3n);
      expect((await readAll(log, 'aborted')).map(({ value }) => String(value))).toEqual(['ever']);
      await producer.disconnect();
    });

    it('left open by a holder that died is ended by the next holder', async () => {
      await log.ensureTopics([keepsAll('orphaned')]);
      const connection = connect();
      const id = `${namespace}orphan`;
      const session = await ProducerSession.open(connection, { id, timeoutMs: 60_000 });
      const cluster = await connection.open([`${namespace}orphaned`]);
      const coordinator = await cluster.findGroupCoordinator({ groupId: id, coordinatorType: 1 });
      await coordinator.addPartitionsToTxn({
        transactionalId: id,
        ...session.identity,
        topics: [{ topic: `${namespace}orphaned`, partitions: [0] }],
      });
      const placed = { record: record('k', 'half'), index: 0, bytes: 5 };
      await session.send(`${namespace}orphaned`, [{ partition: 0, records: [placed], bytes: 5 }]);
      await connection.close();
      const next = await log.openExclusiveAppender('orphan');
      await next.append('orphaned', [record('k', 'whole')]);
      expect((await readAll(log, 'orphaned')).map(({ value }) => String(value))).toEqual(['whole']);
      await next.close();
    });
  });

  it('writes a batch once however often it is sent', async () => {
    await log.ensureTopics([keepsAll('resent')]);
    const connection = connect();
    const session = await ProducerSession.open(connection, null);
    const topic = `${namespace}resent`;
    const cluster = await connection.open([topic]);
    const broker = await cluster.findBroker({ nodeId: cluster.findTopicPartitionMetadata(topic)[0]?.leader ?? 0 });
    const send = () =>
      broker.produce({
        ...session.identity,
        transactionalId: undefined,
        acks: -1,
        timeout: 5_000,
        compression: 0,
        topicData: [
          {
            topic,
            partitions: [{ partition: 0, firstSequence: 0, messages: [{ key: 'k', value: null, headers: {} }] }],
          },
        ],
      });
    const first = await send();
    expect((await send()).topics).toEqual(first.topics);
    expect(await readAll(log, 'resent')).toHaveLength(1);
    await connection.close();
  });

  it('skips what compaction has left of a topic that keeps the latest, and reaches its end', async () => {
    const topic = `${namespace}compacted`;
    await withAdmin((admin) =>
      admin.createTopics({
        topics: [
          {
            topic,
            configEntries: Object.entries({
              'cleanup.policy': 'compact',
              'min.cleanable.dirty.ratio': '0.01',
              'segment.ms': '100',
              'max.compaction.lag.ms': '100',
            }).map(([name, value]) => ({ name, value })),
          },
        ],
      }),
    );
    let last = 0;
    const kept = await until('old values of the key are gone', async () => {
      await log.append('compacted', [record('k', String(++last)), record('k', String(++last))]);
      const records = await readAll(log, 'compacted');
      return records.length < last ? records : null;
    });
    expect(kept.at(-1)?.value?.toString()).toBe(String(last));
  });

  describe('a group', () => {
    const consumptions: Consumption[] = [];
    afterEach(async () => {
      jest.restoreAllMocks();
      await Promise.all(consumptions.splice(0).map((one) => one.stop()));
    });

    const consumeStandingStill = async (topic: string) => {
      await log.ensureTopics([keepsAll(topic)]);
      await log.append(topic, [record('k', 'waits')]);
      const told: string[] = [];
      const handled: string[] = [];
      const consumption = await log.consume({
        group: topic,
        topics: [topic],
        checkpoints: 'log',
        stallAfterMs: 1_500,
        handle: async ({ records }, { generation }) => {
          handled.push(...records.map(({ value }) => `${value} ${generation}`));
        },
        onStandstill: (reason) => told.push(`standstill: ${reason}`),
        onFatal: (error) => told.push(`fatal: ${error.message}`),
      });
      consumptions.push(consumption);
      return { consumption, told, handled };
    };

    it('that stands still while the log goes on begins anew and says why', async () => {
      jest.spyOn(requests, 'fetch').mockImplementationOnce(never);
      const { consumption, told, handled } = await consumeStandingStill('still');
      await until('it is said', () => told.length > 0);
      expect(consumption.state()).toBe('standstill');
      expect(told).toEqual(['standstill: still/0 stands at 0 for 1500 ms though the log goes to 1']);
      await until('it goes on', () => handled.length > 0);
      expect(handled).toEqual(['waits 2']);
      await until('it is over', () => consumption.state() === 'running');
      expect(told).toHaveLength(1);
    });

    it('that stands still again after it began anew ends', async () => {
      jest.spyOn(requests, 'fetch').mockImplementation(never);
      const { consumption, told, handled } = await consumeStandingStill('still-again');
      await until('it has ended', () => told.length > 1);
      expect(told[1]).toMatch(/^fatal: .*still-again\/0 stands at 0 .*, also after it began anew$/);
      expect(consumption.state()).toBe('stalled');
      expect(handled).toEqual([]);
    });

    it('that has read all is left in peace, however long nothing comes', async () => {
      const { told, handled } = await consumeStandingStill('quiet');
      await until('it has read all', () => handled.length === 1);
      const looks = jest.spyOn(KafkaConnection.prototype, 'another');
      await until('it was looked at twice', () => looks.mock.calls.length >= 2);
      await log.append('quiet', [record('k', 'late')]);
      await until('it has read that too', () => handled.length === 2);
      expect(told).toEqual([]);
    });

    it('gives up a heartbeat that is never answered, and joins again', async () => {
      await log.ensureTopics([keepsAll('heartless')]);
      jest.spyOn(requests, 'heartbeat').mockImplementationOnce(never);
      const generations: number[] = [];
      const consumption = await open({ sessionTimeoutMs: 2_000 }).consume({
        group: 'heartless-group',
        topics: ['heartless'],
        checkpoints: 'log',
        handle: async (_, { generation }) => {
          generations.push(generation);
        },
      });
      consumptions.push(consumption);
      await until('it is in its second generation', async () => {
        await log.append('heartless', [record('k', 'v')]);
        return (generations.at(-1) ?? 0) > 1;
      });
      expect(consumption.state()).toBe('running');
    });

    it('keeps a member that handles for longer than its session, and gives it the next generation after a rebalance', async () => {
      await log.ensureTopics([keepsAll('slow', 2)]);
      const slow = open({ sessionTimeoutMs: 2_000 });
      await log.append(
        'slow',
        ['a', 'b', 'c', 'd'].map((key) => record(key, key)),
      );
      let release: () => void = () => undefined;
      const generations: number[] = [];
      let wasAborted = false;
      const first = await slow.consume({
        group: 'slow-group',
        topics: ['slow'],
        checkpoints: 'log',
        handle: (_, { signal, generation }) => {
          generations.push(generation);
          if (generation > 1) return Promise.resolve();
          signal.addEventListener('abort', () => {
            wasAborted = true;
          });
          return new Promise((resolve) => {
            release = resolve;
          });
        },
      });
      consumptions.push(first);
      await until('it is at work', () => generations.length === 1);
      const generationOf = () =>
        withAdmin(async (admin) => (await admin.describeGroups([`${namespace}slow-group`])).groups[0]?.state);
      const since = Date.now();
      // The condition is the time itself: longer than a session without heartbeats could last.
      await until('a session has passed', () => Date.now() - since > 3_500);
      expect(await generationOf()).toBe('Stable');
      expect(wasAborted).toBe(false);
      const second = await log.consume({
        group: 'slow-group',
        topics: ['slow'],
        checkpoints: 'log',
        handle: async () => undefined,
      });
      consumptions.push(second);
      await until('it is told', () => wasAborted);
      release();
      await until('they share', () => first.assignment().length === 1 && second.assignment().length === 1);
      await until('nothing is left', async () =>
        (await log.lag('slow-group', ['slow'])).every(({ lag }) => lag === 0n),
      );
    });

    it('is dealt anew when a topic gets more partitions', async () => {
      await log.ensureTopics([keepsAll('growing')]);
      const consumption = await log.consume({
        group: 'growing-group',
        topics: ['growing'],
        checkpoints: 'log',
        handle: async () => undefined,
      });
      consumptions.push(consumption);
      await consumption.ready();
      await withAdmin((admin) =>
        admin.createPartitions({ topicPartitions: [{ topic: `${namespace}growing`, count: 3 }] }),
      );
      // Metadata is a minute old at most; a member that joins has them read again at once.
      const other = await log.consume({
        group: 'growing-group',
        topics: ['growing'],
        checkpoints: 'log',
        handle: async () => undefined,
      });
      consumptions.push(other);
      await until('all three are held', () => consumption.assignment().length + other.assignment().length === 3);
    });
  });

  it('tells neither user nor password of SASL in its logs', async () => {
    const lines: string[] = [];
    const logger = Object.fromEntries(
      ['debug', 'info', 'warn', 'error'].map((level) => [
        level,
        (fields: object, message: string) => lines.push(message + JSON.stringify(fields) + String(fields)),
      ]),
    ) as unknown as typeof silent; // Each of the four is there.
    const secretive = open({
      sasl: { mechanism: 'plain', username: 'the-user', password: 'hush-hush' },
      logger,
      patienceMs: 500,
    });
    await expect(secretive.ping()).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/hush-hush|the-user/);
  });

  it('sets no timer for the past, which Node takes for now: kafkajs issues 1704 and 1751', async () => {
    const { setTimeout: original } = globalThis;
    const delays: (number | undefined)[] = [];
    const spy = (callback: () => void, delay?: number) => {
      delays.push(delay);
      return original(callback, delay);
    };
    // Only what kafkajs calls of it is kept.
    globalThis.setTimeout = spy as unknown as typeof original;
    try {
      const fresh = open();
      await fresh.ping();
      await fresh.append('large', [record('k', 'v')]);
    } finally {
      globalThis.setTimeout = original;
    }
    expect(delays.filter((delay) => delay !== undefined && delay < 0)).toEqual([]);
  });
});

await describeWithKafka(
  'a Kafka broker that is killed',
  () => {
    let broker: OwnBroker;
    let log: EventLog;

    beforeAll(async () => {
      broker = await startOwnBroker();
      log = createKafkaEventLog({ brokers: broker.brokers, partitions: 1, replication: 1, patienceMs: 20_000 });
      await log.ensureTopics([keepsAll('kept')]);
    }, 120_000);

    afterAll(async () => {
      await log?.close();
      await broker?.stop();
    }, 60_000);

    it('does not end an exclusive appender, and what it appended before and after is there once', async () => {
      const appender = await log.openExclusiveAppender('steady');
      await appender.append('kept', [record('k', 'before')]);
      await broker.pause('kill');
      const during = appender.append('kept', [record('k', 'during')]);
      await broker.resume();
      await during;
      await appender.append('kept', [record('k', 'after')]);
      expect((await readAll(log, 'kept')).map(({ value }) => String(value))).toEqual(['before', 'during', 'after']);
      await appender.close();
    }, 60_000);

    it('is waited for by a reader that follows', async () => {
      const stop = new AbortController();
      const seen: string[] = [];
      const following = (async () => {
        for await (const { records } of log.read('kept', {
          from: { at: 'end' },
          until: 'follow',
          signal: stop.signal,
        }))
          seen.push(...records.map(({ value }) => String(value)));
      })();
      await until('it follows', async () => {
        await log.append('kept', [record('k', 'first')]);
        return seen.length > 0;
      });
      await broker.pause('terminate');
      await broker.resume();
      await log.append('kept', [record('k', 'last')]);
      await until('it goes on', () => seen.at(-1) === 'last');
      stop.abort();
      await following;
    }, 90_000);
  },
  { own: true },
);
