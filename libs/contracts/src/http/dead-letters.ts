import { z } from 'zod';
import { instantSchema } from '../primitives.js';
import { pageOf } from './page.js';
import { cursorSchema, idFilterSchema, limitSchema } from './query-fields.js';

const placeSchema = z.strictObject({
  topic: z.string(),
  partition: z.int().min(0),
  offset: z.string().meta({ description: 'Decimal; it can outgrow what JSON numbers hold exactly' }),
});

/** A record that a service could not process. */
export const deadLetterSchema = z
  .strictObject({
    service: z.string(),
    code: z.string(),
    reason: z.string(),
    original: placeSchema.meta({ description: 'Where the record stands' }),
    letter: placeSchema.meta({ description: 'Where its dead letter stands; names it in a retry' }),
    key: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
    bytes: z.int().min(0).nullable(),
    preview: z.string().nullable().meta({ description: 'The first 1,000 bytes, as text' }),
    recordedAt: instantSchema,
    retriedAt: instantSchema.nullable(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof deadLetterSchema>;
export const deadLetterPageSchema = pageOf('DeadLetterPage', deadLetterSchema);

export const deadLetterQuerySchema = z.strictObject({
  service: idFilterSchema.optional(),
  topic: idFilterSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type DeadLetterQuery = z.output<typeof deadLetterQuerySchema>;
