import {
  acceptedCurationSchema,
  additionBodySchema,
  amendmentBodySchema,
  articlePathSchema,
  curationBodySchema,
  curationPageSchema,
  curationPathSchema,
  curationQuerySchema,
  statementPathSchema,
} from '@parley/contracts';
import { defineRoute, type ProblemCode } from '@parley/platform';
import { z } from 'zod';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Curation';
const responses = {
  202: { description: 'In the log: the record and the positions will follow shortly', schema: acceptedCurationSchema },
} as const;
const problems = [
  'NOT_JSON',
  'NOT_UTF8',
  'NOT_FOUND',
  'CONFLICT',
  'UNSUPPORTED_MEDIA_TYPE',
  'INVALID_BODY',
] as const satisfies readonly ProblemCode[];
const ifMatch = z.object({
  'if-match': z
    .string()
    .meta({ description: 'The ETag of GET /v1/statements/{id}: what the author has seen. `*` for whatever it is now' }),
});
const stale =
  'Where the statement has changed since, the answer is 412 with its present state in `current` and the ETag of that in ' +
  '`etag`; nothing is done.';

export const retractStatement = defineRoute({
  id: 'retractStatement',
  method: 'post',
  path: '/v1/statements/{id}/retraction',
  tag,
  summary: 'Take a statement out of the record',
  description: `It counts no more, and stays readable. ${stale}`,
  params: statementPathSchema,
  headers: ifMatch,
  body: { 'application/json': curationBodySchema },
  responses,
  problems: [...problems, 'STALE', 'PRECONDITION_REQUIRED'],
  writes: true,
});

export const amendStatement = defineRoute({
  id: 'amendStatement',
  method: 'post',
  path: '/v1/statements/{id}/amendment',
  tag,
  summary: 'Put actor, issue, stance, day or span of a statement right',
  description: `It counts as amended from then on, also when its article is read again. ${stale}`,
  params: statementPathSchema,
  headers: ifMatch,
  body: { 'application/json': amendmentBodySchema },
  responses,
  problems: [...problems, 'STALE', 'PRECONDITION_REQUIRED'],
  writes: true,
});

export const addStatement = defineRoute({
  id: 'addStatement',
  method: 'post',
  path: '/v1/articles/{id}/statements',
  tag,
  summary: 'Add a statement that was not found',
  description: 'By its span in a stored revision of the article; the words are taken from there.',
  params: articlePathSchema,
  body: { 'application/json': additionBodySchema },
  responses,
  problems: [...problems],
  writes: true,
});

export const undoCuration = defineRoute({
  id: 'undoCuration',
  method: 'post',
  path: '/v1/curations/{eventId}/undo',
  tag,
  summary: 'Undo a retraction, an amendment or an addition',
  description: 'From then on it is as if that had not been made; others made of the statement hold.',
  params: curationPathSchema,
  body: { 'application/json': curationBodySchema },
  responses,
  problems: [...problems],
  writes: true,
});

export const listCurations = defineRoute({
  id: 'listCurations',
  method: 'get',
  path: '/v1/curations',
  tag,
  summary: 'What people put right, latest first',
  query: curationQuerySchema,
  responses: { 200: { description: 'A page of the audit trail', schema: curationPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});
