import { Command } from '@nestjs/cqrs';
import type { CloudEvent } from '@parley/contracts';
import type { ClientBase } from 'pg';
import type { Delivery } from '../postgres/wait-for-lock.js';
import type { Tracked } from '../track-statements/track-statements.command.js';

export type ArticleEvent = CloudEvent<'parley.article.observed'>;

/** Finds which articles tell one story alike, and corrects the counts of the positions they show. */
export class GroupSourcesCommand extends Command<Tracked> {
  constructor(
    readonly events: readonly ArticleEvent[],
    /** Moves the consumer's checkpoint in the transaction of the effects, before them. */
    readonly moveCheckpoint: (client: ClientBase) => Promise<void>,
    /** Once its signal is aborted nothing may be committed any more. */
    readonly delivery?: Delivery,
  ) {
    super();
  }
}
