import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ActorAnswer, actorSchema, type DossierPartQuery, type Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { type Part, pageOfParts } from './page-of-parts.js';

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

  execute({ dossier, asked }: ListActors): Promise<Page<ActorAnswer>> {
    return pageOfParts(this.record, 'actors', dossier, asked, (part) => actorSchema.parse(shownActor(part)));
  }
}

/** What a document may leave out is told as well. */
const shownActor = ({ id, name, kind, wikidata, aliases, roles }: Part) => ({
  id,
  name,
  kind,
  wikidata: wikidata ?? null,
  aliases: aliases ?? [],
  roles: roles ?? [],
});
