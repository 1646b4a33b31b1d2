import {
  articleExplanationQuerySchema,
  articleExplanationSchema,
  articlePathSchema,
  explanationAnswerSchema,
  oneStatementQuerySchema,
  statementPathSchema,
} from '@parley/contracts';
import { defineRoute } from '@parley/platform';

export const explainStatement = defineRoute({
  id: 'explainStatement',
  method: 'get',
  path: '/v1/statements/{id}/explanation',
  tag: 'Statements',
  summary: 'Why a statement is there: who, by which cue, about what, which way',
  description:
    'Reads the stored revision again, by the rules in force and under the dossier version the statement was read under, and says plainly where other rules, a model or a person made it. With `knownAt` the statement as it counted then.',
  params: statementPathSchema,
  query: oneStatementQuerySchema,
  responses: { 200: { description: 'What led to it', schema: explanationAnswerSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});

export const explainArticle = defineRoute({
  id: 'explainArticle',
  method: 'get',
  path: '/v1/articles/{id}/explanation',
  tag: 'Articles',
  summary: 'What the rules in force make of an article, and why of the rest nothing',
  params: articlePathSchema,
  query: articleExplanationQuerySchema,
  responses: {
    200: { description: 'What led to each statement, and why there are no others', schema: articleExplanationSchema },
  },
  problems: ['INVALID_QUERY', 'NOT_FOUND', 'CONFLICT'],
});
