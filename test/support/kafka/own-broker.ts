import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { KAFKA_VERSION, kafkaJars } from './maven-kafka.js';

const GUARD = join(dirname(fileURLToPath(import.meta.url)), 'broker-guard.mjs');

/** A broker of one test's own, to be taken away and given back. */
export interface OwnBroker {
  readonly brokers: string[];
  readonly version: string;
  /** Ends the broker: `kill` as by kill -9, `terminate` as by an orderly shutdown. Port and data stay. */
  pause(how?: 'kill' | 'terminate'): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  resume(): Promise<void>;
  /** Ends the broker and removes its data. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a broker for the caller alone (5 to 10 s). It goes with the calling process, whatever ends that. */
export async function startOwnBroker(version: string = KAFKA_VERSION): Promise<OwnBroker> {
  const { guard, brokers } = await startGuard(version, null);
  let stopped: Promise<void> | undefined;
  return {
    brokers,
    version,
    pause: (how = 'kill') => tell(guard, how),
    resume: () => tell(guard, 'start'),
    stop: () => {
      stopped ??= tell(guard, 'stop');
      return stopped;
    },
  };
}

/** Starts a guard and its broker. With a process to watch it goes with that one, else with its standard input. */
export async function startGuard(
  version: string,
  watchPid: number | null,
): Promise<{ guard: ChildProcess; brokers: string[]; pid: number }> {
  const jars = await kafkaJars(version);
  const folder = await mkdtemp(join(tmpdir(), 'parley-kafka-'));
  const [brokerPort, controllerPort] = await freePorts(2);
  const guard = spawn(
    process.execPath,
    [GUARD, JSON.stringify({ folder, jars, brokerPort, controllerPort, watchPid })],
    { stdio: [watchPid === null ? 'pipe' : 'ignore', 'pipe', 'ignore'], detached: true },
  );
  const answer = await nextAnswer(guard);
  return { guard, brokers: [`127.0.0.1:${brokerPort}`], pid: answer.pid ?? 0 };
}

interface Answer {
  readonly done?: string;
  readonly failed?: string;
  readonly pid?: number;
}

async function tell(guard: ChildProcess, command: string): Promise<void> {
  const answered = nextAnswer(guard);
  guard.stdin?.write(`${command}\n`);
  await answered;
}

function nextAnswer(guard: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { stdout } = guard;
    if (stdout === null) throw new Error('a guard answers on its standard output');
    const lines = createInterface({ input: stdout });
    let answered = false;
    lines.once('line', (line) => {
      answered = true;
      lines.close();
      const answer = JSON.parse(line) as Answer;
      if (answer.failed === undefined) resolve(answer);
      else reject(new Error(answer.failed));
    });
    lines.once('close', () => {
      if (!answered) reject(new Error('the guard of the broker ended'));
    });
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
      return address.port;
    }),
  );
}
