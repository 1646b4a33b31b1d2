/** Milliseconds to wait before attempt `attempt + 1`: 100, 200, 400 … 10 000. `attempt` counts from 1. */
export const backoffMs = (attempt: number): number => Math.min(10_000, 100 * 2 ** Math.min(attempt - 1, 10));

/** Waits; comes back early, without an error, when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
