import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Sides, SidesQuery } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { requireDossier } from '../dossiers/require-dossier.js';
import { loadSides, showVoice } from './load-sides.js';

export class GetSides extends Query<Sides> {
  constructor(
    readonly dossier: string,
    readonly asked: SidesQuery,
  ) {
    super();
  }
}

@QueryHandler(GetSides)
export class GetSidesHandler implements IQueryHandler<GetSides> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ dossier, asked }: GetSides): Promise<Sides> {
    const { title } = await requireDossier(this.record, dossier);
    const { bodies, issues, sideOf } = await loadSides(this.record, dossier, asked, this.clock());
    const cellOf = (body: string, issue: string): Sides['sides'][number]['positions'][string] => {
      const side = sideOf(body, issue);
      if (!side) return null;
      return {
        leading: showVoice(side.leading),
        others: side.others.map(showVoice),
        dissonant: side.dissonance !== null,
      };
    };
    return {
      dossier,
      title,
      validAt: asked.validAt ?? null,
      knownAt: asked.knownAt ?? null,
      issues: [...issues],
      sides: bodies.map((body) => ({
        ...body,
        positions: Object.fromEntries(issues.map(({ id }) => [id, cellOf(body.id, id)])),
      })),
    };
  }
}
