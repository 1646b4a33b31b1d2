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
import { articleCardSchema } from './positions.js';
import {
  cursorSchema,
  flagSchema,
  idFilterSchema,
  instantFilterSchema,
  limitSchema,
  searchTextSchema,
} from './query-fields.js';

/** A statement as it counts: as it was read, or as people put it right. */
export const shownStatementSchema = z
  .strictObject({
    id: uuidSchema,
    dossier: slugSchema,
    actor: z.strictObject({ id: slugSchema, name: z.string() }),
    issue: z.strictObject({ id: slugSchema, label: z.string() }),
    mergedFrom: slugSchema.nullable().meta({
      description: 'The actor that it names, where that counts as `actor` by a merge of the dossier',
    }),
    stance: stanceSchema,
    kind: statementKindSchema,
    sentence: z.string(),
    before: z.string(),
    after: z.string(),
    span: z.strictObject({ start: z.int().min(0), end: z.int().min(1) }),
    statedOn: daySchema,
    confidence: z.number().min(0).max(1),
    speaker: z.string(),
    cue: z.string(),
    condition: z.string().nullable(),
    revision: z.strictObject({ number: z.int().min(1), hash: sha256Schema }),
    dossierVersion: z.string(),
    extractor: z.strictObject({ kind: z.string(), id: z.string(), version: z.string() }),
    recordedAt: instantSchema,
    supersededAt: instantSchema.nullable().meta({
      description:
        'When a later reading no longer had it, its article was withdrawn or a person retracted it; null while in force',
    }),
    curated: z
      .strictObject({
        state: z.enum(['added', 'amended', 'retracted']),
        curations: z.array(uuidSchema).meta({ description: 'Those in effect, as GET /v1/curations has them' }),
      })
      .nullable()
      .meta({ description: 'What people made of it; null where it is as it was read' }),
    asRead: z
      .strictObject({
        actor: slugSchema,
        issue: slugSchema,
        stance: stanceSchema,
        statedOn: daySchema,
        sentence: z.string(),
        span: z.strictObject({ start: z.int().min(0), end: z.int().min(1) }),
      })
      .nullable()
      .meta({ description: 'How it was read, where an amendment shows it otherwise' }),
    article: articleCardSchema.nullable().meta({ description: 'null until the article itself has arrived' }),
  })
  .meta({ id: 'Statement' });
export type ShownStatement = z.infer<typeof shownStatementSchema>;
export const statementPageSchema = pageOf('StatementPage', shownStatementSchema);

export const statementQuerySchema = z.strictObject({
  q: searchTextSchema.optional(),
  dossier: idFilterSchema.optional(),
  actor: idFilterSchema.optional(),
  issue: idFilterSchema.optional(),
  stance: stanceSchema.optional(),
  article: idFilterSchema.optional(),
  from: daySchema.meta({ description: 'Stated on that day or later' }).optional(),
  to: daySchema.meta({ description: 'Stated on that day or before' }).optional(),
  superseded: flagSchema.meta({ description: 'true: also those that a later reading no longer has' }),
  state: z.enum(['in-force', 'retracted', 'all']).default('in-force').meta({
    description: 'in-force: what counts; retracted: what people took out; all: these, and what is superseded',
  }),
  knownAt: instantFilterSchema.optional().meta({
    description:
      'The statements that were known at that instant, as they counted then: also those that were replaced, retracted or taken back since. Absent: those of now',
  }),
  order: z
    .enum(['rank', 'day'])
    .optional()
    .meta({ description: 'rank (with q only): best match first; day: latest first. Default: rank with q, else day' }),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type StatementQuery = z.output<typeof statementQuerySchema>;
export const statementPathSchema = z.strictObject({ id: uuidSchema });
export const oneStatementQuerySchema = z.strictObject({
  knownAt: instantFilterSchema.optional().meta({
    description:
      'As it counted at that instant, by when the log recorded it; 404 where it did not. Absent: as it counts now, or counted last',
  }),
});
export type OneStatementQuery = z.output<typeof oneStatementQuerySchema>;
export const noQuerySchema = z.strictObject({});
