import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import type { LogRecord, OutgoingRecord } from '../event-log.js';
import { createEmbeddedEventLog, type EmbeddedEventLog, migrateEmbeddedLog } from './index.js';

/** What only the embedded log does; what every log does is in test/contract. */
describe('the embedded log', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let log: EmbeddedEventLog;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    // No poll within the time of a test: what arrives was announced.
    log = createEmbeddedEventLog({
      pool,
      connectionString: database.url,
      partitions: 3,
      heartbeatMs: 200,
      safetyPollMs: 600_000,
    });
  });

  afterAll(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  async function newTopic(keeps: 'all' | 'latest-per-key' = 'all', partitions: 'configured' | number = 1) {
    const name = `embedded-${randomBytes(6).toString('hex')}`;
    await log.ensureTopics([{ name, keeps, partitions, maxRecordBytes: 1_000_000 }]);
    return name;
  }

  async function readAll(topic: string): Promise<LogRecord[]> {
    const records: LogRecord[] = [];
    for await (const batch of log.read(topic, { from: { at: 'beginning' }, until: 'end' }))
      records.push(...batch.records);
    return records;
  }

  const record = (key: string | null, value: string | null): OutgoingRecord => ({
    key,
    headers: {},
    value: value === null ? null : Buffer.from(value),
  });
  const text = ({ key, value, offset }: LogRecord) => `${offset} ${key}=${value?.toString() ?? ''}`;

  it('is set up once by however many processes come at the same time', async () => {
    const fresh = await createTestDatabase();
    const clients = Array.from({ length: 5 }, () => new pg.Client({ connectionString: fresh.url }));
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(clients.map((client) => migrateEmbeddedLog(client)));
    await migrateEmbeddedLog(clients[0]!);
    const { rows } = await clients[0]!.query('select step from log.migration');
    expect(rows).toEqual([{ step: 1 }]);
    await Promise.all(clients.map((client) => client.end()));
    await fresh.drop();
  });

  it('says that a topic is missing, not that a table is, on a database without the schema', async () => {
    const fresh = await createTestDatabase();
    const freshPool = new pg.Pool({ connectionString: fresh.url });
    const freshLog = createEmbeddedEventLog({ pool: freshPool, connectionString: fresh.url, partitions: 1 });
    await expect(freshLog.append('any', [record('k', 'v')])).rejects.toMatchObject({ code: 'LOG_TOPIC_MISSING' });
    const spec = { name: 'any', keeps: 'all', partitions: 1, maxRecordBytes: 1 } as const;
    expect(await freshLog.describeTopics([spec])).toMatchObject([{ status: 'missing' }]);
    await freshLog.close();
    await freshPool.end();
    await fresh.drop();
  });

  it('creates topics with as many partitions as are configured', async () => {
    expect(await log.bounds(await newTopic('all', 'configured'))).toHaveLength(3);
  });

  it('keeps the latest record of each key where it is asked to, over batches and within one', async () => {
    const topic = await newTopic('latest-per-key');
    await log.append(topic, [record('a', '1'), record('b', '1'), record('a', '2')]);
    await log.append(topic, [record('a', '3'), record('c', '1'), record(null, 'kept')]);
    await log.append(topic, [record('b', null), record(null, 'kept')]);
    expect((await readAll(topic)).map(text)).toEqual(['3 a=3', '4 c=1', '5 null=kept', '6 b=', '7 null=kept']);
    expect(await log.bounds(topic)).toEqual([{ partition: 0, begin: 0n, end: 8n }]);
  });

  it('goes on over gaps where a consumer was in the middle of what is gone', async () => {
    const topic = await newTopic('latest-per-key');
    const group = `${topic}-group`;
    await log.append(topic, [record('a', '1'), record('a', '2')]);
    await log.append(topic, [record('a', '3')]);
    const seen: string[] = [];
    const consumption = await log.consume({
      group,
      topics: [topic],
      checkpoints: { load: async () => 1n },
      handle: async (batch) => void seen.push(...batch.records.map(text)),
    });
    await waitFor('the latest is seen', () => seen.length > 0);
    expect(seen).toEqual(['2 a=3']);
    await consumption.stop();
  });

  it('spreads records without a key over the partitions', async () => {
    const topic = await newTopic('all', 3);
    const positions = await log.append(topic, [record(null, 'x'), record(null, 'x'), record(null, 'x')]);
    expect(new Set(positions.map(({ partition }) => partition)).size).toBe(3);
  });

  it('keeps headers that jsonb would refuse', async () => {
    const topic = await newTopic();
    const headers = { 'with zero': 'a\u0000b', 'half a pair': '\ud83d', __proto__x: 'plain' };
    await log.append(topic, [{ key: null, headers, value: null }]);
    expect((await readAll(topic))[0]?.headers).toEqual(headers);
  });

  it('lets no reader step over a record that commits late', async () => {
    const topic = await newTopic();
    await log.append(topic, [record('k', 'first')]);
    const late = await pool.connect();
    await late.query('begin');
    await late.query('select from log.partition where topic = $1 for update', [topic]);
    const seen: string[] = [];
    const consumption = await log.consume({
      group: `${topic}-group`,
      topics: [topic],
      checkpoints: 'log',
      handle: async (batch) => void seen.push(...batch.records.map(text)),
    });
    await waitFor('the first is seen', () => seen.length === 1);
    const second = log.append(topic, [record('k', 'second')]);
    await waitFor('the append waits for the partition', async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await late.query('update log.partition set next_offset = next_offset + 1 where topic = $1', [topic]);
    await late.query(
      `insert into log.record (topic, partition, "offset", key, headers, value, recorded_at, compacts)
       values ($1, 0, 1, 'k', '{}', 'late', now(), false)`,
      [topic],
    );
    expect(seen).toEqual(['0 k=first']);
    await late.query('commit');
    late.release();
    await second;
    await waitFor('both are seen', () => seen.length === 3);
    expect(seen).toEqual(['0 k=first', '1 k=late', '2 k=second']);
    await consumption.stop();
  });

  it('never records a time before the last, though the clock went back', async () => {
    const topic = await newTopic();
    await log.append(topic, [record('k', '1')]);
    const future = new Date(Date.now() + 3_600_000);
    await pool.query('update log.partition set last_recorded_at = $2 where topic = $1', [topic, future]);
    await log.append(topic, [record('k', '2')]);
    expect((await readAll(topic))[1]?.recordedAt).toEqual(future);
  });

  it('finds any time among records with gaps', async () => {
    const topic = await newTopic();
    await log.append(
      topic,
      Array.from({ length: 60 }, (_, i) => record('k', String(i))),
    );
    await pool.query(
      `update log.record set recorded_at = timestamptz '2026-01-01 00:00Z' + ("offset" / 3) * interval '1 second' where topic = $1`,
      [topic],
    );
    await pool.query(`delete from log.record where topic = $1 and "offset" % 7 in (1, 2, 3)`, [topic]);
    const all = await readAll(topic);
    for (let second = -1; second <= 21; second++) {
      const time = new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1_000);
      const expected = all.find(({ recordedAt }) => recordedAt >= time)?.offset;
      let found: bigint | undefined;
      for await (const batch of log.read(topic, { from: { at: 'time', time }, until: 'end', maxRecords: 1 })) {
        found = batch.records[0]?.offset;
        break;
      }
      expect([second, found]).toEqual([second, expected]);
    }
  });

  it('wakes consumers after its listening connection was cut', async () => {
    const topic = await newTopic();
    const seen: string[] = [];
    const consumption = await log.consume({
      group: `${topic}-group`,
      topics: [topic],
      checkpoints: 'log',
      handle: async (batch) => void seen.push(...batch.records.map(text)),
    });
    await consumption.ready();
    const cut = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'parley log wake-up'`,
    );
    expect(cut.rowCount).toBe(1);
    await log.append(topic, [record('k', 'while it was cut')]);
    await waitFor('it is seen', () => seen.length === 1);
    await log.append(topic, [record('k', 'after that')]);
    await waitFor('the next is seen', () => seen.length === 2);
    await consumption.stop();
  });

  it('takes its partitions again after the connection that held them was cut', async () => {
    const topic = await newTopic('all', 3);
    const group = `${topic}-group`;
    const consumption = await log.consume({
      group,
      topics: [topic],
      checkpoints: 'log',
      handle: async () => undefined,
    });
    await consumption.ready();
    await pool.query(`select pg_terminate_backend(backend_pid) from log.group_member where "group" = $1`, [group]);
    await waitFor('it has none', () => consumption.assignment().length === 0);
    await waitFor('it has all again', () => consumption.assignment().length === 3);
    await waitFor('the member that is gone is struck off', async () => {
      const left = await pool.query('select from log.group_member where "group" = $1', [group]);
      return left.rowCount === 1;
    });
    await consumption.stop();
  });

  it('ends the connection of a member that has gone silent, and takes what it held', async () => {
    const topic = await newTopic('all', 1);
    const group = `${topic}-group`;
    const options = { group, topics: [topic], checkpoints: 'log', handle: async () => undefined } as const;
    const hanging = new pg.Client({ connectionString: database.url });
    hanging.on('error', () => undefined);
    await hanging.connect();
    // A member as it looks to others while its process is suspended: its locks held, its heartbeat old.
    const consumption = await log.consume(options);
    await consumption.ready();
    const { rows } = await pool.query<{ key: string }>(
      `select ((classid::bigint << 32) | objid::bigint)::text as key from pg_locks
       where locktype = 'advisory' and pid = (select backend_pid from log.group_member where "group" = $1)
         and ((classid::bigint << 32) | objid::bigint) <> (select lock_key from log.group_member where "group" = $1)`,
      [group],
    );
    await consumption.stop();
    await hanging.query('select pg_advisory_lock($1), pg_advisory_lock(42)', [rows[0]!.key]);
    await hanging.query(
      `insert into log.group_member ("group", member, topics, lock_key, backend_pid, heartbeat_at)
       values ($1, gen_random_uuid(), $2, 42, pg_backend_pid(), now() - interval '10 minutes')`,
      [group, [topic]],
    );
    const next = await log.consume(options);
    await waitFor('the next has the partition', () => next.assignment().length === 1);
    await next.stop();
  });

  it('leaves no connection behind', async () => {
    const own = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 1 });
    const topic = await newTopic();
    const consumption = await own.consume({
      group: 'leak',
      topics: [topic],
      checkpoints: 'log',
      handle: async () => undefined,
    });
    await consumption.ready();
    await own.close();
    expect(consumption.state()).toBe('stopped');
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'parley leak'`,
    );
    expect(rows).toEqual([]);
  });
});
