import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DissonanceList, SidesQuery } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { requireDossier } from '../dossiers/require-dossier.js';
import { loadSides, showVoice } from './load-sides.js';

export class GetDissonance extends Query<DissonanceList> {
  constructor(
    readonly dossier: string,
    readonly asked: SidesQuery,
  ) {
    super();
  }
}

@QueryHandler(GetDissonance)
export class GetDissonanceHandler implements IQueryHandler<GetDissonance> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ dossier, asked }: GetDissonance): Promise<DissonanceList> {
    const { title } = await requireDossier(this.record, dossier);
    const { bodies, issues, sideOf } = await loadSides(this.record, dossier, asked, this.clock());
    return {
      dossier,
      title,
      validAt: asked.validAt ?? null,
      knownAt: asked.knownAt ?? null,
      items: bodies.flatMap((body) =>
        issues.flatMap((issue) => {
          const side = sideOf(body.id, issue.id);
          if (!side?.dissonance) return [];
          const { degree, since, dissenting } = side.dissonance;
          return [
            {
              body,
              issue,
              degree,
              since,
              leading: showVoice(side.leading),
              dissenting: dissenting.map((one) => ({ voice: showVoice(one.voice), since: one.since })),
            },
          ];
        }),
      ),
    };
  }
}
