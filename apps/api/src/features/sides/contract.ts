import { dissonanceListSchema, dossierPathSchema, sidesQuerySchema, sidesSchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';

const tag = 'Positions';

export const getSidesRoute = defineRoute({
  id: 'getSides',
  method: 'get',
  path: '/v1/dossiers/{dossier}/sides',
  tag,
  summary: 'Every body by every issue: what its members hold, rolled up',
  description:
    "By the roles of the dossier in force, as held on the day asked about. The side's position is the body's own, else its head's, else that of another member; what is stale comes last.",
  params: dossierPathSchema,
  query: sidesQuerySchema,
  responses: { 200: { description: 'The sides', schema: sidesSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});

export const getDissonanceRoute = defineRoute({
  id: 'getDissonance',
  method: 'get',
  path: '/v1/dossiers/{dossier}/dissonance',
  tag,
  summary: 'Where members of one side hold different stances: who, on what, since when',
  params: dossierPathSchema,
  query: sidesQuerySchema,
  responses: { 200: { description: 'The dissonances', schema: dissonanceListSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});
