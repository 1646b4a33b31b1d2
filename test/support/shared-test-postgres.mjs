/**
 * One throwaway Postgres for all test files of a run, in the process that jest's workers are children of. It starts when
 * a test file first asks (over a socket, see postgres.ts), so that tests without a database don't wait for one.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import './register-typescript.mjs';

/** Followed by the pid of the run, by which a later run recognises what a killed one has left. */
const FOLDER = 'parley-test-';

let offer;

export async function offerTestPostgres() {
  await removeFoldersOfDeadRuns();
  const runId = randomBytes(4).toString('hex');
  process.env.PARLEY_TEST_RUN_ID = runId;
  const external = process.env.PARLEY_TEST_DATABASE_URL;
  if (external !== undefined && external !== '') {
    process.env.PARLEY_TEST_POSTGRES_URL = external;
    offer = { runId, external };
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  // The folder is the data folder itself: run by root, the server's user gets in there but not below a private one.
  const socket = join(folder, 'ask');
  let starting;
  const server = createServer((connection) => {
    starting ??= startCluster(folder);
    connection.on('error', () => undefined);
    starting.then(
      ({ url }) => connection.end(JSON.stringify({ url })),
      (error) => connection.end(JSON.stringify({ error: `${error.message} ${error.advice ?? ''}`.trim() })),
    );
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  server.unref();
  process.env.PARLEY_TEST_POSTGRES_SOCKET = socket;
  offer = { runId, folder, server, started: () => starting };
}

export async function withdrawTestPostgres() {
  if (offer === undefined) return;
  if (offer.external !== undefined) {
    await dropDatabasesOfRun(offer.external, offer.runId);
    return;
  }
  try {
    await new Promise((resolve) => offer.server.close(resolve));
    const postgres = await offer.started()?.catch(() => undefined);
    await postgres?.stop();
  } finally {
    await rm(offer.folder, { recursive: true, force: true });
  }
}

async function startCluster(dataDir) {
  const { startEmbeddedPostgres } = await import('../../libs/platform/src/embedded-postgres/index.ts');
  return startEmbeddedPostgres({ dataDir, durability: 'test' });
}

async function dropDatabasesOfRun(url, runId) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT datname FROM pg_database WHERE starts_with(datname, $1)`, [
      `parley_test_${runId}_`,
    ]);
    for (const { datname } of rows) {
      await client.query(`ALTER DATABASE ${client.escapeIdentifier(datname)} IS_TEMPLATE false`);
      await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
    }
  } finally {
    await client.end();
  }
}

async function removeFoldersOfDeadRuns() {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^parley-test-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || lives(pid)) continue;
    // Another user's, or one whose server is still going down: a later run gets it.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
