import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type ClusterHome, settleClusterHome } from './cluster-home.js';
import { EmbeddedPostgresError, sentenceOf } from './errors.js';
import { findFreePort, isFreePort } from './free-port.js';
import { Guard } from './guard.js';
import { DATABASE, initialiseCluster, ROLE } from './initialise-cluster.js';
import { clearLeftoverServer, stopServer } from './leftover-server.js';
import { type EmbeddedPostgresLogger, SILENT_LOGGER } from './logger.js';
import { findNativePackage, type NativeBinaries, prepareNativeBinaries } from './native-binaries.js';
import { type OwnerLock, takeOwnerLock } from './owner-lock.js';
import { type Postmaster, type PostmasterExit, startPostmaster } from './postmaster.js';
import { removeRuntime, writeRuntime } from './runtime-file.js';
import type { Durability } from './server-settings.js';

export interface EmbeddedPostgresOptions {
  /** Made where missing; everything of this Postgres lives under it (but see `settleClusterHome` about root). */
  readonly dataDir: string;
  /** On 127.0.0.1. Left out, a free one is found: the same for the same data folder wherever possible. */
  readonly port?: number;
  /** `full` where left out. */
  readonly durability?: Durability;
  readonly logger?: EmbeddedPostgresLogger;
}

/** The server has ended without having been asked to; it is being started again on the same port. */
export interface PostgresExit extends PostmasterExit {
  readonly pid: number;
}

/** A Postgres that this process owns. */
export interface EmbeddedPostgres {
  /** `postgres://user:password@127.0.0.1:port/parley`; the role owns the cluster. */
  readonly url: string;
  readonly port: number;
  /** The server's process now; another one after the server died and was started again. */
  readonly pid: number;
  readonly dataDir: string;
  /** The process that stops the server should this one be killed. */
  readonly guardPid: number | undefined;
  /** Ends the server in good order: fast, or at once when that takes more than 30 seconds. Twice is the same as once. */
  stop(): Promise<void>;
  /** Tells when the server ends without having been asked to. Gives the function that takes the listener away. */
  onExit(listener: (exit: PostgresExit) => void): () => void;
}

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;
/** A server that ran this long has earned a quick restart again. */
const HEALTHY_MS = 60_000;
const PORT_ATTEMPTS = 5;

