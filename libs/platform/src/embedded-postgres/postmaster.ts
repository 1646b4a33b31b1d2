import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ClusterHome } from './cluster-home.js';
import { EmbeddedPostgresError } from './errors.js';
import { readPostmasterFile, stopServer } from './leftover-server.js';
import type { EmbeddedPostgresLogger } from './logger.js';
import { type NativeBinaries, SERVER_ENVIRONMENT } from './native-binaries.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';
import { type Durability, serverSettings } from './server-settings.js';
import { until } from './until.js';

/** A running server that accepts connections. */
export interface Postmaster {
  readonly identity: ProcessIdentity;
  /** Settles when the server's process is gone, whoever ended it. */
  readonly exited: Promise<PostmasterExit>;
}

/** How a server's process ended. */
export interface PostmasterExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface PostmasterOrder {
  readonly home: ClusterHome;
  readonly binaries: NativeBinaries;
  readonly port: number;
  readonly durability: Durability;
  readonly logger: EmbeddedPostgresLogger;
  /** Gives up waiting and stops what was started. */
  readonly signal: AbortSignal;
  /** Called in the moment the process is there, long before it accepts connections. */
  readonly onSpawn: (identity: ProcessIdentity) => void;
}

/** Recovery after a crash replays up to max_wal_size, which a slow disk does in minutes. */
const READY_BOUND_MS = 5 * 60_000;
const TAIL_LINES = 20;

/**
 * Starts a server and waits until it accepts connections. Throws EMBEDDED_POSTGRES_PORT_TAKEN or
 * EMBEDDED_POSTGRES_START_FAILED with the last words of the server; none is then left running.
 */
export async function startPostmaster(order: PostmasterOrder): Promise<Postmaster> {
  const { home, port, logger, signal } = order;
  const settings = Object.entries(serverSettings(port, order.durability));
  // Detached: a session of its own, so that Ctrl-C in the terminal leaves it to the application to stop its database.
  const child = spawn(
    order.binaries.postgres,
    ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...home.user, cwd: home.cluster, detached: true, env: SERVER_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const tail = forwardLog(child.stderr, logger);
  let failure: Error | undefined;
  const exited = new Promise<PostmasterExit>((resolve) => {
    child.once('exit', (code, by) => resolve({ code, signal: by }));
    child.once('error', (error) => {
      failure = error;
      resolve({ code: null, signal: null });
    });
  });
  // Whoever forgets to stop should still be able to end; the guard then stops the server.
  child.unref();

  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) {
    await exited;
    throw startFailed(port, tail, failure);
  }
  order.onSpawn(identity);

  let ready = false;
  const settled = await until(async () => {
    const file = await readPostmasterFile(home.cluster);
    ready = file?.pid === identity.pid && file.status === 'ready';
    return ready || signal.aborted || hasEnded(child) || !isAlive(identity);
  }, READY_BOUND_MS);

  if (ready && !signal.aborted) return { identity, exited };
  await stopServer(identity);
  await exited;
  await drained(child);
  throw startFailed(port, tail, settled ? failure : new Error('it did not become ready in five minutes'));
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Passes what the server says on to the logger and keeps its last lines. */
function forwardLog(stderr: Readable, logger: EmbeddedPostgresLogger): readonly string[] {
  const tail: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    const said = `postgres: ${line}`;
    if (/^(WARNING|ERROR)/.test(line)) logger.warn(said);
    else if (/^(FATAL|PANIC)/.test(line)) logger.error(said);
    else logger.debug(said);
  });
  if (stderr instanceof Socket) stderr.unref();
  return tail;
}

/** The last words of a process that has ended may still be in the pipe. */
async function drained(child: ChildProcess): Promise<void> {
  if (child.stderr === null || child.stderr.destroyed || child.stderr.readableEnded) return;
  await until(() => child.stderr?.destroyed === true || child.stderr?.readableEnded === true, 1_000);
}

function startFailed(port: number, tail: readonly string[], cause: Error | undefined): EmbeddedPostgresError {
  const words = tail.join(' ');
  if (words.includes('Address already in use')) {
    return new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_PORT_TAKEN',
      `Port ${port} on 127.0.0.1 is taken by another program.`,
      'Choose another port for the embedded Postgres, or leave it out to have a free one found.',
    );
  }
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_START_FAILED',
    `Postgres did not start: ${cause?.message ?? (words || 'it ended without a word')}`,
    'Look whether the disk is full; what the server said is in the log. The data were left as they are.',
    { cause },
  );
}
