import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterHome } from './cluster-home.js';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { type NativeBinaries, SERVER_ENVIRONMENT } from './native-binaries.js';
import type { Durability } from './server-settings.js';

/** The role and the database that every embedded cluster has. */
export const ROLE = 'parley';
export const DATABASE = 'parley';

/** Inside the cluster, so that one rename puts both in place and neither can be there without the other. */
const PASSWORD_FILE = 'parley-password';
const UNFINISHED = '.initdb-';

/**
 * Gives the password of the cluster's role, making the cluster first where there is none. Whoever calls holds the owner
 * lock. initdb works in a folder beside, so that an interrupted one leaves nothing that looks like a cluster.
 */
export async function initialiseCluster(
  { home, cluster, user }: ClusterHome,
  binaries: NativeBinaries,
  durability: Durability,
): Promise<string> {
  await removeUnfinished(home);
  try {
    return (await readFile(join(cluster, PASSWORD_FILE), 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    if (await holdsCluster(cluster)) {
      throw new EmbeddedPostgresError(
        'EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE',
        `The cluster ${cluster} has lost its password file ${PASSWORD_FILE}.`,
        'Restore the file from a backup of the folder, or write a new password into it and set it with ALTER ROLE.',
        { cause: error },
      );
    }
  }

  const beside = await mkdtemp(join(home, UNFINISHED));
  try {
    const unfinished = join(beside, 'cluster');
    const passwordFile = join(beside, PASSWORD_FILE);
    const password = randomBytes(24).toString('hex');
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user !== undefined) {
      for (const path of [beside, unfinished, passwordFile]) await chown(path, user.uid, user.gid);
    }
    await runInitdb(binaries.initdb, user, [
      `--pgdata=${unfinished}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durability === 'test' ? ['--no-sync'] : []),
    ]);
    await rename(passwordFile, join(unfinished, PASSWORD_FILE));
    await rename(unfinished, cluster);
    return password;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function removeUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith(UNFINISHED)) await rm(join(home, name), { recursive: true, force: true });
  }
}

async function holdsCluster(cluster: string): Promise<boolean> {
  try {
    return (await readdir(cluster)).length > 0;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function runInitdb(initdb: string, user: ClusterHome['user'], args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, args, {
      ...user,
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const fail = (why: string, cause?: unknown) =>
      reject(
        new EmbeddedPostgresError(
          'EMBEDDED_POSTGRES_INIT_FAILED',
          `Postgres could not make a new cluster: ${why.trim()}`,
          'Look whether the disk is full and the data folder can be written to; nothing was left behind.',
          { cause },
        ),
      );
    child.once('error', (error) => fail(error.message, error));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(stderr || `initdb ended with ${code ?? signal}`);
    });
  });
}
