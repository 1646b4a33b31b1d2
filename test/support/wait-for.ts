import { setTimeout as delay } from 'node:timers/promises';

/** How long a test waits for what should have happened long before. */
const BOUND_MS = 20_000;

/**
 * Waits until a condition gives something truthy, and gives that. Fails naming what was waited for, with the condition's
 * last error if it threw.
 */
export async function waitFor<Result>(
  what: string,
  condition: () => Result | Promise<Result>,
  { withinMs = BOUND_MS }: { readonly withinMs?: number } = {},
): Promise<Exclude<Result, false | null | undefined | 0 | ''>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let lastError: unknown;
    try {
      const result = await condition();
      // Truthy, as the return type says; TypeScript does not narrow a type parameter by it.
      if (result) return result as Exclude<Result, false | null | undefined | 0 | ''>;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`, { cause: lastError });
    await delay(10);
  }
}
