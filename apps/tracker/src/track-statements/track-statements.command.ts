import { Command } from '@nestjs/cqrs';
import { type TrackedEvent } from '@parley/tracking';
import type { ClientBase } from 'pg';
import type { Delivery } from '../postgres/wait-for-lock.js';

export interface Tracked {
  /** How many position changes were decided. */
  readonly changes: number;
}

/** Takes events that say which statements count into the ledger, in order, and decides what they change. */
export class TrackStatementsCommand extends Command<Tracked> {
  constructor(
    readonly events: readonly TrackedEvent[],
    /** Moves the consumer's checkpoint in the transaction of the effects, before them. */
    readonly moveCheckpoint: (client: ClientBase) => Promise<void>,
    /** Once its signal is aborted nothing may be committed any more. */
    readonly delivery?: Delivery,
  ) {
    super();
  }
}
