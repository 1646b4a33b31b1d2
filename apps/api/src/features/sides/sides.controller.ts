import { Controller, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DissonanceList, Sides, SidesQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import { getDissonanceRoute, getSidesRoute } from './contract.js';
import { GetDissonance } from './get-dissonance.js';
import { GetSides } from './get-sides.js';

@Controller()
export class SidesController {
  constructor(private readonly queries: QueryBus) {}

  @Route(getSidesRoute)
  sides(
    @Param({ schema: getSidesRoute.params }) path: { dossier: string },
    @Query({ schema: getSidesRoute.query }) query: SidesQuery,
  ): Promise<Sides> {
    return this.queries.execute(new GetSides(path.dossier, query));
  }

  @Route(getDissonanceRoute)
  dissonance(
    @Param({ schema: getDissonanceRoute.params }) path: { dossier: string },
    @Query({ schema: getDissonanceRoute.query }) query: SidesQuery,
  ): Promise<DissonanceList> {
    return this.queries.execute(new GetDissonance(path.dossier, query));
  }
}
