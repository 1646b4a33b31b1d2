import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import type { EmbeddedPostgresLogger } from './logger.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';
import { until } from './until.js';

/** A fast shutdown writes a checkpoint, which on a slow disk takes its time. */
export const FAST_STOP_BOUND_MS = 30_000;
export const IMMEDIATE_STOP_BOUND_MS = 5_000;

/**
 * Ends whatever an owner that is gone left of a cluster's server, and clears its pid file. Whoever calls holds the owner
 * lock, so that nothing found here can have a living owner.
 *
 * A pid file counts only when its process lives, is no zombie, is Postgres and works in this very cluster; after a
 * reboot or a crash the number may be anybody's.
 */
export async function clearLeftoverServer(cluster: string, logger: EmbeddedPostgresLogger): Promise<void> {
  const folder = await realpath(cluster);
  const recorded = await readPostmasterPid(cluster);
  const leftovers = serverProcesses(folder);
  const postmaster = leftovers.find(({ pid }) => pid === recorded);

  if (postmaster !== undefined) {
    logger.warn(`Postgres ${postmaster.pid} was left running by an owner that is gone; stopping it first`);
    await stopServer(postmaster);
  }
  // Backends whose postmaster was killed go on until they next look, and hold the shared memory until then.
  for (const { pid } of serverProcesses(folder)) sendSignal(pid, 'SIGKILL');
  if (!(await until(() => serverProcesses(folder).length === 0, IMMEDIATE_STOP_BOUND_MS))) {
    const pids = serverProcesses(folder).map(({ pid }) => pid);
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_LEFTOVER',
      `Processes of an earlier Postgres over ${cluster} can not be ended: ${pids.join(', ')}.`,
      'Look why they hang (a disk that does not answer?), end them, and start again.',
    );
  }
  if (recorded !== undefined) await rm(join(cluster, 'postmaster.pid'), { force: true });
}

/** Fast shutdown, then immediate, then the end of the process; gives the strongest signal that was needed. */
export async function stopServer(postmaster: ProcessIdentity): Promise<NodeJS.Signals> {
  const gone = () => !isAlive(postmaster);
  sendSignal(postmaster.pid, 'SIGINT');
  if (await until(gone, FAST_STOP_BOUND_MS)) return 'SIGINT';
  sendSignal(postmaster.pid, 'SIGQUIT');
  if (await until(gone, IMMEDIATE_STOP_BOUND_MS)) return 'SIGQUIT';
  sendSignal(postmaster.pid, 'SIGKILL');
  await until(gone, IMMEDIATE_STOP_BOUND_MS);
  return 'SIGKILL';
}

/** The lines of postmaster.pid that matter; undefined while there is no such file. */
export async function readPostmasterFile(cluster: string): Promise<{ pid: number; status: string } | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    return { pid: Number(lines[0]), status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readPostmasterPid(cluster: string): Promise<number | undefined> {
  return (await readPostmasterFile(cluster))?.pid;
}

/** The living Postgres processes (postmaster and backends) whose working folder is this cluster. */
function serverProcesses(cluster: string): ProcessIdentity[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (readFileSync(`/proc/${name}/comm`, 'utf8').trim() !== 'postgres') return [];
      if (readlinkSync(`/proc/${name}/cwd`) !== cluster) return [];
    } catch {
      // Gone meanwhile, or of a user whose processes we may not see: that one can't be our server.
      return [];
    }
    return identifyProcess(Number(name)) ?? [];
  });
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}
