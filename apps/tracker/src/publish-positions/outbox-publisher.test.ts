import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { POSITIONS_TOPIC, TOPICS } from '@parley/contracts';
import { createEmbeddedEventLog, type EventLog, type ExclusiveAppender, LogError } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import type { Pool } from 'pg';
import { createTemplate, createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { migrateTracker } from '../migrations/migrate-tracker.js';
import { putIntoOutbox } from '../track-statements/write-decision.sql.js';
import {
  OUTBOX_CHANNEL,
  OutboxPublisher,
  type OutboxPublisherOptions,
  type PublisherState,
} from './outbox-publisher.js';

let database: TestDatabase;
let pool: Pool;
let log: EventLog;
let publishers: OutboxPublisher[] = [];

beforeEach(async () => {
  const template = await createTemplate('tracker', async (url) => void (await migrateTracker(url)));
  database = await createTestDatabase({ template });
  pool = createPool(database.url);
  log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 3 });
  await log.ensureTopics(TOPICS);
});
afterEach(async () => {
  await Promise.all(publishers.map((publisher) => publisher.stop()));
  publishers = [];
  await log.close();
  await pool.end();
  await database.drop();
});

const publisherOn = (on: EventLog, options: Partial<OutboxPublisherOptions> = {}): OutboxPublisher => {
  const publisher = new OutboxPublisher({
    pool,
    connectionString: database.url,
    log: on,
    topic: POSITIONS_TOPIC,
    logger: silentLogger,
    maxBackoffMs: 50,
    ...options,
  });
  publishers.push(publisher);
  publisher.start();
  return publisher;
};

/** Commits events to the outbox as a tracker does; gives their ids. */
async function commit(count: number, key = 'lakeside-talks/ada-quill/harbour-levy'): Promise<string[]> {
  const entries = Array.from({ length: count }, (_, n) => {
    const eventId = randomUUID();
    return { eventId, key, headers: { ce_id: eventId }, value: Buffer.from(`{"n":${n}}`) };
  });
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await putIntoOutbox(client, POSITIONS_TOPIC, entries, OUTBOX_CHANNEL);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  return entries.map(({ eventId }) => eventId);
}

/** Ids in the topic as a reader sees them, partition by partition. */
async function published(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { records } of log.read(POSITIONS_TOPIC, { from: { at: 'beginning' }, until: 'end' }))
    ids.push(...records.map(({ headers }) => headers.ce_id ?? ''));
  return ids;
}

