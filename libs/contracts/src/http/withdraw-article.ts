import { z } from 'zod';
import { instantSchema, sha256Schema, uuidSchema } from '../primitives.js';
import { personSchema, reasonSchema } from './query-fields.js';

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
