import { withdrawalPageSchema, withdrawalQuerySchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

export const listWithdrawals = defineRoute({
  id: 'listWithdrawals',
  method: 'get',
  path: '/v1/withdrawals',
  tag: 'Articles',
  summary: 'Articles that were taken back, by whom and why, and who undid it; latest first',
  query: withdrawalQuerySchema,
  responses: { 200: { description: 'A page of withdrawals', schema: withdrawalPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});
