import { z } from 'zod';
import { doubtKindSchema } from '../events/position-changed.js';
import { daySchema, instantSchema, slugSchema, stanceSchema } from '../primitives.js';
import { actorNameSchema, issueNameSchema } from './positions.js';
import { cursorSchema, idFilterSchema, instantFilterSchema, limitSchema } from './query-fields.js';

/** What was believed of some days, as a comparison shows it. */
export const believedSchema = z
  .strictObject({
    stance: stanceSchema,
    condition: z.string().nullable(),
    doubt: doubtKindSchema.nullable(),
    statements: z.int().min(0),
    independentSources: z.int().min(0),
  })
  .meta({ id: 'Believed' });
export type Believed = z.infer<typeof believedSchema>;

/** Days of which another thing is believed at one instant than at the other. */
export const differenceSchema = z
  .strictObject({
    validFrom: daySchema.meta({ description: 'The first of these days' }),
    validTo: daySchema.nullable().meta({ description: 'The day after the last; null: until further notice' }),
    kind: z.enum(['gained', 'lost', 'changed', 'doubt']).meta({
      description:
        'gained: it was unknown; lost: it is unknown now; changed: another stance or condition; doubt: the same stance, more or less in doubt',
    }),
    before: believedSchema.nullable().meta({ description: 'At knownBefore; null: unknown' }),
    after: believedSchema.nullable().meta({ description: 'At knownAfter; null: unknown' }),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof differenceSchema>;

export const comparedTimelineSchema = z
  .strictObject({
    dossier: slugSchema,
    actor: actorNameSchema,
    issue: issueNameSchema,
    differences: z.array(differenceSchema).meta({ description: 'By day, oldest first; at least one' }),
  })
  .meta({ id: 'ComparedTimeline' });
export type ComparedTimeline = z.infer<typeof comparedTimelineSchema>;

export const comparisonSchema = z
  .strictObject({
    knownBefore: instantSchema,
    knownAfter: instantSchema.meta({ description: 'As asked; else the instant of the answer' }),
    from: daySchema.nullable(),
    to: daySchema.nullable(),
    items: z.array(comparedTimelineSchema),
    next: z.string().nullable().meta({
      description:
        'Cursor of the next page; null on the last. A page may hold fewer than `limit`, or none, before that',
    }),
  })
  .meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparisonQuerySchema = z.strictObject({
  knownBefore: instantFilterSchema.meta({ description: 'The earlier instant: what was believed then' }),
  knownAfter: instantFilterSchema.optional().meta({ description: 'The later instant. Absent: now' }),
  from: daySchema.optional().meta({ description: 'First day that is asked about. Absent: all that went before' }),
  to: daySchema.optional().meta({ description: 'Last day that is asked about. Absent: all that comes after' }),
  dossier: idFilterSchema.optional(),
  actor: idFilterSchema.optional(),
  issue: idFilterSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type ComparisonQuery = z.output<typeof comparisonQuerySchema>;
