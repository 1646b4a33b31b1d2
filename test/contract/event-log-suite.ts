import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { deadLetterTopicOf, decodeEvent, type TopicSpec } from '@parley/contracts';
import fc from 'fast-check';
import {
  type BatchConsumerOptions,
  type Consumption,
  type EventBatch,
  type EventLog,
  LogError,
  type LogErrorCode,
  type LogRecord,
  listDeadLetters,
  type OutgoingRecord,
  partitionOfKey,
  type ReadOptions,
  retryDeadLetter,
  startBatchConsumer,
} from '../../libs/event-log/src/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';
import { ChildConsumer, type OpenElsewhere } from './child-consumer.js';
import { Effects } from './effects.js';
import { numberedRecord, numberedRecords, numberOf } from './test-events.js';

export interface EventLogUnderTest {
  readonly log: EventLog;
  /** A second instance on the same log, as another process has it. The suite closes it. */
  another(): Promise<EventLog>;
  /** How a child process opens the log. */
  readonly elsewhere: OpenElsewhere;
  /** Takes the server away; `up` brings it back with all it had. Absent: the server is not the suite's to stop. */
  readonly server?: { down(): Promise<void>; up(): Promise<void> };
  close(): Promise<void>;
}

export interface EventLogContractOptions {
  create(): Promise<EventLogUnderTest>;
  /** Longest a test may take, ms; brokers that are slow to rebalance need more. */
  readonly timeoutMs?: number;
}

const PARTITIONS = 4;
const SERVICE = 'test';

