import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';

/** The right to run Postgres over one folder, held by one living process. */
export interface OwnerLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  readonly released: boolean;
}

const LOCK_NAME = /^owner\.(\d+)\.lock$/;

/**
 * Takes the owner lock of a folder, or throws EMBEDDED_POSTGRES_IN_USE naming the process that has it.
 *
 * A stale lock is never deleted and made anew, since two processes doing so at the same time could both win. Instead
 * each taking creates the next number (`owner.7.lock`), which the file system lets only one do, and the highest number
 * holds. The highest file stays on release and says so inside.
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
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(folder)));
    const holder = highest === 0 ? undefined : await readHolder(lockPath(folder, highest));
    if (holder !== undefined && !holder.released && isAlive(holder)) throw inUse(folder, holder);

    const mine = highest + 1;
    if (!(await createLock(folder, mine, self))) continue;
    const numbers = await lockNumbers(folder);
    if (numbers.some((number) => number > mine)) {
      // Others took and released while this one was looking at an old number.
      await rm(lockPath(folder, mine), { force: true });
      continue;
    }
    await Promise.all(
      numbers.filter((number) => number < mine).map((number) => rm(lockPath(folder, number), { force: true })),
    );
    return { release: () => writeHolder(folder, lockPath(folder, mine), { ...self, released: true }, rename) };
  }
}

async function createLock(folder: string, number: number, self: ProcessIdentity): Promise<boolean> {
  try {
    await writeHolder(folder, lockPath(folder, number), { ...self, released: false }, link);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
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
  const { pid, born, released } = value as Partial<Record<keyof Holder, unknown>>;
  if (typeof pid !== 'number' || typeof born !== 'string') return undefined;
  return { pid, born, released: released === true };
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

function inUse(folder: string, holder: ProcessIdentity): EmbeddedPostgresError {
  const who = holder.pid === process.pid ? `this process itself (${holder.pid})` : `process ${holder.pid}`;
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_IN_USE',
    `The embedded Postgres in ${folder} is already run by ${who}.`,
    `Stop process ${holder.pid} first, use another data folder, or set PARLEY_DATABASE_URL to connect to a server.`,
  );
}
