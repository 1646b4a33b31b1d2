import { deadLetterPageSchema, deadLetterQuerySchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

export const listDeadLetters = defineRoute({
  id: 'listDeadLetters',
  method: 'get',
  path: '/v1/dead-letters',
  tag: 'Operation',
  summary: 'What could not be processed, and why; newest first',
  query: deadLetterQuerySchema,
  responses: { 200: { description: 'A page of dead letters', schema: deadLetterPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});
