import { pipelineSchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';

export const getPipeline = defineRoute({
  id: 'getPipeline',
  method: 'get',
  path: '/v1/pipeline',
  tag: 'Operation',
  summary: 'How far each stage is behind',
  description: 'To wait until articles that were just sent have become positions: ask until `caughtUp` is true.',
  responses: { 200: { description: 'The lag of each stage, in events', schema: pipelineSchema } },
  problems: [],
});
