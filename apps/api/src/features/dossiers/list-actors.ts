import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ActorAnswer, actorSchema, type DossierPartQuery, type Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { RECORD } from '../../record/record.js';
import { partsInOrder } from './parts-in-order.js';
import { requireDossier } from './require-dossier.js';

export class ListActors extends Query<Page<ActorAnswer>> {
  constructor(
    readonly dossier: string,
    readonly asked: DossierPartQuery,
  ) {
    super();
  }
}

@QueryHandler(ListActors)
export class ListActorsHandler implements IQueryHandler<ListActors> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ dossier, asked }: ListActors): Promise<Page<ActorAnswer>> {
    const { document } = await requireDossier(this.record, dossier, asked.knownAt);
    const scope: CursorScope = { list: 'actors', filters: { dossier, knownAt: asked.knownAt } };
    const after = asked.cursor === undefined ? -1 : decodeCursor(scope, asked.cursor, z.int().min(0));
    return pageOfRows(
      partsInOrder(document.actors, after, asked.limit + 1),
      asked.limit,
      scope,
      ({ part }) => actorSchema.parse(shownActor(part)),
      ({ ordinal }) => ordinal,
    );
  }
}

/** What a document may leave out is told as well. */
const shownActor = ({ id, name, kind, wikidata, aliases, roles }: Readonly<Record<string, unknown>>) => ({
  id,
  name,
  kind,
  wikidata: wikidata ?? null,
  aliases: aliases ?? [],
  roles: roles ?? [],
});
