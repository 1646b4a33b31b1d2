import { z } from 'zod';
import {
  daySchema,
  instantSchema,
  sha256Schema,
  slugSchema,
  stanceSchema,
  statementKindSchema,
  uuidSchema,
} from '../primitives.js';
import { pageOf } from './page.js';
import { cursorSchema, idFilterSchema, limitSchema, personSchema, reasonSchema } from './query-fields.js';

const by = {
  author: personSchema.meta({ description: 'Who puts it right', examples: ['analyst@desk.example'] }),
  reason: reasonSchema.meta({ description: 'Why, for the record', examples: ['the article quotes somebody else'] }),
};
const spanStart = z.int().min(0).meta({ description: "First UTF-16 unit in the revision's text" });
const spanEnd = z.int().min(1).meta({ description: 'One past the last UTF-16 unit' });

/** What `POST /v1/statements/{id}/retraction` and `POST /v1/curations/{eventId}/undo` take. */
export const curationBodySchema = z.strictObject(by).meta({ id: 'CurationBody' });
export type CurationBody = z.output<typeof curationBodySchema>;

/** What `POST /v1/statements/{id}/amendment` takes. */
export const amendmentBodySchema = z
  .strictObject({
    ...by,
    changes: z
      .strictObject({
        actor: slugSchema.optional(),
        issue: slugSchema.optional(),
        stance: stanceSchema.optional(),
        statedOn: daySchema.optional(),
        start: spanStart.optional(),
        end: spanEnd.optional(),
      })
      .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'must change something')
      .meta({ description: 'What is absent stays as it is' }),
  })
  .meta({ id: 'AmendmentBody' });
export type AmendmentBody = z.output<typeof amendmentBodySchema>;

/** What `POST /v1/articles/{id}/statements` takes. */
export const additionBodySchema = z
  .strictObject({
    ...by,
    dossier: slugSchema,
    actor: slugSchema,
    issue: slugSchema,
    stance: stanceSchema,
    statedOn: daySchema.meta({ description: 'The day the actor said or did it' }),
    revision: z.int().min(1).meta({ description: 'The revision of the article that the span is of' }),
    start: spanStart,
    end: spanEnd,
    kind: statementKindSchema.default('indirect'),
    speaker: z.string().trim().min(1).max(500).optional().meta({ description: "Absent: the actor's name" }),
    condition: z.string().trim().min(1).max(1_000).optional().meta({ description: 'Of a conditional stance' }),
  })
  .meta({ id: 'AdditionBody' });
export type AdditionBody = z.output<typeof additionBodySchema>;

export const curationKindSchema = z.enum(['retracted', 'amended', 'added', 'restored']);
export type CurationKind = z.infer<typeof curationKindSchema>;

/** A curation that is in the log. */
export const acceptedCurationSchema = z
  .strictObject({
    eventId: uuidSchema.meta({ description: 'Id of the event that records it, to follow or to undo it by' }),
    curation: curationKindSchema,
    articleId: sha256Schema,
    statementId: uuidSchema,
  })
  .meta({ id: 'AcceptedCuration' });
export type AcceptedCuration = z.infer<typeof acceptedCurationSchema>;

/** A line of the audit trail. */
export const shownCurationSchema = z
  .strictObject({
    eventId: uuidSchema,
    curation: curationKindSchema,
    author: z.string(),
    reason: z.string(),
    curatedAt: instantSchema,
    recordedAt: instantSchema,
    articleId: sha256Schema,
    articleTitle: z.string().nullable().meta({ description: 'null until the article itself has arrived' }),
    statementId: uuidSchema,
    changes: z
      .record(z.string(), z.union([z.string(), z.int()]))
      .nullable()
      .meta({ description: 'Of an amendment: the fields it changes' }),
    sentence: z.string().nullable().meta({ description: 'As it was read or added; null where only its id was named' }),
    undoes: uuidSchema.nullable().meta({ description: 'The curation this one takes back' }),
    undoneBy: uuidSchema.nullable().meta({ description: 'The curation that took this one back' }),
  })
  .meta({ id: 'Curation' });
export type ShownCuration = z.infer<typeof shownCurationSchema>;
export const curationPageSchema = pageOf('CurationPage', shownCurationSchema);

export const curationQuerySchema = z.strictObject({
  statement: uuidSchema.optional(),
  article: idFilterSchema.optional(),
  author: personSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type CurationQuery = z.output<typeof curationQuerySchema>;
export const curationPathSchema = z.strictObject({ eventId: uuidSchema });
