import { z } from 'zod';
import { unreadSchema } from '../events/statements-extracted.js';
import { daySchema, instantSchema, sha256Schema } from '../primitives.js';
import { pageOf } from './page.js';
import { articleCardSchema } from './positions.js';
import {
  cursorSchema,
  instantFilterSchema,
  limitSchema,
  publisherFilterSchema,
  revisionNumberSchema,
} from './query-fields.js';
import { shownStatementSchema } from './statements.js';

export const listedArticleSchema = z
  .strictObject({
    ...articleCardSchema.shape,
    language: z.string().nullable(),
    revision: z.strictObject({ number: z.int().min(1), hash: sha256Schema }).meta({ description: 'The latest' }),
    observedAt: instantSchema,
    withdrawn: z
      .strictObject({ at: instantSchema, reason: z.string().nullable() })
      .nullable()
      .meta({ description: 'Where the outlet took it back' }),
  })
  .meta({ id: 'ListedArticle' });
export type ListedArticle = z.infer<typeof listedArticleSchema>;
export const articlePageSchema = pageOf('ArticlePage', listedArticleSchema);

export const articleAnswerSchema = z
  .strictObject({
    ...listedArticleSchema.shape,
    originalUrl: z.string(),
    firstObservedAt: instantSchema,
    shown: z.strictObject({
      number: z.int().min(1),
      hash: sha256Schema,
      title: z.string(),
      text: z.string().meta({ description: 'Plain text. It comes from outside: never use it as markup' }),
      originalMediaType: z.string().nullable(),
      observedAt: instantSchema,
      unread: unreadSchema.nullable().meta({
        description: 'Why nothing was read in it (it is not in English); null where it was read, or is not yet',
      }),
    }),
    revisions: z.array(
      z.strictObject({ number: z.int().min(1), hash: sha256Schema, title: z.string(), observedAt: instantSchema }),
    ),
    statements: z.array(shownStatementSchema).meta({ description: 'Of the revision shown, in the order of its text' }),
  })
  .meta({ id: 'Article' });
export type ArticleAnswer = z.infer<typeof articleAnswerSchema>;

const articleKnownAtSchema = instantFilterSchema.meta({
  description:
    'As it was known at that instant: the revisions recorded by then, the statements that counted then, and whether it was withdrawn then. Absent: as it is known now',
});

export const articleQuerySchema = z.strictObject({
  q: publisherFilterSchema.optional().meta({ description: 'Part of the title, case aside' }),
  publisher: publisherFilterSchema.optional(),
  from: daySchema.meta({ description: 'Published on that day or later' }).optional(),
  to: daySchema.meta({ description: 'Published on that day or before' }).optional(),
  knownAt: articleKnownAtSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type ArticleQuery = z.output<typeof articleQuerySchema>;
export const articlePathSchema = z.strictObject({ id: sha256Schema });
export const oneArticleQuerySchema = z.strictObject({
  revision: revisionNumberSchema.optional().meta({ description: 'Which revision to show; absent: the latest' }),
  knownAt: articleKnownAtSchema.optional(),
});
export type OneArticleQuery = z.output<typeof oneArticleQuerySchema>;

export const diffPartSchema = z.strictObject({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() });
export type DiffPart = z.infer<typeof diffPartSchema>;

/** All but what is inserted is the one text, all but what is deleted the other, to the character. */
export const textDiffSchema = z
  .strictObject({
    by: z.enum(['words', 'lines', 'whole']).meta({
      description: 'How finely it was compared: lines or the whole where too much differs',
    }),
    parts: z.array(diffPartSchema),
  })
  .meta({ id: 'TextDiff' });
export type TextDiff = z.infer<typeof textDiffSchema>;

const diffedRevisionSchema = z.strictObject({ number: z.int().min(1), hash: sha256Schema, observedAt: instantSchema });
export const revisionDiffSchema = z
  .strictObject({
    articleId: sha256Schema,
    from: diffedRevisionSchema,
    to: diffedRevisionSchema,
    title: textDiffSchema,
    text: textDiffSchema,
  })
  .meta({ id: 'RevisionDiff' });
export type RevisionDiff = z.infer<typeof revisionDiffSchema>;

export const diffQuerySchema = z.strictObject({
  from: revisionNumberSchema.optional().meta({ description: 'Absent: the one before `to`' }),
  to: revisionNumberSchema.optional().meta({ description: 'Absent: the latest' }),
});
export type DiffQuery = z.output<typeof diffQuerySchema>;
