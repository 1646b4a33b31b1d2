import {
  oneStatementQuerySchema,
  shownStatementSchema,
  statementPageSchema,
  statementPathSchema,
  statementQuerySchema,
} from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Statements';

export const listStatements = defineRoute({
  id: 'listStatements',
  method: 'get',
  path: '/v1/statements',
  tag,
  summary: 'What was said, by words, actor, issue and day',
  query: statementQuerySchema,
  responses: { 200: { description: 'A page of statements', schema: statementPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const getStatement = defineRoute({
  id: 'getStatement',
  method: 'get',
  path: '/v1/statements/{id}',
  tag,
  summary: 'One statement',
  description: 'Without `knownAt` its ETag is what curations of it send as If-Match.',
  params: statementPathSchema,
  query: oneStatementQuerySchema,
  responses: { 200: { description: 'It', schema: shownStatementSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});
