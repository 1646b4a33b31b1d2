import { setTimeout as delay } from 'node:timers/promises';
import { pipelineLag, type Runtime } from '@parley/service';
import { isCorrecting } from '@parley/tracking';
import type { Progress } from '../output/progress.js';

/** Without any progress for this long (ms), nobody is taken to work on it, unless a tracker is seen at it. */
const PATIENCE_MS = 5_000;

/**
 * Waits while tracker and projector work on what was appended; gives whether they came to its end. Where none runs, it is
 * given up after a moment: the log keeps it.
 */
export async function waitUntilDecided(
  runtime: Pick<Runtime, 'log' | 'pool'>,
  progress: Progress,
  signal: AbortSignal,
): Promise<boolean> {
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  let since = Date.now();
  while (!signal.aborted) {
    const { tracker, outbox, projector } = await pipelineLag(runtime);
    const open = tracker + outbox + projector;
    if (open === 0) return true;
    most = Math.max(most, open);
    if (open < least) {
      least = open;
      since = Date.now();
    }
    if (Date.now() - since > PATIENCE_MS) {
      if (!(await isCorrecting(runtime.pool))) return false;
      since = Date.now();
    }
    progress.update(most - open, most, `${open} events are still to be decided and projected`);
    await delay(100);
  }
  return false;
}
