import { noQuerySchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { z } from 'zod';

const tag = 'Description';

export const readIndex = defineRoute({
  id: 'readIndex',
  method: 'get',
  path: '/',
  tag,
  summary: 'Where to begin',
  query: noQuerySchema,
  responses: {
    200: {
      description: 'Addresses of what there is',
      schema: z
        .strictObject({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
        .meta({ id: 'Index' }),
    },
  },
  problems: ['INVALID_QUERY'],
});

export const readOpenApi = defineRoute({
  id: 'readOpenApi',
  method: 'get',
  path: '/openapi.json',
  tag,
  summary: 'This API, as OpenAPI 3.1',
  responses: { 200: { description: 'The document', schema: z.looseObject({ openapi: z.string() }) } },
  problems: [],
});

export const readAsyncApi = defineRoute({
  id: 'readAsyncApi',
  method: 'get',
  path: '/asyncapi.json',
  tag,
  summary: 'The topics and events of the log, as AsyncAPI 3',
  responses: { 200: { description: 'The document', schema: z.looseObject({ asyncapi: z.string() }) } },
  problems: [],
});

export const readDocs = defineRoute({
  id: 'readDocs',
  method: 'get',
  path: '/docs',
  tag,
  summary: 'A page to read about and try this API',
  responses: { 200: { description: 'The page', schema: z.string(), mediaType: 'text/html' } },
  problems: [],
});
