import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, sentenceOf, systemErrorCode } from './errors.js';
import { canEnter, chooseServerUser, type ServerUser } from './server-user.js';

/** The major version of the binaries, which decides what clusters they can open. */
export const POSTGRES_MAJOR = 18;

/** Where the cluster of a data folder lives and whom its server runs as. */
export interface ClusterHome {
  /** The folder that holds the cluster and the owner lock: the data folder itself, or a place the pointer file names. */
  readonly home: string;
  /** The cluster: what Postgres calls its data directory. */
  readonly cluster: string;
  /** Undefined: as ourselves. */
  readonly user: ServerUser | undefined;
}

/** In a data folder that the server's user can't reach, this file says where its cluster is instead. */
const POINTER = 'cluster-location.json';
const FALLBACK_ROOT = '/var/lib/parley';
const CLUSTER_NAME = /^postgres-(\d+)$/;

/**
 * Makes the data folder where missing and settles where its cluster lives. Run as root over a folder that the server's
 * user can't reach (anything under /root), the cluster goes to `/var/lib/parley/<hash of the path>`, and a pointer file
 * in the data folder says so.
 */
export async function settleClusterHome(dataDir: string, fallbackRoot = FALLBACK_ROOT): Promise<ClusterHome> {
  try {
    const created = await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (created !== undefined) await chmod(dataDir, 0o700);
    const folder = await realpath(dataDir);
    const pointed = await readPointer(folder);
    if (pointed !== undefined) return await settleAdmitted(pointed);

    const settled = await settleIn(folder);
    if (await admit(settled.user, folder)) return settled;

    const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
    const elsewhere = join(fallbackRoot, hash);
    await mkdir(fallbackRoot, { recursive: true, mode: 0o755 });
    await mkdir(elsewhere, { recursive: true, mode: 0o700 });
    const home = await settleAdmitted(elsewhere);
    await writeFile(join(folder, POINTER), `${JSON.stringify({ home: elsewhere })}\n`, { mode: 0o644 });
    return home;
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE',
      `The data folder ${dataDir} can not be used: ${sentenceOf(error)}.`,
      'Choose a data folder that this user can write to, or set PARLEY_DATABASE_URL to a Postgres server.',
      { cause: error },
    );
  }
}

async function settleAdmitted(home: string): Promise<ClusterHome> {
  const settled = await settleIn(home);
  if (await admit(settled.user, home)) return settled;
  throw new Error(`its cluster belongs in ${home}, which user ${settled.user?.uid} can not enter`);
}

async function settleIn(home: string): Promise<ClusterHome> {
  await refuseOtherVersion(home);
  const cluster = join(home, `postgres-${POSTGRES_MAJOR}`);
  const owner = await ownerOf(cluster);
  const self = process.geteuid?.();
  if (owner !== undefined && self !== 0 && owner.uid !== self) {
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE',
      `The cluster ${cluster} belongs to user ${owner.uid}, and this process runs as user ${self}.`,
      `Start Parley as the user it was first started as (root included), or give the folder over with chown -R.`,
    );
  }
  return { home, cluster, user: chooseServerUser(owner) };
}

/** Lets the server's user through a folder that is private to us; true when it can now enter. */
async function admit(user: ServerUser | undefined, folder: string): Promise<boolean> {
  if (user === undefined || canEnter(folder, user)) return true;
  const found = await stat(folder);
  // Only a folder without any sharing of its own: an existing group arrangement is not ours to replace.
  if (found.uid !== process.geteuid?.() || (found.mode & 0o077) !== 0) return false;
  await chown(folder, found.uid, user.gid);
  await chmod(folder, 0o710);
  if (canEnter(folder, user)) return true;
  await chown(folder, found.uid, found.gid);
  await chmod(folder, found.mode & 0o7777);
  return false;
}

async function readPointer(folder: string): Promise<string | undefined> {
  const path = join(folder, POINTER);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const { home } = JSON.parse(text) as { readonly home?: unknown };
  if (typeof home !== 'string') throw new Error(`${path} does not say where the cluster is`);
  await mkdir(home, { recursive: true, mode: 0o700 });
  return home;
}

async function refuseOtherVersion(home: string): Promise<void> {
  const versions = (await readdir(home)).flatMap((name) => CLUSTER_NAME.exec(name)?.[1] ?? []).map(Number);
  if (versions.length === 0 || versions.includes(POSTGRES_MAJOR)) return;
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_OTHER_VERSION',
    `${home} holds a cluster of Postgres ${versions.join(', ')}; this release runs Postgres ${POSTGRES_MAJOR}.`,
    'Dump it with the release that made it and load the dump into a new data folder.',
  );
}

async function ownerOf(path: string): Promise<ServerUser | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
