import {
  articleAnswerSchema,
  articlePageSchema,
  articlePathSchema,
  articleQuerySchema,
  diffQuerySchema,
  oneArticleQuerySchema,
  revisionDiffSchema,
} from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Articles';

export const listArticles = defineRoute({
  id: 'listArticles',
  method: 'get',
  path: '/v1/articles',
  tag,
  summary: 'What was read, latest first',
  query: articleQuerySchema,
  responses: { 200: { description: 'A page of articles', schema: articlePageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const getArticle = defineRoute({
  id: 'getArticle',
  method: 'get',
  path: '/v1/articles/{id}',
  tag,
  summary: 'One article: its text, its revisions, its statements',
  params: articlePathSchema,
  query: oneArticleQuerySchema,
  responses: { 200: { description: 'It, at the revision asked for', schema: articleAnswerSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});

export const diffRevisions = defineRoute({
  id: 'diffRevisions',
  method: 'get',
  path: '/v1/articles/{id}/diff',
  tag,
  summary: 'What the outlet changed from one revision to another, word by word',
  params: articlePathSchema,
  query: diffQuerySchema,
  responses: { 200: { description: 'The difference', schema: revisionDiffSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});
