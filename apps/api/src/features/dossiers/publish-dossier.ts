import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Consequences, Publication } from '@parley/contracts';
import { type Dossier, parseDossierJson } from '@parley/dossier';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import { DossierEntity, publishDossier } from '@parley/store';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { R, RECORD, rowsOf } from '../../record/record.js';
import { consequencesOf } from './consequences-of.js';

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
    @Inject(RECORD) private readonly record: DataSource,
  ) {}

  async execute({ dossier, by }: PublishDossier): Promise<Publication> {
    const options = { publishedBy: by, source: '/parley/api', now: this.clock() };
    const before = await this.inForce(dossier.dossier);
    const { policy: _, ...publication } = await publishDossier(this.log, this.pool, dossier, options);
    const consequences =
      before === null || publication.outcome === 'unchanged'
        ? null
        : {
            ...consequencesOf(before, dossier),
            rereading: await this.rereading(dossier.dossier, publication.version),
          };
    return { ...publication, consequences };
  }

  /** As the record has it, which may lag behind what was published a moment ago. */
  private async inForce(id: string): Promise<Dossier | null> {
    const found = await this.record.getRepository(DossierEntity).findOneBy({ id });
    const parsed = found && parseDossierJson(found.document);
    return parsed?.ok ? parsed.dossier : null;
  }

  private async rereading(id: string, version: string): Promise<Consequences['rereading']> {
    const [counts] = await rowsOf<{ articles: number; statements: number }>(
      this.record,
      `SELECT (SELECT count(DISTINCT article_id)::int FROM ${R}.statement_set WHERE $1 = ANY (dossier_ids)) AS articles,
              (SELECT count(*)::int FROM ${R}.statement
                WHERE dossier_id = $1 AND superseded_at IS NULL AND dossier_version NOT IN ($2, '')) AS statements`,
      [id, version],
    );
    if (!counts || counts.articles === 0) return null;
    return { ...counts, command: `parley reextract --dossier ${id}` };
  }
}