const waiting = async (): Promise<number> => (await pool.query('SELECT FROM tracker.outbox')).rowCount ?? 0;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so: ${condition}`);
    await delay(5);
  }
}
/** The publisher hears of what it has done a moment after everybody else can see it. */
const untilState = (publisher: OutboxPublisher, expected: Partial<PublisherState>) =>
  until(() => {
    const state = publisher.state();
    return Object.entries(expected).every(([field, value]) => state[field as keyof PublisherState] === value);
  });
const untilEmpty = () => until(async () => (await waiting()) === 0);

/** A log whose exclusive appender does as told instead; everything else is the real one. */
const logWith = (wrap: (appender: ExclusiveAppender) => ExclusiveAppender['append']): EventLog =>
  new Proxy(log, {
    get(target, property) {
      if (property === 'openExclusiveAppender')
        return async (name: string) => {
          const appender = await target.openExclusiveAppender(name);
          return { append: wrap(appender), close: () => appender.close() } satisfies ExclusiveAppender;
        };
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** Ends the connection that holds the lock, as the end of its process would. */
const endLockHolder = () =>
  pool.query(
    `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l USING (pid)
      WHERE a.application_name = 'tracker-outbox' AND l.locktype = 'advisory' AND l.granted`,
  );

/** A promise with its ends in hand. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  const ends: { open?: () => void } = {};
  const opened = new Promise<void>((resolve) => {
    ends.open = resolve;
  });
  return { opened, open: () => ends.open?.() };
}

describe('the outbox publisher', () => {
  it('publishes what waits, in order, and empties the outbox', async () => {
    const ids = await commit(1_200);
    const publisher = publisherOn(log);
    await untilEmpty();
    expect(await published()).toEqual(ids);
    await untilState(publisher, { phase: 'publishing', published: 1_200, reconciled: 0, lastError: null });
  });

  it('is woken by a commit of another process', async () => {
    const publisher = publisherOn(log);
    await until(() => publisher.state().phase === 'publishing');
    const first = await commit(1);
    await untilEmpty();
    const second = await commit(1);
    await untilEmpty();
    expect(await published()).toEqual([...first, ...second]);
  });

  it('cuts batches by bytes, yet lets one large event through', async () => {
    const sizes: number[] = [];
    const counting = logWith((appender) => (topic, records) => {
      sizes.push(records.length);
      return appender.append(topic, records);
    });
    await commit(10);
    publisherOn(counting, { maxBytes: 15 });
    await untilEmpty();
    expect(Math.max(...sizes)).toBe(2);
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    await commit(2);
    publisherOn(counting, { maxBytes: 1 });
    await untilEmpty();
    expect(sizes.slice(-2)).toEqual([1, 1]);
  });

  it('publishes once what was committed before a crash and never appended', async () => {
    const asked = gate();
    const crashing = logWith(() => () => {
      asked.open();
      return new Promise(() => undefined);
    });
    publisherOn(crashing);
    const ids = await commit(3);
    await asked.opened;
    publishers = [];
    await endLockHolder();
    publisherOn(log);
    await untilEmpty();
    expect(await published()).toEqual(ids);
  });

  it('publishes nothing twice after a crash between append and taking out', async () => {
    const appended = gate();
    const crashing = logWith((appender) => async (topic, records) => {
      await appender.append(topic, records);
      appended.open();
      return new Promise(() => undefined);
    });
    const before = await commit(5);
    publisherOn(crashing);
    await appended.opened;
    expect(await waiting()).toBe(5);
    publishers = [];
    const after = await commit(2);
    await endLockHolder();
    const successor = publisherOn(log);
    await untilEmpty();
    expect(await published()).toEqual([...before, ...after]);
    await untilState(successor, { published: 2, reconciled: 5 });
  });

  it('publishes nothing twice where an append arrived and its answer did not', async () => {
    let failures = 2;
    const flaky = logWith((appender) => async (topic, records) => {
      const positions = await appender.append(topic, records);
      if (failures-- > 0) throw new LogError('LOG_UNAVAILABLE', 'the answer was lost');
      return positions;
    });
    const first = await commit(3);
    const publisher = publisherOn(flaky);
    await untilEmpty();
    const second = await commit(3);
    await untilEmpty();
    expect(await published()).toEqual([...first, ...second]);
    await untilState(publisher, { phase: 'publishing', reconciled: 6 });
  });

  it('does not publish twice when a publisher that lost its place wakes up late', async () => {
    const asked = gate();
    const released = gate();
    let outcome: unknown = null;
    const late = logWith((appender) => async (topic, records) => {
      asked.open();
      await released.opened;
      try {
        return await appender.append(topic, records);
      } catch (error) {
        outcome = error;
        throw error;
      }
    });
    const ids = await commit(4);
    const zombie = publisherOn(late);
    await asked.opened;
    await endLockHolder();
    const successor = publisherOn(log);
    await untilEmpty();
    released.open();
    await until(() => outcome !== null);
    expect(outcome).toMatchObject({ code: 'LOG_APPENDER_FENCED' });
    await until(() => zombie.state().phase === 'standing by');
    expect(await published()).toEqual(ids);
    await untilState(successor, { published: 4 });
  });

  it('stands by while another publishes, and takes over when it stops', async () => {
    const first = publisherOn(log);
    await until(() => first.state().phase === 'publishing');
    const second = publisherOn(log);
    await until(() => second.state().phase === 'standing by');
    const ids = await commit(1);
    await untilEmpty();
    await first.stop();
    expect(first.state().phase).toBe('stopped');
    await until(() => second.state().phase === 'publishing');
    ids.push(...(await commit(1)));
    await untilEmpty();
    expect(await published()).toEqual(ids);
    await untilState(first, { published: 1 });
    await untilState(second, { published: 1 });
  });

  it('can be stopped while it stands by, and before it has begun', async () => {
    const first = publisherOn(log);
    await until(() => first.state().phase === 'publishing');
    const second = publisherOn(log);
    await until(() => second.state().phase === 'standing by');
    await second.stop();
    await second.stop();
    await publisherOn(log).stop();
    expect(second.state().phase).toBe('stopped');
  });

  it('goes on by itself when the log comes back', async () => {
    let failures = 3;
    const away = new Proxy(log, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (property === 'bounds' && failures-- > 0)
            return Promise.reject(new LogError('LOG_UNAVAILABLE', 'no broker answers'));
          return value.apply(target, args);
        };
      },
    });
    const ids = await commit(2);
    const publisher = publisherOn(away);
    await until(() => publisher.state().phase === 'retrying');
    expect(publisher.state().lastError).toBe('no broker answers');
    await untilEmpty();
    expect(await published()).toEqual(ids);
    await untilState(publisher, { phase: 'publishing', lastError: null });
  });

  it('reads the topic anew on taking over only from where it was done with', async () => {
    await commit(50);
    const first = publisherOn(log);
    await untilEmpty();
    await first.stop();
    await commit(1);
    const froms: unknown[] = [];
    const watched = new Proxy(log, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (property === 'read') froms.push(args[1]);
          return value.apply(target, args);
        };
      },
    });
    publisherOn(watched);
    await untilEmpty();
    const [options] = froms as { from: { offsets: Map<number, bigint> } }[];
    const offsets = [...(options?.from.offsets.values() ?? [])];
    expect(offsets.reduce((sum, offset) => sum + offset, 0n)).toBe(50n);
  });

  it('starts from the beginning of a topic that is not the one it published to', async () => {
    await pool.query(
      `INSERT INTO tracker.publication (topic, partition, next_offset) SELECT $1, p, 1000 FROM generate_series(0, 2) p`,
      [POSITIONS_TOPIC],
    );
    const ids = await commit(2);
    publisherOn(log);
    await untilEmpty();
    expect(await published()).toEqual(ids);
    const { rows } = await pool.query<{ done: string }>(
      'SELECT sum(next_offset)::text AS done FROM tracker.publication',
    );
    expect(rows[0]?.done).toBe('2');
  });
});
