import { Controller, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Matrix, MatrixQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import { getMatrix } from './contract.js';
import { GetMatrix } from './get-matrix.js';

@Controller()
export class MatrixController {
  constructor(private readonly queries: QueryBus) {}

  @Route(getMatrix)
  get(
    @Param({ schema: getMatrix.params }) path: { dossier: string },
    @Query({ schema: getMatrix.query }) query: MatrixQuery,
  ): Promise<Matrix> {
    return this.queries.execute(new GetMatrix(path.dossier, query));
  }
}
