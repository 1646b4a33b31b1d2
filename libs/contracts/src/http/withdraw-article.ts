import { z } from 'zod';
import { instantSchema, sha256Schema, uuidSchema } from '../primitives.js';
import { pageOf } from './page.js';
import { cursorSchema, idFilterSchema, limitSchema, personSchema, reasonSchema } from './query-fields.js';

/** What `POST /v1/articles/{id}/withdrawal` takes. */
export const withdrawalBodySchema = z
  .strictObject({
    reason: reasonSchema.meta({ description: 'Why, for the record', examples: ['the outlet took it down'] }),
    by: personSchema.meta({ description: 'Who says so: a person or a program', examples: ['analyst@desk.example'] }),
  })
  .meta({ id: 'WithdrawalBody' });
export type WithdrawalBody = z.output<typeof withdrawalBodySchema>;

/** What it answers. */
export const withdrawalSchema = z
  .strictObject({
    status: z.enum(['withdrawn', 'already-withdrawn']).meta({
      description: 'already-withdrawn: it had been before, and no revision was observed since',
    }),
    articleId: sha256Schema,
    revision: z.int().min(1).meta({ description: 'The latest one that is taken back' }),
    eventId: uuidSchema.meta({ description: 'Id of the event that records it' }),
    withdrawnAt: instantSchema,
  })
  .meta({ id: 'Withdrawal' });
export type Withdrawal = z.infer<typeof withdrawalSchema>;

/** What `POST /v1/articles/{id}/restoration` answers. */
export const restorationSchema = z
  .strictObject({
    status: z.enum(['restored', 'not-withdrawn']).meta({
      description: 'not-withdrawn: there was nothing to undo, it counts',
    }),
    articleId: sha256Schema,
    withdrawalId: uuidSchema.nullable().meta({ description: 'The withdrawal that is undone' }),
    eventId: uuidSchema.nullable().meta({ description: 'Id of the event that records it' }),
    restoredAt: instantSchema.nullable(),
  })
  .meta({ id: 'Restoration' });
export type Restoration = z.infer<typeof restorationSchema>;

/** A withdrawal as the record shows it. */
export const shownWithdrawalSchema = z
  .strictObject({
    id: uuidSchema,
    article: z.strictObject({ id: sha256Schema, url: z.string(), title: z.string() }),
    revision: z.int().min(1).meta({ description: 'The latest one that was taken back' }),
    reason: z.string(),
    by: z.string(),
    recordedAt: instantSchema,
    undone: z
      .strictObject({ eventId: uuidSchema, reason: z.string(), by: z.string(), recordedAt: instantSchema })
      .nullable()
      .meta({ description: 'Who undid it and why; null where it was not undone' }),
  })
  .meta({ id: 'ShownWithdrawal' });
export type ShownWithdrawal = z.infer<typeof shownWithdrawalSchema>;
export const withdrawalPageSchema = pageOf('WithdrawalPage', shownWithdrawalSchema);

export const withdrawalQuerySchema = z.strictObject({
  article: idFilterSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type WithdrawalQuery = z.output<typeof withdrawalQuerySchema>;
