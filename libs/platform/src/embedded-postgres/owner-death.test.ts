import { type ChildProcess, spawn } from 'node:child_process';
import { chown, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { makeTestFolder, removeTestFolder } from '../../../../test/support/data-folder.js';
import { identifyProcess, isAlive } from './process-identity.js';
import { readRuntime } from './runtime-file.js';
import { canEnter, chooseServerUser, isRoot, type ServerUser } from './server-user.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';
import { until } from './until.js';

const support = fileURLToPath(new URL('../../../../test/support/', import.meta.url));
const BOUND_MS = 20_000;

interface Said {
  readonly ready?: boolean;
  readonly failed?: string;
  readonly interrupted?: boolean;
  readonly answers?: boolean;
  readonly url: string;
  readonly pid: number;
  readonly guardPid: number;
}

let dataDir: string;
let owners: ChildProcess[];

beforeEach(async () => {
  dataDir = await makeTestFolder();
  owners = [];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  await until(async () => (await readRuntime(dataDir)) === undefined, BOUND_MS);
  await removeTestFolder(dataDir);
});

/** An owner in a process group of its own, as a shell makes one for each command. */
function startOwner(user?: ServerUser): { owner: ChildProcess; says: AsyncIterator<Said> } {
  const owner = spawn(
    process.execPath,
    ['--import', `${support}register-typescript.mjs`, `${support}embedded-postgres-owner.ts`, dataDir],
    { ...user, detached: true, env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  owners.push(owner);
  const lines = createInterface({ input: owner.stdout })[Symbol.asyncIterator]();
  const says: AsyncIterator<Said> = {
    next: async () => {
      const { value, done } = await lines.next();
      return done ? { value: undefined, done } : { value: JSON.parse(value), done: false };
    },
  };
  return { owner, says };
}

const exitOf = (owner: ChildProcess) => new Promise<number | null>((resolve) => owner.once('exit', resolve));

it('an owner killed by -9 takes Postgres with it through the guard', async () => {
  const { owner, says } = startOwner();
  const { value: ready } = await says.next();
  expect(ready).toMatchObject({ ready: true });
  const postgres = identifyProcess(ready.pid)!;
  const guard = identifyProcess(ready.guardPid)!;
  expect(await readRuntime(dataDir)).toMatchObject({ pid: ready.pid, ownerPid: owner.pid });

  owner.kill('SIGKILL');
  expect(await until(() => !isAlive(postgres), BOUND_MS)).toBe(true);
  expect(await until(() => !isAlive(guard), BOUND_MS)).toBe(true);
  expect(await readRuntime(dataDir)).toBeUndefined();
});

it('an orphan whose guard was killed too is stopped by the next owner, with its data', async () => {
  const { owner, says } = startOwner();
  const { value: ready } = await says.next();
  const orphan = identifyProcess(ready.pid)!;
  const client = new pg.Client({ connectionString: ready.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TABLE kept AS SELECT 42 AS answer');

  // Stopped, the owner can't put a new guard in the place of the one that is killed.
  const gone = exitOf(owner);
  owner.kill('SIGSTOP');
  process.kill(ready.guardPid, 'SIGKILL');
  owner.kill('SIGKILL');
  await gone;
  expect(isAlive(orphan)).toBe(true);

  const postgres = await startEmbeddedPostgres({ dataDir, durability: 'test' });
  try {
    expect(isAlive(orphan)).toBe(false);
    const next = new pg.Client({ connectionString: postgres.url });
    await next.connect();
    expect((await next.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
    await next.end();
  } finally {
    await client.end().catch(() => undefined);
    await postgres.stop();
  }
});

it('a second process is refused while the first lives', async () => {
  const first = startOwner();
  const { value: ready } = await first.says.next();
  const second = startOwner();
  const ended = exitOf(second.owner);
  expect((await second.says.next()).value).toEqual({ failed: 'EMBEDDED_POSTGRES_IN_USE' });
  expect(await ended).toBe(1);
  expect(await readRuntime(dataDir)).toMatchObject({ pid: ready.pid });
});

it('Ctrl-C reaches the owner and leaves it its Postgres until it has shut down', async () => {
  const { owner, says } = startOwner();
  const { value: ready } = await says.next();
  const postgres = identifyProcess(ready.pid)!;
  const guard = identifyProcess(ready.guardPid)!;
  const ended = exitOf(owner);

  process.kill(-owner.pid!, 'SIGINT');
  expect((await says.next()).value).toEqual({ interrupted: true, pid: ready.pid, answers: true });
  expect(await ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
  expect(isAlive(guard)).toBe(false);
});

/** Only root can become somebody else; run by anybody else, all the tests above are of an ordinary user. */
(isRoot() ? it : it.skip)('an ordinary user runs it as themselves', async () => {
  const user = chooseServerUser(undefined)!;
  if (!canEnter(support, user)) throw new Error(`user ${user.uid} can not enter ${support}; check out elsewhere`);
  await chown(dataDir, user.uid, user.gid);
  const { owner, says } = startOwner(user);
  const { value: ready } = await says.next();
  expect(ready).toMatchObject({ ready: true });
  expect(await readRuntime(dataDir)).toMatchObject({ url: ready.url });
  const ended = exitOf(owner);
  process.kill(-owner.pid!, 'SIGINT');
  expect((await says.next()).value).toMatchObject({ answers: true });
  expect(await ended).toBe(0);

  // Root may take the same folder over and give it back: the cluster stays the user's.
  const postgres = await startEmbeddedPostgres({ dataDir, durability: 'test' });
  await postgres.stop();
  const again = startOwner(user);
  expect((await again.says.next()).value).toMatchObject({ ready: true, url: ready.url });
  const stopped = exitOf(again.owner);
  again.owner.kill('SIGINT');
  expect(await stopped).toBe(0);
  await rm(dataDir, { recursive: true, force: true });
});
