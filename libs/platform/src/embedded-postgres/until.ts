import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 20;

/** Looks again and again until `condition` holds; false when it still does not after `boundMs`. */
export async function until(condition: () => boolean | Promise<boolean>, boundMs: number): Promise<boolean> {
  const deadline = performance.now() + boundMs;
  while (!(await condition())) {
    if (performance.now() >= deadline) return false;
    await delay(PAUSE_MS);
  }
  return true;
}
