import { randomUUID } from 'node:crypto';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { identifyProcess, isAlive } from './process-identity.js';

/** How to reach the embedded Postgres that runs over a data folder now. */
export interface EmbeddedPostgresRuntime {
  readonly port: number;
  /** The server. */
  readonly pid: number;
  /** The process that started it and will stop it. */
  readonly ownerPid: number;
  /** Holds the password. */
  readonly url: string;
}

interface RuntimeFile extends EmbeddedPostgresRuntime {
  readonly born: string;
  readonly ownerBorn: string;
}

const NAME = 'runtime.json';

/**
 * Tells how to reach the embedded Postgres of a data folder, or undefined when none runs: a file that a killed owner
 * left behind is not believed. Throws EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE when it is not ours to read.
 */
export async function readRuntime(dataDir: string): Promise<EmbeddedPostgresRuntime | undefined> {
  let text: string;
  try {
    text = await readFile(join(dataDir, NAME), 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE',
      `Whether a Postgres runs over ${dataDir} can not be read (${code}).`,
      'Run this as the user who started Parley.',
      { cause: error },
    );
  }
  const file = parseRuntime(text);
  if (file === undefined) return undefined;
  if (!isAlive({ pid: file.pid, born: file.born })) return undefined;
  if (!isAlive({ pid: file.ownerPid, born: file.ownerBorn })) return undefined;
  return { port: file.port, pid: file.pid, ownerPid: file.ownerPid, url: file.url };
}

/** Says where the server is; the file is readable by its owner alone, for it holds the password. */
export async function writeRuntime(
  dataDir: string,
  server: { readonly port: number; readonly pid: number; readonly url: string },
): Promise<void> {
  const file: RuntimeFile = {
    ...server,
    ownerPid: process.pid,
    born: identifyProcess(server.pid)?.born ?? '',
    ownerBorn: identifyProcess(process.pid)?.born ?? '',
  };
  const beside = join(dataDir, `.${NAME}-${randomUUID()}`);
  try {
    await writeFile(beside, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    // Started by root over somebody's folder: it is still theirs to read.
    const { uid, gid } = await stat(dataDir);
    if (uid !== process.geteuid?.()) await chown(beside, uid, gid).catch(() => undefined);
    await rename(beside, join(dataDir, NAME));
  } finally {
    await rm(beside, { force: true });
  }
}

/** The server has been stopped. */
export async function removeRuntime(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME), { force: true });
}

function parseRuntime(text: string): RuntimeFile | undefined {
  try {
    const file = JSON.parse(text) as Partial<RuntimeFile> | null;
    if (typeof file?.port !== 'number' || typeof file.pid !== 'number' || typeof file.ownerPid !== 'number') {
      return undefined;
    }
    if (typeof file.url !== 'string' || typeof file.born !== 'string' || typeof file.ownerBorn !== 'string') {
      return undefined;
    }
    return {
      port: file.port,
      pid: file.pid,
      ownerPid: file.ownerPid,
      url: file.url,
      born: file.born,
      ownerBorn: file.ownerBorn,
    };
  } catch {
    // Not JSON: nothing this program wrote whole, hence nothing that runs.
    return undefined;
  }
}
