import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { makeTestFolder, removeTestFolder } from '../../../../test/support/data-folder.js';
import { settleClusterHome } from './cluster-home.js';
import { identifyProcess } from './process-identity.js';
import { readRuntime } from './runtime-file.js';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type PostgresExit,
  startEmbeddedPostgres,
} from './start-embedded-postgres.js';
import { until } from './until.js';

const asRoot = process.geteuid?.() === 0 ? it : it.skip;
const BOUND_MS = 20_000;

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await makeTestFolder();
  running = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  await removeTestFolder(dataDir);
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durability: 'test', ...options });
  running.push(postgres);
  return postgres;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a first start', () => {
  it('makes a durable UTF-8 cluster with the database parley that listens on 127.0.0.1 alone', async () => {
    const postgres = await start({ durability: 'full' });
    expect(postgres.url).toMatch(
      new RegExp(`^postgres://parley:[0-9a-f]{48}@127\\.0\\.0\\.1:${postgres.port}/parley$`),
    );
    const [row] = await query(
      postgres.url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
              current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets,
              current_setting('server_encoding') AS encoding, datlocprovider AS provider, datlocale AS locale,
              lower('ÅÉÎ') AS lower
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      listen: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      lower: 'åéî',
    });
  });

  it('asks for the password, over TCP too', async () => {
    const postgres = await start();
    const wrong = postgres.url.replace(/:[0-9a-f]{48}@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps what holds the password from other users', async () => {
    await start();
    for (const file of ['runtime.json', 'postgres-18/parley-password']) {
      expect(((await stat(join(dataDir, file))).mode & 0o777).toString(8)).toBe('600');
    }
  });

  it('tells another process how to reach it for as long as it runs', async () => {
    const postgres = await start();
    expect(await readRuntime(dataDir)).toEqual({
      port: postgres.port,
      pid: postgres.pid,
      ownerPid: process.pid,
      url: postgres.url,
    });
    await postgres.stop();
    expect(await readRuntime(dataDir)).toBeUndefined();
    expect(identifyProcess(postgres.pid)).toBeUndefined();
  });

  it('clears away what an interrupted initdb has left', async () => {
    await mkdir(join(dataDir, '.initdb-abandoned', 'cluster'), { recursive: true });
    await start();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('loads the extensions the record needs', async () => {
    const postgres = await start();
    for (const name of ['btree_gist', 'pg_trgm', 'unaccent']) await query(postgres.url, `CREATE EXTENSION ${name}`);
    const installed = await query(
      postgres.url,
      `SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`,
    );
    expect(installed.map(({ extname }) => extname)).toEqual(['btree_gist', 'pg_trgm', 'unaccent']);
  });
});

describe('a later start', () => {
  it('finds the data and the address of the first', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it.each([
    ['of no process', () => 2 ** 22 + 1],
    ['of another program', () => process.pid],
  ])('goes ahead over a pid file with the pid %s', async (_, pid) => {
    await (await start()).stop();
    const pidFile = join(dataDir, 'postgres-18', 'postmaster.pid');
    await writeFile(pidFile, `${pid()}\n${dataDir}\n1\n5432\n\n127.0.0.1\n`);
    const postgres = await start();
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await readFile(pidFile, 'utf8')).toMatch(new RegExp(`^${postgres.pid}\n`));
  });

  it('refuses a cluster of another major version', async () => {
    await mkdir(join(dataDir, 'postgres-17'));
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_OTHER_VERSION' });
  });
});

describe('a second owner', () => {
  it('is refused with the pid of the first, which goes on', async () => {
    const postgres = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_IN_USE',
      message: expect.stringContaining(String(process.pid)),
      advice: expect.stringContaining('PARLEY_DATABASE_URL'),
    });
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a port', () => {
  let other: Server;
  afterEach(() => new Promise((resolve) => other.close(resolve)));

  it('that is taken is refused by name, and the data folder is free again', async () => {
    other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    await expect(start({ port })).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_PORT_TAKEN',
      message: expect.stringContaining(String(port)),
    });
    const postgres = await start();
    expect(postgres.port).not.toBe(port);
  });
});

describe('a server that is killed', () => {
  it('comes back on the same port with everything that was committed', async () => {
    const postgres = await start();
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const exits: PostgresExit[] = [];
    postgres.onExit((exit) => exits.push(exit));
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    expect(await until(() => exits.length === 1 && postgres.pid !== killed, BOUND_MS)).toBe(true);
    expect(exits).toEqual([{ pid: killed, code: null, signal: 'SIGKILL' }]);
    expect(await query(postgres.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await readRuntime(dataDir)).toMatchObject({ pid: postgres.pid, port: postgres.port });
  });

  it('comes back although a backend of the old one was in the middle of a query', async () => {
    const postgres = await start();
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    const busy = client.query('SELECT count(*) FROM generate_series(1, 1000000000000)');
    const cut = expect(busy).rejects.toThrow();
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    await cut;
    expect(await until(() => postgres.pid !== killed, BOUND_MS)).toBe(true);
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('stays away when it was killed while being stopped', async () => {
    const postgres = await start();
    const { pid } = postgres;
    process.kill(pid, 'SIGKILL');
    await postgres.stop();
    await postgres.stop();
    expect(identifyProcess(pid)).toBeUndefined();
    expect(identifyProcess(postgres.pid)).toBeUndefined();
    expect(await readRuntime(dataDir)).toBeUndefined();
  });

  it('has its guard replaced when that is killed', async () => {
    const postgres = await start();
    const first = postgres.guardPid;
    process.kill(first!, 'SIGKILL');
    expect(await until(() => postgres.guardPid !== first, BOUND_MS)).toBe(true);
    expect(identifyProcess(postgres.guardPid!)).toBeDefined();
    await postgres.stop();
    expect(identifyProcess(postgres.guardPid!)).toBeUndefined();
  });
});

describe('started by root', () => {
  asRoot('runs as another user, who owns the cluster', async () => {
    const postgres = await start();
    const uids = /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${postgres.pid}/status`, 'utf8'));
    expect(Number(uids?.[1])).not.toBe(0);
    expect((await stat(join(dataDir, 'postgres-18'))).uid).toBe(Number(uids?.[1]));
  });

  asRoot('keeps the cluster of a folder that this user can not reach elsewhere, and finds it again', async () => {
    const closed = join(dataDir, 'closed');
    const elsewhere = join(dataDir, 'elsewhere');
    await chmod(dataDir, 0o711);
    await mkdir(closed, { mode: 0o700 });
    const first = await settleClusterHome(join(closed, 'data'), elsewhere);
    expect(first.home.startsWith(`${await realpath(elsewhere)}/`)).toBe(true);
    expect(JSON.parse(await readFile(join(closed, 'data', 'cluster-location.json'), 'utf8'))).toEqual({
      home: first.home,
    });
    expect(await settleClusterHome(join(closed, 'data'), elsewhere)).toEqual(first);
  });

  asRoot('serves such a folder', async () => {
    const closed = join(dataDir, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const postgres = await start({ dataDir: join(closed, 'data') });
    const { home } = JSON.parse(await readFile(join(closed, 'data', 'cluster-location.json'), 'utf8'));
    try {
      expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await readRuntime(join(closed, 'data'))).toMatchObject({ url: postgres.url });
      expect(existsSync(join(home, 'postgres-18', 'PG_VERSION'))).toBe(true);
    } finally {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    }
  });
});