/**
 * Starts the Postgres of a data folder, made on first use, and keeps it running until `stop()`.
 *
 * One living process may own a data folder (EMBEDDED_POSTGRES_IN_USE). A server that an owner killed by -9 has left is
 * stopped first. Throws EmbeddedPostgresError; nothing then stays running.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const logger = options.logger ?? SILENT_LOGGER;
  const durability = options.durability ?? 'full';
  const native = await findNativePackage();
  const home = await settleClusterHome(options.dataDir);
  const lock = await takeOwnerLock(home.home);
  try {
    const binaries = await prepareNativeBinaries(native, home.user);
    const password = await initialiseCluster(home, binaries, durability);
    await clearLeftoverServer(home.cluster, logger);
    const supervisor = new Supervisor({ dataDir: options.dataDir, home, binaries, password, durability, logger, lock });
    await supervisor.start(options.port);
    return supervisor;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Estate {
  readonly dataDir: string;
  readonly home: ClusterHome;
  readonly binaries: NativeBinaries;
  readonly password: string;
  readonly durability: Durability;
  readonly logger: EmbeddedPostgresLogger;
  readonly lock: OwnerLock;
}

class Supervisor implements EmbeddedPostgres {
  port = 0;
  pid = 0;
  private server: Postmaster | undefined;
  private readonly guard: Guard;
  private readonly listeners = new Set<(exit: PostgresExit) => void>();
  private readonly stopping = new AbortController();
  private revival: Promise<void> = Promise.resolve();
  private failures = 0;
  private stopped: Promise<void> | undefined;

  constructor(private readonly estate: Estate) {
    this.guard = new Guard(estate.home.user, estate.logger);
  }

  get dataDir(): string {
    return this.estate.dataDir;
  }

  get url(): string {
    return this.urlOf(DATABASE);
  }

  get guardPid(): number | undefined {
    return this.guard.pid;
  }

  async start(port: number | undefined): Promise<void> {
    try {
      this.server = await this.startOnFreePort(port);
      await this.createDatabase();
      await this.announce(this.server);
      this.supervise(this.server);
    } catch (error) {
      if (this.server !== undefined) await stopServer(this.server.identity);
      await this.guard.release();
      throw error;
    }
    this.estate.logger.info(`Postgres ${this.pid} listens on 127.0.0.1:${this.port}`);
  }

  stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  onExit(listener: (exit: PostgresExit) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async shutDown(): Promise<void> {
    const { logger, lock, dataDir } = this.estate;
    this.stopping.abort();
    try {
      await this.revival;
      if (this.server !== undefined) {
        const signal = await stopServer(this.server.identity);
        if (signal !== 'SIGINT') logger.warn(`Postgres ${this.pid} did not stop in good order and was sent ${signal}`);
      }
    } finally {
      await this.guard.release();
      await removeRuntime(dataDir);
      await lock.release();
    }
    logger.info(`Postgres ${this.pid} has stopped`);
  }

  private async startOnFreePort(wanted: number | undefined): Promise<Postmaster> {
    for (let attempt = 1; ; attempt++) {
      this.port = wanted ?? (await findFreePort(this.estate.home.home));
      try {
        return await this.startServer();
      } catch (error) {
        const taken = error instanceof EmbeddedPostgresError && error.code === 'EMBEDDED_POSTGRES_PORT_TAKEN';
        // Somebody took the port that was found free before the server came to it.
        if (!taken || wanted !== undefined || attempt >= PORT_ATTEMPTS) throw error;
      }
    }
  }

  private startServer(): Promise<Postmaster> {
    const { home, binaries, durability, logger } = this.estate;
    return startPostmaster({
      home,
      binaries,
      port: this.port,
      durability,
      logger,
      signal: this.stopping.signal,
      onSpawn: (identity) => this.guard.watch(identity),
    });
  }

  private async announce(server: Postmaster): Promise<void> {
    this.pid = server.identity.pid;
    await writeRuntime(this.dataDir, { port: this.port, pid: this.pid, url: this.url });
  }

  private supervise(server: Postmaster): void {
    const since = performance.now();
    void server.exited.then((exit) => {
      if (this.stopping.signal.aborted) return;
      this.server = undefined;
      if (performance.now() - since > HEALTHY_MS) this.failures = 0;
      const pid = server.identity.pid;
      this.estate.logger.error(`Postgres ${pid} ended by itself (${exit.signal ?? exit.code}); starting it again`);
      this.revival = this.revive();
      for (const listener of this.listeners) listener({ ...exit, pid });
    });
  }

  /** Never gives up: a disk that is full or a port that is taken may be free again in an hour. */
  private async revive(): Promise<void> {
    const { home, logger } = this.estate;
    while (!this.stopping.signal.aborted) {
      try {
        await delay(backoffMs(this.failures), undefined, { signal: this.stopping.signal });
        this.failures += 1;
        await clearLeftoverServer(home.cluster, logger);
        if (!(await isFreePort(this.port))) throw new Error(`port ${this.port} is taken`);
        this.server = await this.startServer();
        await this.announce(this.server);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        logger.error(`Postgres could not be started again, trying on: ${sentenceOf(error)}`);
        continue;
      }
      this.supervise(this.server);
      logger.info(`Postgres ${this.pid} listens on 127.0.0.1:${this.port} again`);
      return;
    }
  }

  /** Looked for on each start: the first one may have been interrupted between initdb and here. */
  private async createDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.urlOf('postgres') });
    await client.connect();
    try {
      const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    } finally {
      await client.end();
    }
  }

  private urlOf(database: string): string {
    return `postgres://${ROLE}:${this.estate.password}@127.0.0.1:${this.port}/${database}`;
  }
}

function backoffMs(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);
}
