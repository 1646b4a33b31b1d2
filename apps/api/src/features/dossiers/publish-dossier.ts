import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Publication } from '@parley/contracts';
import type { Dossier } from '@parley/dossier';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import { publishDossier } from '@parley/store';
import type { Pool } from 'pg';

export class PublishDossier extends Command<Publication> {
  constructor(
    readonly dossier: Dossier,
    readonly by: string,
  ) {
    super();
  }
}

@CommandHandler(PublishDossier)
export class PublishDossierHandler implements ICommandHandler<PublishDossier> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ dossier, by }: PublishDossier): Promise<Publication> {
    const options = { publishedBy: by, source: '/parley/api', now: this.clock() };
    return publishDossier(this.log, this.pool, dossier, options);
  }
}
