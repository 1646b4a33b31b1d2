import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isOutage, LOGGER, type Logger, ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { ChangeBell } from './change-bell.js';
import type { ChangeFilters } from './change-row.js';
import { encodeFeedPlace, type FeedPage, type FeedPlace, readFeed } from './feed.js';

/** A comment goes out this often (ms), so that proxies keep the connection and clients see a lost one. */
const HEARTBEAT_MS = 15_000;
/** After this (ms) a client that lost the stream connects again. */
const RECONNECT_MS = 2_000;
const BATCH = 100;
/** How long (ms) a stop waits for clients to have been told; after that their connections are cut. */
const CLOSE_WITHIN_MS = 2_000;
/** Each stream is one connection; more than this many are refused. */
const MAX_STREAMS = 500;

/** Changes as server-sent events. The id of each is the feed's place after it. */
@Injectable()
export class ChangeStream implements OnModuleDestroy {
  readonly #open = new Set<ServerResponse>();

  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly bell: ChangeBell,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The stream's text from a place on, until the response is closed or the service stops. Throws ProblemError
   * UNAVAILABLE when there are too many.
   */
  open(filters: ChangeFilters, from: FeedPlace, response: ServerResponse): AsyncGenerator<string, void, void> {
    if (this.#open.size >= MAX_STREAMS || this.bell.closing.aborted)
      throw new ProblemError('UNAVAILABLE', 'No more streams can be opened here now; poll GET /v1/changes?order=asc.');
    const gone = new AbortController();
    this.#open.add(response);
    response.once('close', () => {
      this.#open.delete(response);
      gone.abort();
    });
    return this.textOf(filters, from, AbortSignal.any([gone.signal, this.bell.closing]));
  }

  /** The server cuts connections right after this, so the last words have to be out before. */
  async onModuleDestroy(): Promise<void> {
    this.bell.close();
    const closed = [...this.#open].map((response) => new Promise((resolve) => response.once('close', resolve)));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, CLOSE_WITHIN_MS);
    });
    await Promise.race([Promise.all(closed), late]);
    clearTimeout(timer);
  }

  private async *textOf(
    filters: ChangeFilters,
    from: FeedPlace,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, void> {
    let place = from;
    // The id alone is no event, but the client keeps it: it can resume even if nothing has happened yet.
    yield `retry: ${RECONNECT_MS}\n: following\nid: ${encodeFeedPlace(filters, place)}\n\n`;
    let quietSince = Date.now();
    while (!signal.aborted) {
      const page = await this.readOn(filters, place);
      for (const { change, after } of page.items) {
        // JSON has no line breaks of its own, so it is one data line whatever an article put into it.
        yield `event: position.${change.change}\nid: ${encodeFeedPlace(filters, after)}\ndata: ${JSON.stringify(change)}\n\n`;
        quietSince = Date.now();
      }
      place = page.next;
      if (page.items.length > 0) continue;
      if (Date.now() - quietSince >= HEARTBEAT_MS) {
        yield `: still here\nid: ${encodeFeedPlace(filters, place)}\n\n`;
        quietSince = Date.now();
      }
      await this.bell.wait(Math.max(0, quietSince + HEARTBEAT_MS - Date.now()), signal);
    }
    yield ': closing\n\n';
  }

  /** While the database is away there is nothing new; the stream stays. */
  private async readOn(filters: ChangeFilters, place: FeedPlace): Promise<FeedPage> {
    try {
      return await readFeed(this.record, filters, place, BATCH);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.warn({ err: error }, 'a stream could not read on');
      return { items: [], next: place };
    }
  }
}
