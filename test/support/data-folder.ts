import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder of a name by which a later test run clears it away should this one be killed. */
export function makeTestFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `parley-test-${process.pid}-`));
}

/** Takes it away; retried, for a server that is going down still writes its last files. */
export function removeTestFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
