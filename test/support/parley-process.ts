import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { waitFor } from './wait-for.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The environment of a process under test: this machine's, less every setting of Parley and of a broker. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PARLEY_|KAFKA_|NODE_OPTIONS$|JEST_)/.test(name)),
  );

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A built program of Parley, run as users run it. `npm test` builds before; `npm run build` does so by hand. */
export class ParleyProcess {
  stdout = '';
  stderr = '';
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  private constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // Enough to explain a failure; a service under fault tests logs a lot.
      this.stderr = (this.stderr + text).slice(-200_000);
    });
    this.exited = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  static start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): ParleyProcess {
    const child = spawn(process.execPath, ['--enable-source-maps', ...words], {
      cwd: ROOT,
      env: { ...cleanEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ParleyProcess(child);
  }

  /** One service by its built main program. */
  static service(name: string, environment: NodeJS.ProcessEnv): ParleyProcess {
    return ParleyProcess.start([`dist/apps/${name}/src/main.js`], environment);
  }

  /** The command line. */
  static cli(words: readonly string[], environment: NodeJS.ProcessEnv = {}): ParleyProcess {
    return ParleyProcess.start(['bin/parley.mjs', ...words], environment);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    if (this.running) this.child.kill(signal);
    return this.exited;
  }

  /** Waits for words on standard output; fails with what was said if the process ends before. */
  async says(words: string | RegExp, withinMs = 60_000): Promise<RegExpMatchArray> {
    const pattern = typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : words;
    await waitFor(`"${String(words)}" on standard output`, () => pattern.test(this.stdout) || !this.running, {
      withinMs,
    });
    const match = this.stdout.match(pattern);
    if (!match) throw this.ended();
    return match;
  }

  /** Waits until the service's readiness check answers 200. */
  async ready(url: string, withinMs = 60_000): Promise<void> {
    await waitFor(`${url} to be ready`, async () => !this.running || (await fetch(`${url}/health/ready`)).ok, {
      withinMs,
    }).catch((cause: unknown) => {
      throw new Error(`${String(cause)}\n${this.stderr}`, { cause });
    });
    if (!this.running) throw this.ended();
  }

  private ended(): Error {
    const { exitCode, signalCode } = this.child;
    return new Error(`the process ended (${exitCode ?? signalCode})\n${this.stdout}\n${this.stderr}`);
  }
}
