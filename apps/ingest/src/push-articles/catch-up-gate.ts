import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ARTICLES_TOPIC } from '@parley/contracts';
import { checkpointSource, EVENT_LOG, type EventLog, type PartitionBounds } from '@parley/event-log';
import { PG_POOL, ProblemError } from '@parley/platform';
import type { Pool } from 'pg';
import { INGEST_CONSUMER } from '../follow-articles/observed-articles.controller.js';

/** How long (ms) articles wait for it before they are told to come again. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 25;

/**
 * Holds articles back until this process knows all that the log held when the first of them came. Without it, an
 * article whose last revision was appended just before a crash would get that revision's number a second time.
 */
@Injectable()
export class CatchUpGate {
  #open = false;
  #target: readonly PartitionBounds[] | null = null;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PG_POOL) private readonly pool: Pool,
  ) {}

  /** Throws ProblemError UNAVAILABLE where the log is still being read, and what the log and the pool throw. */
  async pass(): Promise<void> {
    if (this.#open) return;
    this.#target ??= await this.log.bounds(ARTICLES_TOPIC);
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await this.isCaughtUp(this.#target))) {
      if (performance.now() > deadline)
        throw new ProblemError('UNAVAILABLE', 'Articles that were taken earlier are still being read; try again.');
      await delay(LOOK_EVERY_MS);
    }
    this.#open = true;
  }

  private async isCaughtUp(target: readonly PartitionBounds[]): Promise<boolean> {
    const checkpoints = checkpointSource(this.pool, 'ingest', INGEST_CONSUMER);
    for (const { partition, begin, end } of target) {
      if (begin === end) continue;
      const next = await checkpoints.load(ARTICLES_TOPIC, partition);
      if (next === null || next < end) return false;
    }
    return true;
  }
}
