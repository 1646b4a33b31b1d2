import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors.js';

/** Whom Postgres runs as. Undefined wherever it stands for "as ourselves". */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process is root, which Postgres refuses to run as. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/**
 * Whom root drops to: whoever owns the cluster that is already there, else the system's `postgres`, else `nobody`.
 * initdb looks its user up in the passwd database, so that an invented uid will not do.
 */
export function chooseServerUser(clusterOwner: ServerUser | undefined): ServerUser | undefined {
  if (!isRoot()) return undefined;
  if (clusterOwner !== undefined && clusterOwner.uid !== 0) return clusterOwner;
  const passwd = readFileSync('/etc/passwd', 'utf8');
  const user = findUser(passwd, 'postgres') ?? findUser(passwd, 'nobody');
  if (user !== undefined) return user;
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_NO_USER',
    'Postgres does not run as root, and there is neither a user `postgres` nor `nobody` to run it as.',
    'Start Parley as an ordinary user, add one (useradd --system postgres), or set PARLEY_DATABASE_URL.',
  );
}

/** The ids of a named user in the text of /etc/passwd; root never counts. */
export function findUser(passwd: string, name: string): ServerUser | undefined {
  for (const line of passwd.split('\n')) {
    const [login, , uid, gid] = line.split(':');
    if (login !== name || !uid || !gid) continue;
    return Number(uid) === 0 ? undefined : { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Whether the user can work inside a folder. Tried rather than computed: ACLs and mounts have their say too. */
export function canEnter(folder: string, user: ServerUser | undefined): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -P -- "$1"', 'sh', folder], { ...user, stdio: 'ignore', cwd: '/' });
  if (tried.error !== undefined) {
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_NO_USER',
      `Could not run a process as user ${user?.uid ?? process.geteuid?.()}: ${tried.error.message}.`,
      'Start Parley as an ordinary user, or set PARLEY_DATABASE_URL to a Postgres server.',
    );
  }
  return tried.status === 0;
}
