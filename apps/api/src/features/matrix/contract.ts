import { dossierPathSchema, matrixQuerySchema, matrixSchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';

export const getMatrix = defineRoute({
  id: 'getMatrix',
  method: 'get',
  path: '/v1/dossiers/{dossier}/matrix',
  tag: 'Positions',
  summary: 'Every actor by every issue',
  description: 'Actors and issues in the order of the dossier. A cell is null where nothing is known.',
  params: dossierPathSchema,
  query: matrixQuerySchema,
  responses: { 200: { description: 'The matrix', schema: matrixSchema } },
  problems: ['INVALID_QUERY', 'NOT_FOUND'],
});
