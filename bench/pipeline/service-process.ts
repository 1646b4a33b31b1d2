import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, ParleyProcess } from '../../test/support/parley-process.js';

const TYPESCRIPT = ['--import', './test/support/register-typescript.mjs'];

/** A service in a process of its own, as it is deployed, run from its sources. */
export class ServiceProcess {
  private constructor(
    private readonly process: ParleyProcess,
    readonly url: string,
  ) {}

  /** Starts a program (`apps/tracker/src/main.ts`) and waits until it is ready. */
  static async start(
    program: string,
    environment: Readonly<Record<string, string>>,
    profiles: string | null,
  ): Promise<ServiceProcess> {
    const port = await freePort();
    const profiling = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const child = ParleyProcess.start([...profiling, ...TYPESCRIPT, ...program.split(' ')], {
      ...environment,
      PARLEY_HTTP_PORT: String(port),
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await child.ready(url, 120_000);
    } catch (error) {
      await child.kill('SIGKILL');
      throw error;
    }
    return new ServiceProcess(child, url);
  }

  /**
   * Runs `work` while the process is frozen, so that it finds all of a backlog at once. It must not take longer than a
   * Kafka session lasts (20 s), or the group is dealt anew.
   */
  async whileHeld(work: () => Promise<void>): Promise<void> {
    this.process.child.kill('SIGSTOP');
    try {
      await work();
    } finally {
      this.process.child.kill('SIGCONT');
    }
  }

  /** Waits for a condition, looking every few milliseconds; fails at once when the service ends. */
  async until(what: string, condition: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + 600_000;
    while (!(await condition())) {
      if (!this.process.running) throw new Error(`the service ended before ${what}\n${this.process.stderr}`);
      if (performance.now() > giveUpAt) throw new Error(`waited 10 minutes in vain for ${what}`);
      await delay(5);
    }
  }

  /** The most memory (MB) the process ever held, as Linux counts it; null elsewhere. */
  async peakMemoryMb(): Promise<number | null> {
    const status = await readFile(`/proc/${this.process.child.pid}/status`, 'utf8').catch(() => '');
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return peak === undefined ? null : Math.round(Number(peak) / 1024);
  }

  /** Processor time (s) the process has used so far, as Linux counts it; null elsewhere. Other load hardly changes it. */
  async processorSeconds(): Promise<number | null> {
    const stat = await readFile(`/proc/${this.process.child.pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) return null;
    // The name in brackets may hold spaces; user and system time are the 12th and 13th field after it, in ticks of 10 ms.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async stop(): Promise<void> {
    await this.process.kill('SIGTERM');
  }
}
