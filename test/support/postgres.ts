import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/index.js';
import { makeTestFolder, removeTestFolder } from './data-folder.js';

/** A database that one test file has to itself. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Drops it; throws naming every connection that was left open, which then has been cut. */
  drop(): Promise<void>;
}

/** A Postgres that one test has to itself, so that it can be taken away and given back. */
export interface OwnPostgres {
  /** Stays the same over `pause` and `resume`. */
  readonly url: string;
  /** Postgres is gone; its connections are cut. */
  pause(): Promise<void>;
  /** Postgres is back on the same port with the same data. */
  resume(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** How long a backend whose client has said goodbye may take to be gone. */
const GOODBYE_BOUND_MS = 3_000;
/** "source database is being accessed by other users": somebody looks at it for a moment, autovacuum for one. */
const OBJECT_IN_USE = '55006';
const UNDEFINED_DATABASE = '3D000';

let postgresUrl: Promise<string> | undefined;

/** The Postgres of this test run (its maintenance database); started by the first who asks. */
export function testPostgresUrl(): Promise<string> {
  postgresUrl ??= askForPostgres();
  return postgresUrl;
}

/** Makes a database of a unique name, empty or as a clone of what `createTemplate` gave. */
export async function createTestDatabase(options: { readonly template?: string } = {}): Promise<TestDatabase> {
  const name = `${runPrefix()}${process.env.JEST_WORKER_ID ?? '0'}_${randomBytes(5).toString('hex')}`;
  const template = options.template ?? 'template1';
  await asAdmin((client) => createDatabase(client, name, template));
  return { name, url: await urlOfDatabase(name), drop: () => dropDatabase(name) };
}

/**
 * Makes a template once for a test run, however many workers ask at the same time: `build` gets the address of a fresh
 * database and must have closed its connections when it is done. Gives the name for `createTestDatabase`.
 */
export async function createTemplate(name: string, build: (url: string) => Promise<void>): Promise<string> {
  const template = `${runPrefix()}template_${name}`;
  await asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
    // The lock goes with the connection, so also when `build` throws.
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount !== 0) return;
    const unfinished = `${template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(unfinished)} WITH (FORCE)`);
    await createDatabase(client, unfinished, 'template1');
    await build(await urlOfDatabase(unfinished));
    await refuseLeaks(client, unfinished);
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(unfinished)} ALLOW_CONNECTIONS false`);
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(unfinished)} RENAME TO ${pg.escapeIdentifier(template)}`);
  });
  return template;
}

/** Starts a Postgres of its own for a test that takes it away; the others go on undisturbed. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await makeTestFolder();
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: folder,
      durability: 'test',
      ...(port === undefined ? {} : { port }),
    });
  let postgres: EmbeddedPostgres;
  try {
    postgres = await start();
  } catch (error) {
    await removeTestFolder(folder);
    throw error;
  }
  const { url, port } = postgres;
  return {
    url,
    pause: () => postgres.stop(),
    resume: async () => {
      postgres = await start(port);
    },
    stop: async () => {
      await postgres.stop();
      await removeTestFolder(folder);
    },
  };
}

async function dropDatabase(name: string): Promise<void> {
  await asAdmin(async (client) => {
    try {
      await refuseLeaks(client, name);
    } finally {
      // With force also after a leak: the test that leaked has failed, those after it need the connections.
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    }
  });
}

/** Throws naming the connections to a database that are open and stay so. */
async function refuseLeaks(client: pg.Client, database: string): Promise<void> {
  const deadline = performance.now() + GOODBYE_BOUND_MS;
  for (;;) {
    const { rows } = await client.query<{ pid: number; application_name: string; state: string; query: string }>(
      `SELECT pid, application_name, coalesce(state, '') AS state, left(query, 200) AS query
         FROM pg_stat_activity
        WHERE datname = $1 AND backend_type = 'client backend'
        ORDER BY pid`,
      [database],
    );
    if (rows.length === 0) return;
    if (performance.now() > deadline) {
      const named = rows.map((row) => `  ${row.pid} ${row.application_name || '(no name)'} ${row.state}: ${row.query}`);
      throw new Error(`${rows.length} connections to ${database} were left open:\n${named.join('\n')}`);
    }
    await delay(20);
  }
}

async function createDatabase(client: pg.Client, name: string, template: string): Promise<void> {
  const deadline = performance.now() + GOODBYE_BOUND_MS;
  for (;;) {
    try {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`);
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === UNDEFINED_DATABASE) throw new Error(`there is no template ${template}; make it with createTemplate`);
      if (code !== OBJECT_IN_USE || performance.now() > deadline) throw error;
      await delay(20);
    }
  }
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await testPostgresUrl(), application_name: 'test databases' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function urlOfDatabase(name: string): Promise<string> {
  const url = new URL(await testPostgresUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function runPrefix(): string {
  const run = process.env.PARLEY_TEST_RUN_ID;
  if (run === undefined) throw new Error('test databases need the globalSetup of jest.config.mjs');
  return `parley_test_${run}_`;
}

async function askForPostgres(): Promise<string> {
  const given = process.env.PARLEY_TEST_POSTGRES_URL;
  if (given !== undefined && given !== '') return given;
  const socket = process.env.PARLEY_TEST_POSTGRES_SOCKET;
  if (socket === undefined) throw new Error('test databases need the globalSetup of jest.config.mjs');
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    connect(socket)
      .setEncoding('utf8')
      .on('data', (part: string) => {
        text += part;
      })
      .once('end', () => resolve(text))
      .once('error', reject);
  });
  const { url, error } = JSON.parse(answer) as { readonly url?: string; readonly error?: string };
  if (url === undefined) throw new Error(`the test Postgres did not start: ${error}`);
  return url;
}
