import type { DeliveryContext } from '@parley/event-log';

/** What a handler has of the delivery it works on: whether it may still commit, and a way to say that it goes on. */
export type Delivery = Pick<DeliveryContext, 'signal' | 'progress'>;

const BEAT_MS = 200;

/**
 * What `lock` gives. Waiting for what another tracker holds is no standstill, however long it takes: that one has a
 * watchdog of its own, and Postgres lets go of what a lost connection held.
 */
export async function waitForLock<Result>(lock: Promise<Result>, delivery: Delivery | undefined): Promise<Result> {
  if (!delivery) return lock;
  const beat = setInterval(() => delivery.progress(), BEAT_MS);
  try {
    return await lock;
  } finally {
    clearInterval(beat);
  }
}
