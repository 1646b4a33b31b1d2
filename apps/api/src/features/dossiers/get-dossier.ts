import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DossierAnswer, OneDossierQuery } from '@parley/contracts';
import { DossierVersionEntity } from '@parley/store';
import { type DataSource, Raw } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { requireDossier } from './require-dossier.js';

/** A dossier as it is, or was at an instant, with its versions until then. */
export class GetDossier extends Query<DossierAnswer> {
  constructor(
    readonly id: string,
    readonly asked: OneDossierQuery,
  ) {
    super();
  }
}

@QueryHandler(GetDossier)
export class GetDossierHandler implements IQueryHandler<GetDossier> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id, asked: { knownAt } }: GetDossier): Promise<DossierAnswer> {
    const dossier = await requireDossier(this.record, id, knownAt);
    const versions = await this.record.getRepository(DossierVersionEntity).find({
      // Not the documents: there may be many versions, and each can be large.
      select: {
        dossierId: true,
        number: true,
        version: true,
        publishedBy: true,
        publishedAt: true,
        recordedAt: true,
      },
      where: {
        dossierId: id,
        // To the microsecond, which a Date does not have.
        ...(knownAt === undefined
          ? {}
          : { recordedAt: Raw((column) => `${column} <= :knownAt::timestamptz`, { knownAt }) }),
      },
      order: { number: 'DESC' },
    });
    const { document } = dossier;
    return {
      id: dossier.id,
      title: dossier.title,
      number: dossier.number,
      version: dossier.version,
      actors: countIn(document.actors),
      issues: countIn(document.issues),
      publishedBy: dossier.publishedBy,
      publishedAt: dossier.publishedAt.toISOString(),
      document,
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

const countIn = (part: unknown): number => (Array.isArray(part) ? part.length : 0);
