import { readFile } from 'node:fs/promises';
import { ParleyProcess } from '../../test/support/parley-process.js';

export interface MeasuredRebuild {
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Memory (MB) that the process held, at ten moments that lie evenly between its start and its end. */
  readonly memoryMb: readonly number[];
  readonly peakMemoryMb: number;
}

const LOOK_EVERY_MS = 500;

/** `parley rebuild` in a process of its own, as an operator runs it, with its memory watched (Linux only, else empty). */
export async function measureRebuild(environment: Readonly<Record<string, string>>): Promise<MeasuredRebuild> {
  const typescript = ['--import', './test/support/register-typescript.mjs'];
  const child = ParleyProcess.start(
    [...typescript, 'apps/cli/src/main.ts', 'rebuild', '--from-scratch', '--json'],
    environment,
  );
  const memory: number[] = [];
  const look = async (): Promise<void> => {
    const status = await readFile(`/proc/${child.child.pid}/status`, 'utf8').catch(() => '');
    const held = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (held !== undefined) memory.push(Math.round(Number(held) / 1024));
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const { code } = await child.exited;
  clearInterval(timer);
  if (code !== 0) throw new Error(`the rebuild ended with ${code}\n${child.stderr}`);
  const report = JSON.parse(child.stdout) as { records: number; seconds: number; recordsPerSecond: number };
  return {
    events: report.records,
    seconds: report.seconds,
    eventsPerSecond: report.recordsPerSecond,
    memoryMb: Array.from({ length: 10 }, (_, n) => memory[Math.floor((n / 9) * (memory.length - 1))] ?? 0),
    peakMemoryMb: Math.max(0, ...memory),
  };
}
