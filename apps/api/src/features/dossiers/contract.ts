import {
  actorPageSchema,
  dossierAnswerSchema,
  dossierPageSchema,
  dossierPartQuerySchema,
  dossierPathSchema,
  issuePageSchema,
  oneDossierQuerySchema,
  publicationSchema,
  publishQuerySchema,
} from '@parley/contracts';
import { dossierSchema } from '@parley/dossier';
import { defineRoute } from '@parley/platform';
import { z } from 'zod';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Dossiers';

export const listDossiers = defineRoute({
  id: 'listDossiers',
  method: 'get',
  path: '/v1/dossiers',
  tag,
  summary: 'The negotiations that are tracked',
  query: dossierPartQuerySchema,
  responses: { 200: { description: 'A page of dossiers, by id', schema: dossierPageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const getDossier = defineRoute({
  id: 'getDossier',
  method: 'get',
  path: '/v1/dossiers/{dossier}',
  tag,
  summary: 'One dossier with its versions',
  params: dossierPathSchema,
  query: oneDossierQuerySchema,
  responses: {
    200: { description: 'The version in force, now or at the instant asked about', schema: dossierAnswerSchema },
  },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});

export const listActors = defineRoute({
  id: 'listActors',
  method: 'get',
  path: '/v1/dossiers/{dossier}/actors',
  tag,
  summary: 'Who can hold a position',
  params: dossierPathSchema,
  query: dossierPartQuerySchema,
  responses: {
    200: { description: 'A page of actors, as the dossier has them', schema: actorPageSchema, headers: LINK_HEADER },
  },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR', 'NOT_FOUND'],
});

export const listIssues = defineRoute({
  id: 'listIssues',
  method: 'get',
  path: '/v1/dossiers/{dossier}/issues',
  tag,
  summary: 'What positions are held on',
  params: dossierPathSchema,
  query: dossierPartQuerySchema,
  responses: {
    200: { description: 'A page of issues, as the dossier has them', schema: issuePageSchema, headers: LINK_HEADER },
  },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR', 'NOT_FOUND'],
});

const yamlBody = z
  .string()
  .meta({ description: 'A dossier file', examples: ['dossier: my-talks\ntitle: My talks\n…'] });

export const publishDossierRoute = defineRoute({
  id: 'publishDossier',
  method: 'post',
  path: '/v1/dossiers',
  tag,
  summary: 'Publish a dossier, or a new version of one',
  description: 'Articles are read under it from then on. Publishing what is in force already changes nothing.',
  query: publishQuerySchema,
  body: { 'application/yaml': yamlBody, 'application/json': dossierSchema },
  responses: {
    201: { description: 'Published: it is in the log, and readers will see it shortly', schema: publicationSchema },
    200: { description: 'Unchanged: this content is in force already', schema: publicationSchema },
  },
  problems: ['INVALID_DOSSIER', 'INVALID_QUERY', 'NOT_JSON', 'NOT_UTF8', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
  writes: true,
});
