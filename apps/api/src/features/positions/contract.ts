import {
  historyQuerySchema,
  onePositionQuerySchema,
  positionAnswerSchema,
  positionHistorySchema,
  positionPageSchema,
  positionPathSchema,
  positionQuerySchema,
} from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Positions';

export const listPositions = defineRoute({
  id: 'listPositions',
  method: 'get',
  path: '/v1/positions',
  tag,
  summary: 'Who holds what, with the sentences that prove it',
  description:
    'Ordered by dossier, actor and issue. `validAt` asks about a day, `knownAt` what was believed at an instant; together: what was believed then about that day. Where nothing was stated yet there is no row, unless `includeUnknown=true` or `stance=unknown` asks for one.',
  query: positionQuerySchema,
  responses: { 200: { description: 'A page of positions', schema: positionPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const getPosition = defineRoute({
  id: 'getPosition',
  method: 'get',
  path: '/v1/positions/{dossier}/{actor}/{issue}',
  tag,
  summary: 'What one actor holds on one issue; null where it is unknown',
  params: positionPathSchema,
  query: onePositionQuerySchema,
  responses: { 200: { description: 'The position, or null', schema: positionAnswerSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});

export const getPositionHistory = defineRoute({
  id: 'getPositionHistory',
  method: 'get',
  path: '/v1/positions/{dossier}/{actor}/{issue}/history',
  tag,
  summary: 'All that one actor held on one issue, by day',
  description: 'Up to the day `validAt`, whose position is then the last one; as believed at the instant `knownAt`.',
  params: positionPathSchema,
  query: historyQuerySchema,
  responses: { 200: { description: 'Its stretches, oldest first', schema: positionHistorySchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});
