import { Command } from '@nestjs/cqrs';
import type { CloudEvent } from '@parley/contracts';
import type { ClientBase } from 'pg';
import type { Delivery } from '../postgres/wait-for-lock.js';
import type { Tracked } from '../track-statements/track-statements.command.js';

export type DossierEvent = CloudEvent<'parley.dossier.published'>;

/** Counts the statements of a dossier by its new version, and corrects the positions that read differently. */
export class PutInForceCommand extends Command<Tracked> {
  constructor(
    readonly events: readonly DossierEvent[],
    /** Moves the consumer's checkpoint in the transaction of the effects, before them. */
    readonly moveCheckpoint: (client: ClientBase) => Promise<void>,
    /** Once its signal is aborted nothing may be committed any more. */
    readonly delivery?: Delivery,
  ) {
    super();
  }
}
