/** How long an article that failed is not tried again, in ms. */
const REMEMBERED_MS = 10 * 60_000;
const MOST = 1_000;

/**
 * Which work failed for good a short while ago. The batch an article failed in is delivered again in halves until the
 * article stands alone; without this each of those deliveries would pay anew for two dead threads, or for three bad
 * answers of a model. Bounded; `now` is in ms and need not be wall time.
 */
export class RecentFailures {
  private readonly failures = new Map<string, { readonly error: Error; readonly until: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The error that work of this key ended with. */
  find(key: string): Error | null {
    const failure = this.failures.get(key);
    if (!failure) return null;
    if (failure.until > this.now()) return failure.error;
    this.failures.delete(key);
    return null;
  }

  add(key: string, error: Error): void {
    this.failures.delete(key);
    this.failures.set(key, { error, until: this.now() + REMEMBERED_MS });
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= MOST) break;
      this.failures.delete(oldest);
    }
  }
}
