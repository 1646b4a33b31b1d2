import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Pipeline } from '@parley/contracts';
import { Route } from '@parley/platform';
import { getPipeline } from './contract.js';
import { GetPipeline } from './get-pipeline.js';

@Controller()
export class PipelineController {
  constructor(private readonly queries: QueryBus) {}

  @Route(getPipeline)
  show(): Promise<Pipeline> {
    return this.queries.execute(new GetPipeline());
  }
}
