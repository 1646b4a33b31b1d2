import { articlePathSchema, restorationSchema, withdrawalBodySchema, withdrawalSchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';

export const withdrawArticleRoute = defineRoute({
  id: 'withdrawArticle',
  method: 'post',
  path: '/v1/articles/{id}/withdrawal',
  tag: 'Articles',
  summary: 'Take an article back: what it says no longer counts',
  description:
    'All its revisions up to the latest lose their support for positions, and stay readable. A revision that is observed ' +
    'later counts again; the same text sent again is no later revision. Withdrawing it again changes nothing.',
  params: articlePathSchema,
  body: { 'application/json': withdrawalBodySchema },
  responses: {
    202: { description: 'In the log', schema: withdrawalSchema },
    200: { description: 'It had been withdrawn before', schema: withdrawalSchema },
  },
  problems: ['NOT_JSON', 'NOT_UTF8', 'NOT_FOUND', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID_BODY'],
  writes: true,
});

export const restoreArticleRoute = defineRoute({
  id: 'restoreArticle',
  method: 'post',
  path: '/v1/articles/{id}/restoration',
  tag: 'Articles',
  summary: 'Undo the withdrawal of an article: what it says counts again',
  description: 'As if it had never been withdrawn. Both events stay in the log, and in GET /v1/withdrawals.',
  params: articlePathSchema,
  body: { 'application/json': withdrawalBodySchema },
  responses: {
    202: { description: 'In the log', schema: restorationSchema },
    200: { description: 'It was not withdrawn', schema: restorationSchema },
  },
  problems: ['NOT_JSON', 'NOT_UTF8', 'NOT_FOUND', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID_BODY'],
  writes: true,
});
