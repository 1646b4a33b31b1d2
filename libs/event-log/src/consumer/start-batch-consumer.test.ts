import { DOSSIERS_TOPIC, decodeEvent } from '@parley/contracts';
import fc from 'fast-check';
import { numberedRecord, numberOf } from '../../../../test/contract/test-events.js';
import { CheckpointMovedError, type LogErrorCode } from '../errors.js';
import type { CheckpointSource, ConsumeOptions, EventLog, LogRecord, OutgoingRecord } from '../event-log.js';
import { withoutSecrets } from './dead-letter-record.js';
import type { EventBatch } from './event-batch.js';
import { type BatchConsumerOptions, startBatchConsumer } from './start-batch-consumer.js';

const T = 'topic';

/** As much of a log as the consumer layer asks for: deliveries are made by the test, appends are kept. */
class ScriptedLog {
  readonly appended: { topic: string; record: OutgoingRecord }[] = [];
  readonly stopped: Promise<void>;
  private options: ConsumeOptions | null = null;
  private onStop: () => void = () => undefined;
  appendFailures = 0;

  constructor() {
    this.stopped = new Promise((resolve) => {
      this.onStop = resolve;
    });
  }

  get log(): EventLog {
    const partial: Pick<EventLog, 'consume' | 'append'> = {
      consume: async (options) => {
        this.options = options;
        return {
          group: options.group,
          state: () => 'running',
          assignment: () => [],
          ready: async () => undefined,
          stop: async () => this.onStop(),
        };
      },
      append: async (topic, records) => {
        if (this.appendFailures-- > 0) throw Object.assign(new Error('away'), { code: 'ECONNRESET' });
        this.appended.push(...records.map((record) => ({ topic, record })));
        return records.map((_, i) => ({ partition: 0, offset: BigInt(i) }));
      },
    };
    // The consumer layer asks for no more than these two.
    return partial as EventLog;
  }

  /** What an adapter does with a batch: asks the source where to begin, then delivers until it is taken. */
  async deliverUntilTaken(records: readonly LogRecord[], nextOffset: bigint): Promise<number> {
    const { options } = this;
    if (!options) throw new Error('nobody consumes');
    const source = options.checkpoints;
    if (source !== 'log') await source.load(T, 0);
    for (let attempt = 1; attempt < 1_000; attempt++) {
      try {
        await options.handle(
          { topic: T, partition: 0, records, nextOffset },
          { signal: new AbortController().signal, generation: 1, progress: () => undefined },
        );
        return attempt;
      } catch (error) {
        if (error instanceof CheckpointMovedError && source !== 'log') await source.load(T, 0);
      }
    }
    throw new Error('never taken');
  }

  async deliverOnce(records: readonly LogRecord[], topic = T, signal = new AbortController().signal): Promise<void> {
    const source = this.options?.checkpoints;
    if (source && source !== 'log') await source.load(topic, 0);
    await this.options?.handle(
      { topic, partition: 0, records, nextOffset: (records.at(-1)?.offset ?? -1n) + 1n },
      { signal, generation: 1, progress: () => undefined },
    );
  }
}

/** Effects and a checkpoint that commit together, in memory. */
class Store {
  checkpoint: bigint | null = null;
  readonly done: number[] = [];
  readonly source: CheckpointSource = { load: async () => this.checkpoint };
  commit(batch: EventBatch): void {
    if (batch.from !== this.checkpoint) throw new CheckpointMovedError(T, 0, batch.from, this.checkpoint);
    this.checkpoint = batch.to;
    this.done.push(...batch.events.map(({ event }) => numberOf(event)));
  }
}

const recorded = (offset: number, record: OutgoingRecord, topic = T): LogRecord => ({
  ...record,
  topic,
  partition: 0,
  offset: BigInt(offset),
  recordedAt: new Date(0),
});

const start = (script: ScriptedLog, options: Partial<BatchConsumerOptions> & Pick<BatchConsumerOptions, 'handler'>) =>
  startBatchConsumer({
    log: script.log,
    service: 'test',
    group: 'group',
    topics: [T],
    checkpoints: 'log',
    decode: (record) => decodeEvent(record),
    ...options,
  });

