import { z } from 'zod';
import { positionChangedSchema } from '../events/position-changed.js';
import { instantSchema, uuidSchema } from '../primitives.js';
import { changeFilters } from './changes.js';
import { positionQuerySchema } from './positions.js';
import { cursorSchema } from './query-fields.js';
import { statementQuerySchema } from './statements.js';

export const exportFormatSchema = z.enum(['ndjson', 'csv', 'json']).default('ndjson').meta({
  description:
    'ndjson: one object a line; csv: a table with a header (RFC 4180), text that a spreadsheet would take for a formula behind an apostrophe; json: one array',
});
export type ExportFormat = z.output<typeof exportFormatSchema>;

/** A change as it was announced, with its place in the feed. */
export const exportedChangeSchema = z
  .strictObject({
    cursor: z.string().meta({ description: 'For `after`: to go on behind this change' }),
    id: uuidSchema.meta({ description: 'Id of the event' }),
    type: z.string().meta({ examples: ['parley.position.shifted'] }),
    recordedAt: instantSchema,
    data: positionChangedSchema.meta({ description: 'What the event says, as consumers of the topic read it' }),
  })
  .meta({ id: 'ExportedChange' });
export type ExportedChange = z.infer<typeof exportedChangeSchema>;

export const changeExportQuerySchema = z.strictObject({
  ...changeFilters,
  after: cursorSchema.optional(),
  format: exportFormatSchema,
});
export type ChangeExportQuery = z.output<typeof changeExportQuerySchema>;

export const positionExportQuerySchema = positionQuerySchema
  .omit({ limit: true, cursor: true })
  .extend({ format: exportFormatSchema });
export type PositionExportQuery = z.output<typeof positionExportQuerySchema>;

export const statementExportQuerySchema = statementQuerySchema
  .omit({ limit: true, cursor: true, order: true })
  .extend({ format: exportFormatSchema });
export type StatementExportQuery = z.output<typeof statementExportQuerySchema>;
