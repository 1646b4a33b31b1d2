import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { feedHeads } from './feed.js';

/** How often (ms) the record is asked whether there is something new, however many streams wait. */
const LOOK_EVERY_MS = 1_000;

/** Wakes all streams when the record has new changes: one small query a second while somebody listens, none else. */
@Injectable()
export class ChangeBell {
  readonly #waiting = new Set<() => void>();
  readonly #closing = new AbortController();
  #looking = false;
  #heads = '';

  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Aborts when the service stops, so that streams end before the server waits for them. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Resolves when something is new since the last look, when `timeoutMs` are over, or when a signal aborts. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted || this.closing.aborted) done();
      else void this.look();
    });
  }

  /** Wakes everybody for the last time. */
  close(): void {
    this.#closing.abort();
    this.ring();
  }

  private async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#waiting.size > 0 && !this.closing.aborted) {
        const heads = await this.headsNow();
        if (heads !== null && heads !== this.#heads) {
          this.#heads = heads;
          this.ring();
        }
        await pause(LOOK_EVERY_MS, this.closing);
      }
    } finally {
      this.#looking = false;
    }
  }

  private async headsNow(): Promise<string | null> {
    try {
      return [...(await feedHeads(this.record))].join(' ');
    } catch (error) {
      this.logger.warn({ err: error }, 'could not look for new changes');
      return null;
    }
  }

  private ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
