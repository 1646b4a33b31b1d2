import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { EmbeddedPostgresLogger } from './logger.js';
import { SERVER_ENVIRONMENT } from './native-binaries.js';
import { type ProcessIdentity, startTicks } from './process-identity.js';
import type { ServerUser } from './server-user.js';

/**
 * Reads `<pid> <start ticks>` lines until its standard input ends, which the kernel sees to however the owner dies, and
 * then stops the server named last. The start time keeps it from signalling a stranger with the same pid. It ignores the
 * terminal's and the service manager's signals: its owner may be shutting down in good order.
 */
const GUARD_SCRIPT = `
trap '' INT TERM HUP QUIT
pid=- born=-
while read -r next_pid next_born; do pid=$next_pid born=$next_born; done
[ "$pid" = - ] && exit 0
lives() {
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return 1
  set -- \${stat##*) }
  [ "$1" != Z ] && [ "\${20}" = "$born" ]
}
lives && kill -INT "$pid"
tries=0
while lives && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
lives && kill -QUIT "$pid"
exit 0
`;

const NOBODY_TO_WATCH = '- -\n';
const RESPAWNS = 10;

/** A small process that stops Postgres when this one dies without having done so, by kill -9 for example. */
export class Guard {
  private child: ChildProcess;
  private orders = NOBODY_TO_WATCH;
  private released = false;
  private respawns = 0;

  constructor(
    private readonly user: ServerUser | undefined,
    private readonly logger: EmbeddedPostgresLogger,
  ) {
    this.child = this.spawn();
  }

  /** The pid of the guard's process. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** From now on it is this server that must not outlive us. */
  watch(server: ProcessIdentity): void {
    this.order(`${server.pid} ${startTicks(server)}\n`);
  }

  /** The server has been stopped; the guard goes home. */
  async release(): Promise<void> {
    this.released = true;
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    this.order(NOBODY_TO_WATCH);
    child.stdin?.end();
    await exited;
  }

  private order(line: string): void {
    this.orders = line;
    this.child.stdin?.write(line);
  }

  private spawn(): ChildProcess {
    // Detached: a session of its own, which Ctrl-C in the terminal does not reach.
    const child = spawn('/bin/sh', ['-c', GUARD_SCRIPT], {
      ...this.user,
      cwd: '/',
      detached: true,
      env: SERVER_ENVIRONMENT,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.once('error', (error) => this.logger.error(`the guard of the embedded Postgres failed: ${error.message}`));
    child.once('exit', () => this.replace());
    // A guard that was killed breaks its pipe; its exit is what is acted on.
    child.stdin.on('error', () => undefined);
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    child.stdin.write(this.orders);
    return child;
  }

  private replace(): void {
    if (this.released) return;
    this.respawns += 1;
    if (this.respawns > RESPAWNS) {
      this.logger.error('the guard of the embedded Postgres keeps being killed; going on without one');
      return;
    }
    this.child = this.spawn();
  }
}
