import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, withFileLock } from './file-lock.js';
import { KAFKA_VERSION } from './maven-kafka.js';
import { startGuard } from './own-broker.js';

export interface SharedBroker {
  readonly brokers: string[];
  readonly version: string;
}

interface Started extends SharedBroker {
  readonly guardPid: number;
}

/** The process that the whole run hangs on: jest's workers are its forked children. */
const runPid = (): number => (typeof process.send === 'function' ? process.ppid : process.pid);
const folderOfRun = (): string => join(tmpdir(), `parley-kafka-run-${runPid()}`);
const stateFile = (): string => join(folderOfRun(), 'broker.json');

/** The one broker of this run; the first who asks starts it, `stopSharedBroker` (or the end of the run) stops it. */
export async function startOrJoinSharedBroker(): Promise<SharedBroker> {
  await mkdir(folderOfRun(), { recursive: true });
  return withFileLock(join(folderOfRun(), 'lock'), async () => {
    const running = await readState();
    if (running !== null && isAlive(running.guardPid)) return running;
    const { guard, brokers, pid } = await startGuard(KAFKA_VERSION, runPid());
    // The guard watches the run; the worker that happened to start it may end.
    guard.stdout?.destroy();
    guard.unref();
    const started: Started = { brokers, version: KAFKA_VERSION, guardPid: pid };
    await writeFile(`${stateFile()}.unfinished`, JSON.stringify(started));
    await rename(`${stateFile()}.unfinished`, stateFile());
    return started;
  });
}

/** Stops the run's broker, if any test asked for one. To be called by the process the run hangs on. */
export async function stopSharedBroker(): Promise<void> {
  const running = await readState();
  if (running !== null && isAlive(running.guardPid)) {
    process.kill(running.guardPid, 'SIGTERM');
    while (isAlive(running.guardPid)) await pause(50);
  }
  await rm(folderOfRun(), { recursive: true, force: true });
}

async function readState(): Promise<Started | null> {
  return existsSync(stateFile()) ? (JSON.parse(await readFile(stateFile(), 'utf8')) as Started) : null;
}
