import pg from 'pg';
import { backoffMs, pause } from '../backoff.js';
import type { EventLogLogger } from '../logger.js';
import { APPEND_CHANNEL } from './append-batch.js';

export const GROUP_CHANNEL = 'parley_log_group';

/** What may have happened: records came into a topic, a group's members changed, or anything at all. */
export type WakeUpCall =
  | { readonly kind: 'appended'; readonly topic: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'anything' };

/**
 * The one connection of a log instance that listens. It connects when somebody first subscribes, and after each
 * connection tells everybody to look once, since what was said meanwhile is lost.
 */
export class WakeUp {
  private readonly subscribers = new Set<(call: WakeUpCall) => void>();
  private readonly closing = new AbortController();
  private loop: Promise<void> | null = null;
  private client: pg.Client | null = null;

  constructor(
    private readonly connectionString: string,
    private readonly logger: EventLogLogger,
  ) {}

  /** Gives the function that ends the subscription. */
  subscribe(subscriber: (call: WakeUpCall) => void): () => void {
    this.subscribers.add(subscriber);
    this.loop ??= this.run();
    return () => {
      this.subscribers.delete(subscriber);
    };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.client?.end().catch(() => undefined);
    await this.loop;
  }

  private async run(): Promise<void> {
    for (let attempt = 1; !this.closing.signal.aborted; attempt++) {
      try {
        await this.listenUntilLost(() => {
          attempt = 1;
        });
      } catch (error) {
        this.logger.warn({ err: error, attempt }, "the log's wake-up connection is lost; connecting again");
      }
      await pause(backoffMs(attempt), this.closing.signal);
    }
  }

  private async listenUntilLost(connected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'parley log wake-up',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const lost = new Promise<Error | null>((resolve) => {
      client.on('error', resolve);
      client.on('end', () => resolve(null));
    });
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === APPEND_CHANNEL) this.tell({ kind: 'appended', topic: payload });
      else if (channel === GROUP_CHANNEL) this.tell({ kind: 'group', group: payload });
    });
    this.client = client;
    try {
      await client.connect();
      if (this.closing.signal.aborted) return;
      await client.query(`listen ${APPEND_CHANNEL}; listen ${GROUP_CHANNEL}`);
      connected();
      this.tell({ kind: 'anything' });
      const error = await lost;
      if (!this.closing.signal.aborted) throw error ?? new Error('the connection was ended');
    } finally {
      this.client = null;
      await client.end().catch(() => undefined);
    }
  }

  private tell(call: WakeUpCall): void {
    for (const subscriber of this.subscribers) subscriber(call);
  }
}
