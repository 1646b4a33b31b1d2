import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ActorAnswer, actorSchema, type Page, type PageQuery } from '@parley/contracts';
import { ActorEntity } from '@parley/store';
import { type DataSource, MoreThan } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { RECORD } from '../../record/record.js';
import { requireDossier } from './require-dossier.js';

export class ListActors extends Query<Page<ActorAnswer>> {
  constructor(
    readonly dossier: string,
    readonly asked: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListActors)
export class ListActorsHandler implements IQueryHandler<ListActors> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ dossier, asked }: ListActors): Promise<Page<ActorAnswer>> {
    await requireDossier(this.record, dossier);
    const scope: CursorScope = { list: 'actors', filters: { dossier } };
    const after = asked.cursor === undefined ? -1 : decodeCursor(scope, asked.cursor, z.int().min(0));
    const rows = await this.record.getRepository(ActorEntity).find({
      where: { dossierId: dossier, ordinal: MoreThan(after) },
      order: { ordinal: 'ASC' },
      take: asked.limit + 1,
    });
    return pageOfRows(
      rows,
      asked.limit,
      scope,
      ({ id, name, kind, wikidata, aliases, roles }) => ({
        id,
        name,
        kind: actorSchema.shape.kind.parse(kind),
        wikidata,
        aliases,
        roles: roles.map((role) => ({ ...role })),
      }),
      (row) => row.ordinal,
    );
  }
}
