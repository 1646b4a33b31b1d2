import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DossierAnswer } from '@parley/contracts';
import { ActorEntity, DossierVersionEntity, IssueEntity } from '@parley/store';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { requireDossier } from './require-dossier.js';

export class GetDossier extends Query<DossierAnswer> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetDossier)
export class GetDossierHandler implements IQueryHandler<GetDossier> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id }: GetDossier): Promise<DossierAnswer> {
    const dossier = await requireDossier(this.record, id);
    const [actors, issues, versions] = await Promise.all([
      this.record.getRepository(ActorEntity).countBy({ dossierId: id }),
      this.record.getRepository(IssueEntity).countBy({ dossierId: id }),
      this.record.getRepository(DossierVersionEntity).find({
        // Not the documents: there may be many versions, and each can be large.
        select: {
          dossierId: true,
          number: true,
          version: true,
          publishedBy: true,
          publishedAt: true,
          recordedAt: true,
        },
        where: { dossierId: id },
        order: { number: 'DESC' },
      }),
    ]);
    return {
      id: dossier.id,
      title: dossier.title,
      number: dossier.number,
      version: dossier.version,
      actors,
      issues,
      publishedBy: dossier.publishedBy,
      publishedAt: dossier.publishedAt.toISOString(),
      document: dossier.document,
      versions: versions.map((version) => ({
        number: version.number,
        version: version.version,
        publishedBy: version.publishedBy,
        publishedAt: version.publishedAt.toISOString(),
        recordedAt: version.recordedAt.toISOString(),
      })),
    };
  }
}