describe('the batch consumer', () => {
  it('handles every good event once and in order, and sets every other aside once, whatever fails on the way', async () => {
    const kind = fc.constantFrom('good', 'poison', 'unreadable');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ kind, gap: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 30 }),
        // Which of the handler's calls meet a database that is away, before or after they commit.
        fc.array(fc.constantFrom('fine', 'away before', 'away after'), { maxLength: 40 }),
        fc.nat({ max: 3 }),
        async (parts, weather, appendFailures) => {
          const script = new ScriptedLog();
          script.appendFailures = appendFailures;
          const store = new Store();
          let call = 0;
          await start(script, {
            checkpoints: store.source,
            handler: async (batch) => {
              const outlook = weather[call++] ?? 'fine';
              const away = Object.assign(new Error('away'), { code: 'ECONNRESET' });
              if (outlook === 'away before') throw away;
              if (batch.events.some(({ event }) => parts[numberOf(event)]?.kind === 'poison'))
                throw new Error('poison');
              store.commit(batch);
              if (outlook === 'away after') throw away;
            },
          });
          let offset = 0;
          const records = parts.map(({ kind, gap }, number) => {
            offset += gap + 1;
            const record = numberedRecord(number);
            return recorded(offset, kind === 'unreadable' ? { ...record, headers: {} } : record);
          });
          await script.deliverUntilTaken(records, BigInt(offset + 1));
          const numbersOf = (wanted: string) => parts.flatMap(({ kind }, i) => (kind === wanted ? [i] : []));
          expect(store.done).toEqual(numbersOf('good'));
          expect(store.checkpoint).toBe(BigInt(offset + 1));
          const aside = script.appended
            .map(({ record }) => Number(record.headers['parley-dlq-offset']))
            .sort((a, b) => a - b);
          const others = [...numbersOf('poison'), ...numbersOf('unreadable')].map((i) => Number(records[i]!.offset));
          expect(aside).toEqual(others.sort((a, b) => a - b));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('expects no checkpoint at first, and then where it moved it', async () => {
    const script = new ScriptedLog();
    const store = new Store();
    const seen: (readonly [bigint | null, bigint])[] = [];
    await start(script, {
      checkpoints: store.source,
      handler: async (batch) => {
        seen.push([batch.from, batch.to]);
        store.commit(batch);
      },
    });
    await script.deliverOnce([recorded(5, numberedRecord(0))]);
    await script.deliverOnce([recorded(6, numberedRecord(1)), recorded(9, numberedRecord(2))]);
    expect(seen).toEqual([
      [null, 6n],
      [6n, 10n],
    ]);
  });

  it('tells of keys taken out of a compacted topic, and sets nothing aside for them', async () => {
    const script = new ScriptedLog();
    const seen: EventBatch[] = [];
    await start(script, { topics: [DOSSIERS_TOPIC], handler: async (batch) => void seen.push(batch) });
    await script.deliverOnce(
      [recorded(3, { key: 'dossier', headers: {}, value: null }, DOSSIERS_TOPIC)],
      DOSSIERS_TOPIC,
    );
    expect(seen).toMatchObject([{ events: [], removals: [{ key: 'dossier', offset: 3n }], to: 4n }]);
    expect(script.appended).toEqual([]);
  });

  it('sets an event of another topic aside', async () => {
    const script = new ScriptedLog();
    await startBatchConsumer({
      log: script.log,
      service: 'test',
      group: 'group',
      topics: [T],
      checkpoints: 'log',
      handler: async () => undefined,
    });
    await script.deliverOnce([recorded(0, numberedRecord(0))]);
    expect(script.appended).toMatchObject([
      { topic: `${T}.dlq.test`, record: { headers: { 'parley-dlq-code': 'EVENT_WRONG_TOPIC' } } },
    ]);
  });

  it('halves nothing and sets nothing aside once the partition is lost', async () => {
    const script = new ScriptedLog();
    const lost = new AbortController();
    await start(script, {
      handler: async () => {
        lost.abort();
        throw new Error('aborted in the middle');
      },
    });
    await expect(script.deliverOnce([recorded(0, numberedRecord(0))], T, lost.signal)).rejects.toThrow('aborted');
    expect(script.appended).toEqual([]);
  });

  it.each([
    ['a fault of the set-up', (): Partial<BatchConsumerOptions> => ({}), '42P01'],
    ['whatever is classified so', (): Partial<BatchConsumerOptions> => ({ classify: () => 'stop' }), 'ODD'],
  ])('ends, and moves nothing, at %s', async (_name, options, code) => {
    const script = new ScriptedLog();
    const store = new Store();
    const fatal: Error[] = [];
    const failure = Object.assign(new Error('no such table'), { code });
    await start(script, {
      checkpoints: store.source,
      handler: async () => {
        throw failure;
      },
      onFatal: (error) => fatal.push(error),
      ...options(),
    });
    await expect(script.deliverOnce([recorded(0, numberedRecord(0))])).rejects.toThrow('no such table');
    await script.stopped;
    expect(fatal).toEqual([failure]);
    expect(store.checkpoint).toBeNull();
    expect(script.appended).toEqual([]);
  });

  it('ends at the first record that can not be processed where it must not go on without it', async () => {
    const script = new ScriptedLog();
    const fatal: Error[] = [];
    await start(script, {
      handler: async () => undefined,
      deadLetters: { mode: 'stop' },
      onFatal: (e) => fatal.push(e),
    });
    await expect(
      script.deliverOnce([recorded(7, { key: null, headers: {}, value: Buffer.from('?') })]),
    ).rejects.toThrow('topic/0/7');
    expect(fatal).toMatchObject([{ code: 'LOG_EVENT_UNPROCESSABLE' satisfies LogErrorCode }]);
  });
});

describe('the reason on a dead letter', () => {
  it.each([
    ['connect to postgres://parley:hush@db:5432/x failed', 'connect to postgres://***@db:5432/x failed'],
    ['401 for Bearer abc.def-ghi', '401 for Bearer ***'],
    ['{"password": "hush", "user": "u"}', '{"password": ***", "user": "u"}'],
    ['api_key=123&x=1', 'api_key=***&x=1'],
    ['nothing to hide', 'nothing to hide'],
  ])('holds no secret: %s', (message, shown) => expect(withoutSecrets(message)).toBe(shown));

  it('is short', () => expect(withoutSecrets('x'.repeat(100_000)).length).toBe(1_000));
});
