import { z } from 'zod';
import { contentId } from '../ids.js';
import { daySchema, instantSchema, sha256Schema, slugSchema, stanceSchema, uuidSchema } from '../primitives.js';
import { revisionRefSchema } from './article-observed.js';
import { actorRefSchema, articleRefSchema, issueRefSchema, statementSchema } from './statements-extracted.js';

const curation = {
  articleId: sha256Schema,
  author: z.string().min(1).max(200),
  reason: z.string().min(1).max(2_000),
  curatedAt: instantSchema,
};

/** An analyst takes a statement out of the record. */
export const statementRetractedSchema = z.strictObject({ ...curation, statementId: uuidSchema });
export type StatementRetracted = z.infer<typeof statementRetractedSchema>;

/** An analyst puts fields of a statement right; what is absent stays as it was read. */
export const statementAmendedSchema = z.strictObject({
  ...curation,
  statementId: uuidSchema,
  changes: z
    .strictObject({
      actor: slugSchema.optional(),
      issue: slugSchema.optional(),
      stance: stanceSchema.optional(),
      statedOn: daySchema.optional(),
      start: z.int().min(0).optional(),
      end: z.int().min(1).optional(),
    })
    .refine((changes) => Object.keys(changes).length > 0, 'an amendment changes at least one field'),
});
export type StatementAmended = z.infer<typeof statementAmendedSchema>;

/** An analyst adds a statement the extractor did not find. */
export const statementAddedSchema = z.strictObject({
  ...curation,
  article: articleRefSchema,
  revision: revisionRefSchema,
  actor: actorRefSchema,
  issue: issueRefSchema,
  statement: statementSchema,
});
export type StatementAdded = z.infer<typeof statementAddedSchema>;

export const statementRetractedId = (data: StatementRetracted): string =>
  contentId('statement.retracted', data.statementId, data.author, data.curatedAt);
export const statementAmendedId = (data: StatementAmended): string =>
  contentId('statement.amended', data.statementId, data.author, data.curatedAt);
export const statementAddedId = (data: StatementAdded): string =>
  contentId('statement.added', data.statement.id, data.author, data.curatedAt);
