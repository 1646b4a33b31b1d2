/** Waits for the promise to settle, whatever its outcome, and no longer than `ms`. */
export async function settleWithin(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([promise.catch(() => undefined), timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
