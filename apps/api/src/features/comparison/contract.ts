import { comparisonQuerySchema, comparisonSchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

export const comparePositionsRoute = defineRoute({
  id: 'comparePositions',
  method: 'get',
  path: '/v1/positions/comparison',
  tag: 'Positions',
  summary: 'What is believed about some days at one instant and was not at another',
  description:
    'Of each actor and issue, the days between `from` and `to` of which another thing is believed at `knownAfter` than was at `knownBefore`. Unknown is one of the things that may be believed.',
  query: comparisonQuerySchema,
  responses: { 200: { description: 'The differences', schema: comparisonSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});
