import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';

/** The right to run Postgres over one folder, held by one living process. */
export interface OwnerLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  readonly released: boolean;
  /** The namespace in which `pid` means something; another container's pids say nothing here. */
  readonly pidNamespace: string;
  /** The holder listens here, in the same folder, for as long as it lives. */
  readonly socket: string;
}

const LOCK_NAME = /^owner\.(\d+)\.lock$/;
const SOCKET_NAME = /^owner-[0-9a-f-]{36}\.sock$/;

/**
 * Takes the owner lock of a folder, or throws EMBEDDED_POSTGRES_IN_USE naming the process that has it.
 *
 * A stale lock is never deleted and made anew, since two processes doing so at the same time could both win. Instead
 * each taking creates the next number (`owner.7.lock`), which the file system lets only one do, and the highest number
 * holds. The highest file stays on release and says so inside.
 *
 * Whether a holder lives is asked of /proc, or of its socket when it is in another container that shares the folder.
 */
export async function takeOwnerLock(folder: string): Promise<OwnerLock> {
  const self = identifyProcess(process.pid);
  if (self === undefined) {
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_UNSUPPORTED',
      'This process can not find itself under /proc.',
      'Mount /proc, or set PARLEY_DATABASE_URL to a Postgres server.',
    );
  }
  const pidNamespace = await readlink('/proc/self/ns/pid');
  const life = await showLife(folder);
  try {
    return await takeNumber(folder, { ...self, pidNamespace, socket: life.socket, released: false }, life);
  } catch (error) {
    await life.end();
    throw error;
  }
}

async function takeNumber(folder: string, self: Holder, life: SignOfLife): Promise<OwnerLock> {
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(folder)));
    const holder = highest === 0 ? undefined : await readHolder(lockPath(folder, highest));
    if (holder !== undefined && (await holds(folder, holder, self.pidNamespace))) throw inUse(folder, holder, self);

    const mine = highest + 1;
    if (!(await createLock(folder, mine, self))) continue;
    const numbers = await lockNumbers(folder);
    if (numbers.some((number) => number > mine)) {
      // Others took and released while this one was looking at an old number.
      await rm(lockPath(folder, mine), { force: true });
      continue;
    }
    for (const number of numbers.filter((other) => other < mine)) await rm(lockPath(folder, number), { force: true });
    if (holder !== undefined && SOCKET_NAME.test(holder.socket)) await rm(join(folder, holder.socket), { force: true });
    return {
      release: async () => {
        await writeHolder(folder, lockPath(folder, mine), { ...self, released: true }, rename);
        await life.end();
      },
    };
  }
}

async function createLock(folder: string, number: number, self: Holder): Promise<boolean> {
  try {
    await writeHolder(folder, lockPath(folder, number), self, link);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function holds(folder: string, holder: Holder, pidNamespace: string): Promise<boolean> {
  if (holder.released) return false;
  return holder.pidNamespace === pidNamespace ? isAlive(holder) : await answers(folder, holder.socket);
}

/** Listens in the folder until ended; the kernel ends it with the process, in whatever container that is. */
interface SignOfLife {
  readonly socket: string;
  end(): Promise<void>;
}

async function showLife(folder: string): Promise<SignOfLife> {
  const socket = `owner-${randomUUID()}.sock`;
  const server = createServer((connection) => connection.destroy());
  try {
    await throughShortPath(
      folder,
      (short) =>
        new Promise<void>((resolve, reject) => {
          server.once('error', reject).listen(join(short, socket), resolve);
        }),
    );
  } catch {
    // Some shared folders (of a virtual machine's host) know no sockets; there the pid has to do.
    return { socket: '', end: async () => undefined };
  }
  server.unref();
  return {
    socket,
    end: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(join(folder, socket), { force: true });
    },
  };
}

async function answers(folder: string, socket: string): Promise<boolean> {
  if (!SOCKET_NAME.test(socket)) return false;
  return await throughShortPath(
    folder,
    (short) =>
      new Promise<boolean>((resolve) => {
        const connection = connect(join(short, socket));
        connection.once('connect', () => {
          connection.destroy();
          resolve(true);
        });
        // Refused or not there: nobody listens. Anything else is somebody we may not talk to.
        connection.once('error', (error) =>
          resolve(!['ECONNREFUSED', 'ENOENT'].includes(systemErrorCode(error) ?? '')),
        );
      }),
  );
}

/** A socket's path may have at most 107 bytes, which a data folder's own path may exceed. */
async function throughShortPath<T>(folder: string, work: (short: string) => Promise<T>): Promise<T> {
  const handle = await open(folder);
  try {
    return await work(`/proc/self/fd/${handle.fd}`);
  } finally {
    await handle.close();
  }
}

/** Whole or not at all: the content is written beside and then put in place by `place`. */
async function writeHolder(
  folder: string,
  path: string,
  holder: Holder,
  place: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const beside = join(folder, `.owner-${randomUUID()}`);
  await writeFile(beside, `${JSON.stringify(holder)}\n`, { mode: 0o644, flag: 'wx' });
  try {
    await place(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, born, released, pidNamespace, socket } = value as Partial<Record<keyof Holder, unknown>>;
  if (typeof pid !== 'number' || typeof born !== 'string') return undefined;
  if (typeof pidNamespace !== 'string' || typeof socket !== 'string') return undefined;
  return { pid, born, released: released === true, pidNamespace, socket };
}

/** A file cut short by a full disk or a power cut belongs to nobody alive. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const number = LOCK_NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function lockPath(folder: string, number: number): string {
  return join(folder, `owner.${number}.lock`);
}

function inUse(folder: string, holder: Holder, self: Holder): EmbeddedPostgresError {
  const elsewhere = holder.pidNamespace !== self.pidNamespace;
  const itself = !elsewhere && holder.pid === self.pid;
  const who = itself ? `this process itself (${holder.pid})` : `process ${holder.pid}`;
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_IN_USE',
    `The embedded Postgres in ${folder} is already run by ${who}${elsewhere ? ' of another container' : ''}.`,
    `Stop process ${holder.pid} first, use another data folder, or set PARLEY_DATABASE_URL to connect to a server.`,
  );
}
