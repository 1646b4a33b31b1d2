import { z } from 'zod';
import { actorKindSchema, daySchema, instantSchema, slugSchema } from '../primitives.js';
import { pageOf } from './page.js';
import { cursorSchema, instantFilterSchema, limitSchema, publisherFilterSchema } from './query-fields.js';

export const dossierCardSchema = z
  .strictObject({
    id: slugSchema,
    title: z.string(),
    number: z.int().min(1).meta({ description: 'Counts the publications' }),
    version: z.string().meta({ description: 'Hash of the content' }),
    actors: z.int().min(0),
    issues: z.int().min(0),
    publishedBy: z.string(),
    publishedAt: instantSchema,
  })
  .meta({ id: 'DossierCard' });
export type DossierCard = z.infer<typeof dossierCardSchema>;
export const dossierPageSchema = pageOf('DossierPage', dossierCardSchema);

export const dossierVersionSchema = z
  .strictObject({
    number: z.int().min(1),
    version: z.string(),
    publishedBy: z.string(),
    publishedAt: instantSchema,
    recordedAt: instantSchema,
  })
  .meta({ id: 'DossierVersion' });

export const dossierAnswerSchema = z
  .strictObject({
    ...dossierCardSchema.shape,
    document: z.record(z.string(), z.unknown()).meta({ description: 'The dossier itself, as in its file' }),
    versions: z.array(dossierVersionSchema).meta({ description: 'Newest first' }),
  })
  .meta({ id: 'Dossier' });
export type DossierAnswer = z.infer<typeof dossierAnswerSchema>;

export const actorSchema = z
  .strictObject({
    id: slugSchema,
    name: z.string(),
    kind: actorKindSchema,
    wikidata: z.string().nullable(),
    aliases: z.array(z.string()),
    roles: z.array(
      z.strictObject({ title: z.string(), of: slugSchema, from: daySchema.optional(), to: daySchema.optional() }),
    ),
  })
  .meta({ id: 'Actor' });
export type ActorAnswer = z.infer<typeof actorSchema>;
export const actorPageSchema = pageOf('ActorPage', actorSchema);

export const issueSchema = z
  .strictObject({ id: slugSchema, label: z.string(), proposition: z.string(), terms: z.array(z.string()) })
  .meta({ id: 'Issue' });
export type IssueAnswer = z.infer<typeof issueSchema>;
export const issuePageSchema = pageOf('IssuePage', issueSchema);

const ids = z.array(slugSchema);

/** What a publication changes, and what of it needs the articles read again. */
export const consequencesSchema = z
  .strictObject({
    actors: z.strictObject({ added: ids, removed: ids }),
    merged: z.array(z.strictObject({ actor: slugSchema, into: slugSchema })).meta({
      description: 'Who counts as another from now on; follows at once',
    }),
    split: z.array(z.strictObject({ actor: slugSchema, from: slugSchema })).meta({
      description: 'Who counts as itself again; follows at once',
    }),
    issues: z.strictObject({ added: ids, removed: ids, reworded: ids }),
    rereading: z
      .strictObject({
        articles: z
          .int()
          .min(0)
          .meta({ description: 'Articles that were read under older versions, as far as is recorded' }),
        statements: z.int().min(0).meta({ description: 'Statements in force among what was read in them' }),
        command: z
          .string()
          .meta({ description: 'What reads them again: it shows the difference before it changes anything' }),
      })
      .nullable()
      .meta({ description: 'null where nothing was read under another version' }),
  })
  .meta({ id: 'Consequences' });
export type Consequences = z.infer<typeof consequencesSchema>;

/** What `POST /v1/dossiers` answers. */
export const publicationSchema = z
  .strictObject({
    id: slugSchema,
    number: z.int().min(1),
    version: z.string(),
    outcome: z.enum(['published', 'unchanged']),
    consequences: consequencesSchema
      .nullable()
      .meta({ description: 'null where nothing was in force before, or is unchanged' }),
  })
  .meta({ id: 'Publication' });
export type Publication = z.infer<typeof publicationSchema>;

export const dossierPathSchema = z.strictObject({ dossier: slugSchema });
export const pageQuerySchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema.optional() });
export type PageQuery = z.output<typeof pageQuerySchema>;

export const oneDossierQuerySchema = z.strictObject({
  knownAt: instantFilterSchema
    .optional()
    .meta({ description: 'The version that was in force at that instant. Absent: the one in force now' }),
});
export type OneDossierQuery = z.output<typeof oneDossierQuerySchema>;
export const dossierPartQuerySchema = z.strictObject({ ...oneDossierQuerySchema.shape, ...pageQuerySchema.shape });
export type DossierPartQuery = z.output<typeof dossierPartQuerySchema>;

export const publishQuerySchema = z.strictObject({
  by: publisherFilterSchema
    .max(200)
    .default('api')
    .meta({ description: 'Who publishes it, for the record of versions' }),
});
export type PublishQuery = z.output<typeof publishQuerySchema>;