/** What every adapter of the log has to do. Topics and groups have unique names, so a shared server serves. */
export function describeEventLogContract(name: string, options: EventLogContractOptions): void {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const patience = { withinMs: timeoutMs * 0.8 };
  const until = <Result>(what: string, condition: () => Result | Promise<Result>) => waitFor(what, condition, patience);

  describe(`${name} keeps the contract of the event log`, () => {
    let subject: EventLogUnderTest;
    let log: EventLog;
    let database: TestDatabase;
    let effects: Effects;
    const others: EventLog[] = [];
    const consumptions: Consumption[] = [];
    const children: ChildConsumer[] = [];

    beforeAll(async () => {
      subject = await options.create();
      log = subject.log;
      database = await createTestDatabase();
      effects = new Effects(database.url);
      await effects.createTables();
    }, 120_000);

    afterEach(async () => {
      await Promise.all(children.splice(0).map((child) => child.kill()));
      await Promise.all(consumptions.splice(0).map((consumption) => consumption.stop()));
      await Promise.all(others.splice(0).map((other) => other.close()));
    }, 60_000);

    afterAll(async () => {
      await subject?.close();
      await effects?.close();
      await database?.drop();
    }, 120_000);

    const unique = (word: string): string => `${word}-${randomBytes(6).toString('hex')}`;

    async function newTopic(spec: Partial<TopicSpec> = {}): Promise<string> {
      const topic = unique('contract');
      const common = { keeps: 'all', maxRecordBytes: 2 * 1024 * 1024 } as const;
      await log.ensureTopics([
        { name: topic, partitions: PARTITIONS, ...common, ...spec },
        { name: deadLetterTopicOf(topic, SERVICE), partitions: 1, ...common },
      ]);
      return topic;
    }

    async function anotherLog(): Promise<EventLog> {
      const other = await subject.another();
      others.push(other);
      return other;
    }

    async function readAll(topic: string, how: Partial<ReadOptions> = {}): Promise<LogRecord[]> {
      const records: LogRecord[] = [];
      for await (const batch of log.read(topic, { from: { at: 'beginning' }, until: 'end', ...how }))
        records.push(...batch.records);
      return records;
    }

    /** A consumer of numbered events whose effects are rows. */
    async function consume(
      settings: Partial<BatchConsumerOptions> & Pick<BatchConsumerOptions, 'topics' | 'group'>,
    ): Promise<Consumption> {
      const consumption = await startBatchConsumer({
        log,
        service: SERVICE,
        checkpoints: effects.checkpoints(settings.group),
        handler: (batch) => effects.apply(settings.group, batch),
        // The topics of this suite are none of the catalogue's.
        decode: (record) => decodeEvent(record),
        ...settings,
      });
      consumptions.push(consumption);
      return consumption;
    }

    /** Every number once; and those of one key in order. */
    async function expectEachOnce(group: string, from: number, to: number, keys?: number): Promise<void> {
      const numbers = await effects.numbers(group);
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
      if (keys === undefined) return;
      for (let key = 0; key < keys; key++) {
        const ofKey = numbers.filter((number) => number % keys === key);
        expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
      }
    }

    const test = (behaviour: string, body: () => Promise<void>) => it(behaviour, body, timeoutMs);

    describe('appending', () => {
      test('gives the place of each record in the order given, and keeps the order of each key', async () => {
        const topic = await newTopic();
        const records = numberedRecords(0, 50, 5);
        const positions = await log.append(topic, records);
        const read = await readAll(topic);
        expect(read).toHaveLength(50);
        for (const [i, position] of positions.entries()) {
          const found = read.find((r) => r.partition === position.partition && r.offset === position.offset);
          expect(found).toMatchObject({ key: records[i]?.key, headers: records[i]?.headers, value: records[i]?.value });
        }
      });

      test("puts a key where Kafka's default partitioner puts it", async () => {
        const topic = await newTopic();
        const records = numberedRecords(0, 30, 30);
        const positions = await log.append(topic, records);
        expect(positions.map(({ partition }) => partition)).toEqual(
          records.map(({ key }) => partitionOfKey(key ?? '', PARTITIONS)),
        );
      });

      test('takes a batch of ten thousand', async () => {
        const topic = await newTopic();
        const positions = await log.append(topic, numberedRecords(0, 10_000));
        expect(positions).toHaveLength(10_000);
        const bounds = await log.bounds(topic);
        expect(bounds.reduce((sum, { begin, end }) => sum + Number(end - begin), 0)).toBe(10_000);
        expect(await readAll(topic)).toHaveLength(10_000);
      });

      test('takes an empty batch and does nothing', async () => {
        const topic = await newTopic();
        expect(await log.append(topic, [])).toEqual([]);
        expect(await readAll(topic)).toEqual([]);
      });

      test('gives back every key, header and value as it was', async () => {
        const topic = await newTopic({ partitions: 1 });
        const text = fc.string({ unit: 'binary', maxLength: 20 });
        const record = fc.record({
          key: fc.option(text),
          headers: fc.dictionary(
            text.filter((header) => header !== '__proto__' && header.length > 0),
            text,
            { maxKeys: 4, noNullPrototype: true },
          ),
          value: fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
            const [first] = await log.append(topic, records);
            const read = await readAll(topic, { from: { at: 'offsets', offsets: new Map([[0, first!.offset]]) } });
            expect(read.map(({ key, headers, value }) => ({ key, headers, value }))).toEqual(records);
          }),
          { numRuns: 15 },
        );
      });

      test('takes records of a megabyte', async () => {
        const topic = await newTopic();
        const value = randomBytes(1024 * 1024);
        await log.append(
          topic,
          ['a', 'b', 'c'].map((key) => ({ key, headers: {}, value })),
        );
        const read = await readAll(topic);
        expect(read).toHaveLength(3);
        for (const record of read) expect(record.value?.equals(value)).toBe(true);
      });

      test('refuses a record that is too large, with all of its batch', async () => {
        const topic = await newTopic({ maxRecordBytes: 64 * 1024 });
        const large: OutgoingRecord = { key: 'k', headers: {}, value: Buffer.alloc(65 * 1024) };
        await expectLogError('LOG_RECORD_TOO_LARGE', log.append(topic, [numberedRecord(0), large]));
        expect(await readAll(topic)).toEqual([]);
      });

      test('refuses a topic that is not there', async () => {
        await expectLogError('LOG_TOPIC_MISSING', log.append(unique('missing'), [numberedRecord(0)]));
      });

      test('lets many append at once, and loses and doubles nothing', async () => {
        const topic = await newTopic();
        const other = await anotherLog();
        await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            (i % 2 ? log : other).append(topic, numberedRecords(i * 50, i * 50 + 50, 1_000)),
          ),
        );
        const read = await readAll(topic);
        expect(new Set(read.map(({ headers }) => headers.ce_id)).size).toBe(1_000);
        expect(read).toHaveLength(1_000);
      });

      test('records times that never go back within a partition', async () => {
        const topic = await newTopic();
        const before = Date.now();
        for (let i = 0; i < 20; i++) await log.append(topic, numberedRecords(i * 5, i * 5 + 5));
        const read = await readAll(topic);
        for (let partition = 0; partition < PARTITIONS; partition++) {
          const times = read.filter((r) => r.partition === partition).map(({ recordedAt }) => recordedAt.getTime());
          expect(times).toEqual([...times].sort((a, b) => a - b));
          for (const time of times) expect(Math.abs(time - before)).toBeLessThan(120_000);
        }
      });
    });

    describe('reading', () => {
      test('starts at the beginning, the end, an offset or a time', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numberedRecords(0, 10));
        await until('the clock has moved on', async () => {
          const last = (await readAll(topic)).at(-1)!;
          return Date.now() > last.recordedAt.getTime() + 5;
        });
        const [eleventh] = await log.append(topic, numberedRecords(10, 20));
        const time = (await readAll(topic)).find(({ offset }) => offset === eleventh!.offset)!.recordedAt;
        const firstFrom = async (from: ReadOptions['from']) => (await readAll(topic, { from }))[0]?.offset;
        expect(await firstFrom({ at: 'beginning' })).toBe(0n);
        expect(await firstFrom({ at: 'end' })).toBeUndefined();
        expect(await firstFrom({ at: 'offsets', offsets: new Map([[0, 7n]]) })).toBe(7n);
        expect(await firstFrom({ at: 'time', time })).toBe(eleventh!.offset);
        expect(await firstFrom({ at: 'time', time: new Date(0) })).toBe(0n);
        expect(await firstFrom({ at: 'time', time: new Date(Date.now() + 3_600_000) })).toBeUndefined();
      });

      test('stops at the ends as they were, and in batches as small as asked', async () => {
        const topic = await newTopic();
        await log.append(topic, numberedRecords(0, 100));
        let count = 0;
        for await (const batch of log.read(topic, { from: { at: 'beginning' }, until: 'end', maxRecords: 7 })) {
          expect(batch.records.length).toBeLessThanOrEqual(7);
          expect(batch.nextOffset).toBeGreaterThan(batch.records.at(-1)!.offset);
          if (count === 0) await log.append(topic, numberedRecords(100, 200));
          count += batch.records.length;
        }
        expect(count).toBe(100);
      });

      test('follows what is appended by another instance until it is told to stop', async () => {
        const topic = await newTopic();
        const other = await anotherLog();
        const stop = new AbortController();
        const seen: string[] = [];
        const following = (async () => {
          for await (const { records } of log.read(topic, {
            from: { at: 'beginning' },
            until: 'follow',
            signal: stop.signal,
          }))
            seen.push(...records.map(({ headers }) => headers.ce_id!));
        })();
        for (let i = 0; i < 5; i++) {
          await other.append(topic, [numberedRecord(i)]);
          await until(`record ${i} is seen`, () => seen.length === i + 1);
        }
        stop.abort();
        await following;
      });

      test('refuses an offset that the log does not have', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numberedRecords(0, 3));
        await expectLogError(
          'LOG_OFFSET_OUT_OF_RANGE',
          readAll(topic, { from: { at: 'offsets', offsets: new Map([[0, 99n]]) } }),
        );
      });
    });

    describe('topics', () => {
      test('are created once, compared after that, and never changed', async () => {
        const spec: TopicSpec = { name: unique('contract'), keeps: 'all', partitions: 2, maxRecordBytes: 1_000_000 };
        expect(await log.describeTopics([spec])).toMatchObject([{ status: 'missing' }]);
        expect(await log.ensureTopics([spec])).toMatchObject([{ status: 'created', partitions: 2, differences: [] }]);
        expect(await log.ensureTopics([spec])).toMatchObject([{ status: 'ok', partitions: 2 }]);
        const wanted = { ...spec, partitions: 5 };
        for (const reports of [await log.ensureTopics([wanted]), await log.describeTopics([wanted])]) {
          expect(reports).toMatchObject([{ status: 'different', partitions: 2 }]);
          expect(reports[0]?.differences).toContainEqual({ setting: 'partitions', expected: '5', found: '2' });
        }
        expect(await log.bounds(spec.name)).toHaveLength(2);
      });
    });

    describe('consuming', () => {
      test('begins at the beginning, the end or a time where it has no checkpoint', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numberedRecords(0, 5));
        await until('the clock has moved on', async () => {
          const last = (await readAll(topic)).at(-1)!;
          return Date.now() > last.recordedAt.getTime() + 5;
        });
        const [sixth] = await log.append(topic, numberedRecords(5, 8));
        const time = (await readAll(topic)).find(({ offset }) => offset === sixth!.offset)!.recordedAt;
        const groups = { beginning: unique('group'), time: unique('group'), end: unique('group') };
        await consume({ topics: [topic], group: groups.beginning });
        await consume({ topics: [topic], group: groups.time, startAt: { at: 'time', time } });
        const atEnd = await consume({ topics: [topic], group: groups.end, startAt: { at: 'end' } });
        await atEnd.ready();
        // A partition that is assigned may still be finding its end, so append until the first arrives.
        let next = 8;
        await until('the one at the end has the newest', async () => {
          await log.append(topic, [numberedRecord(next++)]);
          return (await effects.count(groups.end)) > 0;
        });
        await until('all have the newest', async () => {
          const counts = await Promise.all([effects.count(groups.beginning), effects.count(groups.time)]);
          return counts[0] === next && counts[1] === next - 5;
        });
        const first = async (group: string) => (await effects.numbers(group))[0];
        expect(await first(groups.beginning)).toBe(0);
        expect(await first(groups.time)).toBe(5);
        expect(await first(groups.end)).toBeGreaterThanOrEqual(8);
      });

      test('wakes at once on new records', async () => {
        const topic = await newTopic();
        const group = unique('group');
        const waits: number[] = [];
        let appendedAt = 0;
        const consumption = await consume({
          topics: [topic],
          group,
          handler: async (batch) => {
            await effects.apply(group, batch);
            waits.push(performance.now() - appendedAt);
          },
        });
        await consumption.ready();
        for (let i = 0; i < 10; i++) {
          appendedAt = performance.now();
          await log.append(topic, [numberedRecord(i)]);
          await until(`record ${i} is handled`, () => waits.length === i + 1);
        }
        const median = [...waits].sort((a, b) => a - b)[5]!;
        // Far below any polling interval, far above what a busy machine needs.
        expect(median).toBeLessThan(1_000);
      });

      test("keeps a group's offsets in the log where it is asked to, and goes on from there", async () => {
        const topic = await newTopic();
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 100));
        const seen: number[] = [];
        const start = () =>
          consume({
            topics: [topic],
            group,
            checkpoints: 'log',
            handler: async ({ events }) => {
              seen.push(...events.map(({ event }) => numberOf(event)));
            },
          });
        const first = await start();
        await until('the first hundred are handled', () => seen.length === 100);
        await first.stop();
        await log.append(topic, numberedRecords(100, 150));
        await start();
        await until('the rest is handled', () => seen.length >= 150);
        expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i));
      });

      test('delivers the same batch again after an error that passes', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 20));
        const tried: (readonly [bigint | null, bigint])[] = [];
        let sawRetrying = false;
        const consumption = await consume({
          topics: [topic],
          group,
          handler: async (batch) => {
            if (tried.length > 0) sawRetrying ||= consumption.state() === 'retrying';
            tried.push([batch.from, batch.to]);
            if (tried.length < 4) throw Object.assign(new Error('the database is away'), { code: 'ECONNREFUSED' });
            await effects.apply(group, batch);
          },
        });
        await until('all are handled', async () => (await effects.count(group)) === 20);
        expect(tried.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => tried[0]));
        expect(sawRetrying).toBe(true);
        await expectEachOnce(group, 0, 20, 17);
        await until('it runs again', () => consumption.state() === 'running');
      });

      test('goes on from the checkpoint where somebody else has moved it', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 30));
        const intruder: EventBatch = { topic, partition: 0, events: [], removals: [], from: null, to: 20n };
        let intruded = false;
        await consume({
          topics: [topic],
          group,
          handler: async (batch) => {
            if (!intruded) await effects.apply(group, intruder);
            intruded = true;
            await effects.apply(group, batch);
          },
        });
        await until('the rest is handled', async () => (await effects.count(group)) >= 10);
        await expectEachOnce(group, 20, 30);
      });

      test('shares the partitions of a group, and loses and doubles nothing while members come and go', async () => {
        const topic = await newTopic();
        const group = unique('group');
        const other = await anotherLog();
        const total = 4_000;
        const first = await consume({ topics: [topic], group, maxRecords: 20 });
        await first.ready();
        expect(first.assignment()).toHaveLength(PARTITIONS);
        const load = (async () => {
          for (let i = 0; i < total; i += 100) await log.append(topic, numberedRecords(i, i + 100));
        })();
        const second = await consume({ topics: [topic], group, log: other, maxRecords: 20 });
        await until('they share', () => first.assignment().length === 2 && second.assignment().length === 2);
        const third = await consume({ topics: [topic], group, log: other, maxRecords: 20 });
        await until('three share', () => third.assignment().length > 0 && first.assignment().length < 3);
        await second.stop();
        await load;
        await until('two share again', () => first.assignment().length + third.assignment().length === PARTITIONS);
        await until('all are handled', async () => (await effects.count(group)) >= total);
        await expectEachOnce(group, 0, total, 17);
      });

      test('stops in the middle of a load and resumes without loss', async () => {
        const topic = await newTopic();
        const group = unique('group');
        const total = 1_000;
        await log.append(topic, numberedRecords(0, total));
        let inFlight = 0;
        for (let round = 1; (await effects.count(group)) < total; round++) {
          let handled = 0;
          const consumption = await consume({
            topics: [topic],
            group,
            maxRecords: 25,
            handler: async (batch) => {
              inFlight++;
              await effects.apply(group, batch);
              inFlight--;
              handled++;
            },
          });
          await until('some are handled', async () => handled >= 3 || (await effects.count(group)) === total);
          await consumption.stop();
          expect(inFlight).toBe(0);
          expect(consumption.state()).toBe('stopped');
          if (round > 100) throw new Error('it does not come to its end');
        }
        await expectEachOnce(group, 0, total, 17);
      });

      test('says how far a group is behind', async () => {
        const topic = await newTopic();
        const group = unique('group');
        const source = effects.checkpoints(group);
        await log.append(topic, numberedRecords(0, 40));
        const lag = async () =>
          (await log.lag(group, [topic], source)).reduce((sum, partition) => sum + Number(partition.lag), 0);
        expect(await lag()).toBe(40);
        const consumption = await consume({ topics: [topic], group });
        await until('nothing is left', async () => (await lag()) === 0);
        await consumption.stop();
        await log.append(topic, numberedRecords(40, 45));
        expect(await lag()).toBe(5);
      });

      test('refuses to consume a topic that is not there', async () => {
        await expectLogError('LOG_TOPIC_MISSING', consume({ topics: [unique('missing')], group: unique('group') }));
      });

      test('ends where a checkpoint lies past the end: it belongs to another log', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await effects.apply(group, { topic, partition: 0, events: [], removals: [], from: null, to: 1_000n });
        const fatal: Error[] = [];
        await consume({ topics: [topic], group, onFatal: (error) => fatal.push(error) });
        await until('it says so', () => fatal.length === 1);
        expect(fatal[0]).toMatchObject({ code: 'LOG_OFFSET_OUT_OF_RANGE' });
      });

      test('is stalled, and says so once, where a handler does not come back', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 5));
        const fatal: Error[] = [];
        let release: () => void = () => undefined;
        const consumption = await consume({
          topics: [topic],
          group,
          stallAfterMs: 300,
          handler: () =>
            new Promise((resolve) => {
              release = resolve;
            }),
          onFatal: (error) => fatal.push(error),
        });
        await until('it is stalled', () => consumption.state() === 'stalled');
        await until('it has said so', () => fatal.length === 1);
        expect(fatal[0]).toMatchObject({ code: 'LOG_CONSUMER_STALLED' });
        await consumption.stop();
        release();
        expect(fatal).toHaveLength(1);
      });
    });

    describe('a delivery that takes long', () => {
      test('is not stalled while it shows progress', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 5));
        const fatal: Error[] = [];
        let steps = 0;
        const consumption = await consume({
          topics: [topic],
          group,
          checkpoints: 'log',
          stallAfterMs: 400,
          // As a whole it takes four times as long as a delivery may without a sign of life.
          handler: async (_batch, context) => {
            for (; steps < 16; steps++) {
              await delay(100);
              context.progress();
            }
          },
          onFatal: (error) => fatal.push(error),
        });
        await until('it has gone through', async () => (await log.lag(group, [topic])).every(({ lag }) => lag === 0n));
        expect(steps).toBe(16);
        expect(fatal).toEqual([]);
        expect(consumption.state()).toBe('running');
        await consumption.stop();
      });
    });

    describe('what can not be processed', () => {
      test('is set aside with its reason and its bytes, and the rest goes on', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        const good = numberedRecord(0);
        const bad: readonly (readonly [string, OutgoingRecord])[] = [
          [
            'EVENT_MALFORMED_ENVELOPE',
            { key: 'k', headers: { odd: '\ufffd\u0001' }, value: Buffer.from([0xff, 0xfe]) },
          ],
          ['EVENT_UNKNOWN_TYPE', { ...good, headers: { ...good.headers, ce_type: 'parley.article.eaten' } }],
          [
            'EVENT_UNKNOWN_VERSION',
            {
              ...good,
              headers: { ...good.headers, ce_dataschema: 'urn:parley:schema:parley.article.withdrawn:99' },
            },
          ],
          ['EVENT_NOT_JSON', { ...good, value: Buffer.from('{"cut off') }],
          ['EVENT_SCHEMA_MISMATCH', { ...good, value: Buffer.from('{}') }],
          ['RECORD_WITHOUT_VALUE', { ...good, value: null }],
        ];
        await log.append(topic, [
          ...numberedRecords(0, 5),
          ...bad.map(([, record]) => record),
          ...numberedRecords(5, 10),
        ]);
        await consume({ topics: [topic], group });
        await until('the good ones are handled', async () => (await effects.count(group)) === 10);
        await expectEachOnce(group, 0, 10);
        const letters = await collect(listDeadLetters(log, { service: SERVICE, topic }));
        expect(letters.map(({ code }) => code)).toEqual(bad.map(([code]) => code));
        for (const [i, letter] of letters.entries()) {
          const [, record] = bad[i]!;
          expect(letter).toMatchObject({
            status: 'open',
            service: SERVICE,
            topic,
            partition: 0,
            offset: BigInt(5 + i),
          });
          expect({ key: letter.key, headers: letter.headers, value: letter.value }).toEqual(record);
          expect(letter.reason).not.toBe('');
        }
      });

      test('is found in its batch where the handler fails on it, and set aside alone', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        const poison = new Set([13, 57, 58]);
        await log.append(topic, numberedRecords(0, 100));
        await consume({
          topics: [topic],
          group,
          handler: (batch) =>
            effects.apply(group, batch, () => {
              for (const { event } of batch.events)
                if (poison.has(numberOf(event)))
                  throw new Error(`can't take ${numberOf(event)} at postgres://user:hush@host/db`);
            }),
        });
        await until('the rest is handled', async () => (await effects.count(group)) === 97);
        const numbers = await effects.numbers(group);
        expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => i).filter((i) => !poison.has(i)));
        const letters = await collect(listDeadLetters(log, { service: SERVICE, topic }));
        expect(letters.map(({ code, reason, offset }) => [code, reason, offset])).toEqual(
          [...poison].map((n) => ['HANDLER_FAILED', `can't take ${n} at postgres://***@host/db`, BigInt(n)]),
        );
      });

      test('can be retried, and then comes again with its original bytes', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 3));
        let broken = true;
        await consume({
          topics: [topic],
          group,
          handler: (batch) =>
            effects.apply(group, batch, () => {
              if (broken && batch.events.some(({ event }) => numberOf(event) === 1)) throw new Error('not yet');
            }),
        });
        const [letter] = await until('it is set aside', async () => {
          const letters = await collect(listDeadLetters(log, { service: SERVICE, topic }));
          return letters.length > 0 && (await effects.count(group)) === 2 ? letters : null;
        });
        broken = false;
        await retryDeadLetter(log, letter!.ref);
        await until('it is handled', async () => (await effects.count(group)) === 3);
        expect((await effects.numbers(group)).at(-1)).toBe(1);
        const again = (await readAll(topic)).at(-1)!;
        expect({ key: again.key, headers: again.headers, value: again.value }).toEqual(numberedRecord(1, 'key 1'));
        expect(await collect(listDeadLetters(log, { service: SERVICE, topic }))).toMatchObject([{ status: 'retried' }]);
      });

      test('ends a consumer that must not go on without it', async () => {
        const topic = await newTopic({ partitions: 1 });
        const group = unique('group');
        await log.append(topic, [...numberedRecords(0, 3), { key: 'k', headers: {}, value: null }]);
        const fatal: Error[] = [];
        const consumption = await consume({
          topics: [topic],
          group,
          deadLetters: { mode: 'stop' },
          onFatal: (error) => fatal.push(error),
        });
        await until('it has stopped', () => fatal.length === 1 && consumption.state() === 'stopped');
        expect(fatal[0]).toMatchObject({ code: 'LOG_EVENT_UNPROCESSABLE' });
        expect(await collect(listDeadLetters(log, { service: SERVICE, topic }))).toEqual([]);
      });
    });

    describe('an exclusive appender', () => {
      test('is fenced by the next that opens under its name', async () => {
        const topic = await newTopic();
        const name = unique('appender');
        const elder = await log.openExclusiveAppender(name);
        await elder.append(topic, numberedRecords(0, 10));
        const younger = await (await anotherLog()).openExclusiveAppender(name);
        await expectLogError('LOG_APPENDER_FENCED', elder.append(topic, numberedRecords(10, 20)));
        await younger.append(topic, numberedRecords(20, 30));
        await expectLogError('LOG_APPENDER_FENCED', elder.append(topic, numberedRecords(10, 20)));
        const visible = (await readAll(topic)).map((record) =>
          numberOf(decodeEvent({ headers: record.headers, value: record.value! })),
        );
        expect(visible.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => (i < 10 ? i : i + 10)));
        await elder.close();
        await younger.close();
      });

      test('of another name is left alone', async () => {
        const topic = await newTopic();
        const one = await log.openExclusiveAppender(unique('appender'));
        const two = await log.openExclusiveAppender(unique('appender'));
        await one.append(topic, numberedRecords(0, 5));
        await two.append(topic, numberedRecords(5, 10));
        await one.append(topic, numberedRecords(10, 15));
        expect(await readAll(topic)).toHaveLength(15);
        await one.close();
        await two.close();
      });
    });

    describe('a process that is killed', () => {
      test('between effect and commit leaves its batch to the next, which does it once', async () => {
        const topic = await newTopic();
        const group = unique('group');
        const total = 200;
        await log.append(topic, numberedRecords(0, total));
        const child = new ChildConsumer(subject.elsewhere, {
          effectsUrl: database.url,
          group,
          topic,
          hangAt: 150,
        });
        children.push(child);
        await child.hasSaid('hanging');
        await child.kill();
        const handledBefore = await effects.count(group);
        expect(handledBefore).toBeLessThan(total);
        await consume({ topics: [topic], group });
        await until('all are handled', async () => (await effects.count(group)) >= total);
        await expectEachOnce(group, 0, total, 17);
      });
    });

    describe('a server that goes away', () => {
      const withServer = (
        behaviour: string,
        body: (server: { down(): Promise<void>; up(): Promise<void> }) => Promise<void>,
      ) =>
        it(
          behaviour,
          async () => {
            // Nothing to show where the server is not the suite's own; the adapter's other runs have one.
            if (subject.server) await body(subject.server);
          },
          timeoutMs * 2,
        );

      withServer('is waited for by consumers, which then go on where they were', async (server) => {
        const topic = await newTopic();
        const group = unique('group');
        await log.append(topic, numberedRecords(0, 500));
        const consumption = await consume({ topics: [topic], group, maxRecords: 20 });
        await until('some are handled', async () => (await effects.count(group)) > 50);
        await server.down();
        await until('it tries again', () => consumption.state() === 'retrying');
        await server.up();
        await untilAppended(topic, numberedRecords(500, 600));
        await until('all are handled', async () => (await effects.count(group)) >= 600);
        await until('it runs', () => consumption.state() === 'running');
        // An append repeated because its answer was lost may stand twice in the log; its effects show as often.
        expect(new Set(await effects.numbers(group)).size).toBe(600);
      });

      withServer('makes appends fail in a way that can be tried again', async (server) => {
        const topic = await newTopic();
        await log.append(topic, numberedRecords(0, 10));
        await server.down();
        const failure = await log.append(topic, numberedRecords(10, 20)).catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 'LOG_UNAVAILABLE', retryable: true });
        await expectLogError('LOG_UNAVAILABLE', log.ping());
        await server.up();
        await untilAppended(topic, numberedRecords(10, 20));
        const ids = new Set((await readAll(topic)).map(({ headers }) => headers.ce_id));
        expect(ids.size).toBe(20);
      });

      withServer('during appends loses nothing that was acknowledged', async (server) => {
        const topic = await newTopic();
        const acknowledged: string[] = [];
        let goOn = true;
        const appending = (async () => {
          for (let i = 0; goOn; i++) {
            const record = numberedRecord(i);
            await log.append(topic, [record]).then(
              () => acknowledged.push(record.headers.ce_id!),
              (error: unknown) => expect(error).toMatchObject({ code: 'LOG_UNAVAILABLE' }),
            );
          }
        })();
        await until('it is under way', () => acknowledged.length > 50);
        await server.down();
        const before = acknowledged.length;
        await server.up();
        await until('it goes on', () => acknowledged.length > before + 50);
        goOn = false;
        await appending;
        const ids = new Set((await readAll(topic)).map(({ headers }) => headers.ce_id));
        for (const id of acknowledged) expect(ids.has(id)).toBe(true);
      });

      const untilAppended = (topic: string, records: readonly OutgoingRecord[]) =>
        until('the append succeeds', async () => {
          await log.append(topic, records);
          return true;
        });
    });

    test('answers a ping, and nothing after it was closed', async () => {
      const other = await subject.another();
      await other.ping();
      await other.close();
      await expectLogError('LOG_CLOSED', other.ping());
      await expectLogError('LOG_CLOSED', other.append(unique('any'), [numberedRecord(0)]));
    });
  });
}

async function expectLogError(code: LogErrorCode, work: Promise<unknown>): Promise<void> {
  const outcome: unknown = await work.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(LogError);
  expect(outcome).toMatchObject({ code });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
