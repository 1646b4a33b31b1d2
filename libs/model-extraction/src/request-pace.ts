/** Why an endpoint is left alone: it asked for that, it does not answer, or it does not take what it is sent. */
export type RestReason = 'MODEL_PACED' | 'MODEL_UNAVAILABLE' | 'MODEL_REFUSED';

/** Spaces requests evenly, and keeps them off an endpoint that asked for a rest. Times are in ms of a monotonic clock. */
export class RequestPace {
  private nextSlot = Number.NEGATIVE_INFINITY;
  private restUntil = Number.NEGATIVE_INFINITY;
  private reason: RestReason = 'MODEL_PACED';
  private readonly interval: number;

  constructor(
    requestsPerMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.interval = 60_000 / requestsPerMinute;
  }

  /** Takes the next slot if it comes within `withinMs`, and gives how long to wait for it; null takes none. */
  take(withinMs: number): number | null {
    const now = this.now();
    const slot = Math.max(now, this.nextSlot, this.restUntil);
    if (slot - now > withinMs) return null;
    this.nextSlot = slot + this.interval;
    return slot - now;
  }

  /** How much longer the endpoint is left alone, in ms, and why. */
  resting(): { readonly ms: number; readonly reason: RestReason } {
    return { ms: Math.max(0, this.restUntil - this.now()), reason: this.reason };
  }

  /** No request for so long. */
  rest(forMs: number, reason: RestReason): void {
    const until = this.now() + forMs;
    if (until <= this.restUntil) return;
    this.restUntil = until;
    this.reason = reason;
  }
}
