import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../support/wait-for.js';

/** How another process opens the same log: a module that exports `openLog(argument)`. */
export interface OpenElsewhere {
  readonly module: string;
  readonly argument: string;
}

/** A consumer in another process, which can be killed. */
export class ChildConsumer {
  private readonly said: Readonly<Record<string, unknown>>[] = [];
  private errors = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;

  constructor(open: OpenElsewhere, settings: object) {
    const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    this.child = spawn(
      process.execPath,
      [
        '--import',
        here('../support/register-typescript.mjs'),
        here('./consumer-process.ts'),
        open.module,
        open.argument,
        JSON.stringify(settings),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    const { stdout, stderr } = this.child;
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.said.push(JSON.parse(line)));
    stderr?.on('data', (text) => {
      this.errors += String(text);
    });
  }

  /** Resolves when it has said so; fails where it ends instead. */
  async hasSaid(word: string): Promise<void> {
    await waitFor(
      `the consumer process says ${word}, or ends`,
      () => this.child.exitCode !== null || this.said.some((line) => line[word] !== undefined),
    );
    if (this.child.exitCode !== null) throw new Error(`the consumer process ended: ${this.errors}`);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
