import { setTimeout as delay } from 'node:timers/promises';
import { type Pipeline, pipelineSchema } from '@parley/contracts';
import type { ApiClient } from '../../api/api-client.js';
import { ApiProblemError } from '../../api/api-error.js';
import { CommandError, EXIT } from '../../exit-codes.js';
import { startProgress } from '../../output/progress.js';

/** Gives up when nothing has moved for this long (ms). */
const PATIENCE_MS = 120_000;

/** Waits until what was appended before the call is in the positions. Throws CommandError where nothing moves any more. */
export async function waitUntilCaughtUp(
  api: ApiClient,
  options: { readonly interactive: boolean; readonly patienceMs?: number; readonly pauseMs?: number },
): Promise<void> {
  const progress = startProgress('waiting', options);
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  let most = 0;
  let last = '';
  let movedAt = Date.now();
  try {
    for (;;) {
      const { caughtUp, extractor, tracker, outbox, projector } = await pipelineOf(api);
      if (caughtUp) return;
      const open = extractor + tracker + outbox + projector;
      most = Math.max(most, open);
      progress.update(most - open, most, `${open} events to go`);
      const now = [extractor, tracker, outbox, projector].join();
      if (now !== last) movedAt = Date.now();
      last = now;
      if (Date.now() - movedAt > patienceMs)
        throw new CommandError(
          `nothing has moved for ${patienceMs / 1_000} s with ${open} events to go: "parley doctor" shows which service is behind`,
          EXIT.failed,
        );
      await delay(options.pauseMs ?? 250);
    }
  } finally {
    progress.stop();
  }
}

async function pipelineOf(api: ApiClient): Promise<Pipeline> {
  try {
    return await api.get('/v1/pipeline', {}, pipelineSchema);
  } catch (error) {
    if (!(error instanceof ApiProblemError) || error.problem.status !== 404) throw error;
    throw new CommandError(
      `${api.address} can't say how far the services are: the articles are taken, but --wait needs the address of the API`,
      EXIT.failed,
      { cause: error },
    );
  }
}
