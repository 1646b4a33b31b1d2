import { changeExportQuerySchema, positionExportQuerySchema, statementExportQuerySchema } from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { z } from 'zod';

const answer = {
  200: { description: 'All of it, as a stream', schema: z.string(), mediaType: 'application/x-ndjson' },
} as const;
const formats = 'As `format` says: application/x-ndjson, text/csv or application/json.';

export const exportChanges = defineRoute({
  id: 'exportChanges',
  method: 'get',
  path: '/v1/changes/export',
  tag: 'Changes',
  summary: 'Everything that was announced, in order, as it was announced then',
  description: `Oldest first, from the beginning, from \`since\` on, or behind a cursor (\`after\`); up to \`until\`, or to the end as it is now. Each change has a cursor to go on from. In order for each actor and issue; across them by when they were recorded. ${formats}`,
  query: changeExportQuerySchema,
  responses: answer,
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const exportPositions = defineRoute({
  id: 'exportPositions',
  method: 'get',
  path: '/v1/positions/export',
  tag: 'Positions',
  summary: 'All positions, on a day, as believed at an instant',
  description: `Without \`knownAt\` as they are believed when the export begins. ${formats}`,
  query: positionExportQuerySchema,
  responses: answer,
  problems: ['INVALID_QUERY'],
});

export const exportStatements = defineRoute({
  id: 'exportStatements',
  method: 'get',
  path: '/v1/statements/export',
  tag: 'Statements',
  summary: 'All statements that match, latest first, as known at an instant',
  description: `Without \`knownAt\` as they count when the export begins. ${formats}`,
  query: statementExportQuerySchema,
  responses: answer,
  problems: ['INVALID_QUERY'],
});
