import { z } from 'zod';
import { derivationSchema } from '../events/position-changed.js';
import {
  daySchema,
  instantSchema,
  positionChangeKindSchema,
  slugSchema,
  stanceSchema,
  uuidSchema,
} from '../primitives.js';
import { actorNameSchema, issueNameSchema, shownDoubtSchema, shownEvidenceSchema } from './positions.js';
import { cursorSchema, idFilterSchema, instantFilterSchema, limitSchema } from './query-fields.js';

export const changeSideSchema = z
  .strictObject({
    stance: stanceSchema,
    validFrom: daySchema,
    validTo: daySchema.nullable(),
    lastStatedOn: daySchema,
    statements: z.int().min(1),
    independentSources: z.int().min(1),
    condition: z.string().nullable(),
    doubt: shownDoubtSchema.nullable(),
  })
  .meta({ id: 'ChangeSide' });

/** Days that read differently since a change. */
export const rewrittenDaysSchema = z
  .strictObject({
    from: daySchema.nullable().meta({ description: 'First day that is replaced; null: from the beginning' }),
    to: daySchema.nullable().meta({ description: 'First day that stays as it was; null: to the end' }),
    positions: z.array(changeSideSchema).meta({ description: 'What holds on these days now; empty: nothing does' }),
  })
  .meta({ id: 'RewrittenDays' });

/** One position change as it was announced. */
export const changeSchema = z
  .strictObject({
    id: uuidSchema.meta({ description: 'Id of the event; the same change always has the same' }),
    change: positionChangeKindSchema,
    dossier: slugSchema,
    actor: actorNameSchema,
    issue: issueNameSchema,
    sequence: z.int().min(1).meta({ description: 'Counts the changes of this actor on this issue' }),
    before: changeSideSchema.nullable(),
    after: changeSideSchema.nullable(),
    rewritten: rewrittenDaysSchema
      .nullable()
      .meta({ description: 'Days whose record the change replaces; null where `before` and `after` say it all' }),
    reason: z.string().nullable(),
    derivation: derivationSchema.nullable(),
    evidence: z.array(shownEvidenceSchema).meta({ description: 'The statements that this change brought in' }),
    recordedAt: instantSchema,
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof changeSchema>;

export const changePageSchema = z
  .strictObject({
    items: z.array(changeSchema),
    next: z.string().nullable().meta({
      description: 'For `after`. With order=asc it is always there, to poll with; else null on the last page',
    }),
    follow: z.string().nullable().meta({
      description: 'On the first page of order=desc: for order=asc or the stream, to get all that comes later',
    }),
  })
  .meta({ id: 'ChangePage' });
export type ChangePage = z.infer<typeof changePageSchema>;

export const changeFilters = {
  until: instantFilterSchema
    .meta({ description: 'Only what was recorded before that instant', examples: ['2025-08-26T00:00:00Z'] })
    .optional(),
  validAt: daySchema
    .meta({ description: 'Only changes that speak of that day: what is believed of it after or was before' })
    .optional(),
  dossier: idFilterSchema.optional(),
  actor: idFilterSchema.optional(),
  issue: idFilterSchema.optional(),
  change: positionChangeKindSchema.optional(),
  since: instantFilterSchema
    .meta({ description: 'Only what was recorded at that instant or later', examples: ['2025-08-25T12:00:00Z'] })
    .optional(),
};

export const changeQuerySchema = z.strictObject({
  ...changeFilters,
  order: z.enum(['asc', 'desc']).default('desc').meta({
    description: 'desc: newest first, for people. asc: the feed for programs, which misses nothing',
  }),
  after: cursorSchema.optional(),
  limit: limitSchema,
});
export type ChangeQuery = z.output<typeof changeQuerySchema>;

export const changeStreamQuerySchema = z.strictObject({ ...changeFilters, after: cursorSchema.optional() });
export type ChangeStreamQuery = z.output<typeof changeStreamQuerySchema>;
export const changeStreamHeadersSchema = z.object({
  'last-event-id': cursorSchema
    .optional()
    .meta({ description: 'Id of the last event that was seen; wins over `after`' }),
});
