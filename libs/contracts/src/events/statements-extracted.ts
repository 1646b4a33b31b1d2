import { z } from 'zod';
import type { Upcaster } from '../event-definition.js';
import { contentId } from '../ids.js';
import {
  actorKindSchema,
  daySchema,
  instantSchema,
  sha256Schema,
  slugSchema,
  stanceSchema,
  statementKindSchema,
  uuidSchema,
} from '../primitives.js';
import { revisionRefSchema } from './article-observed.js';

export const actorRefSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(300),
  kind: actorKindSchema,
});
export type ActorRef = z.infer<typeof actorRefSchema>;

export const issueRefSchema = z.strictObject({
  id: slugSchema,
  label: z.string().min(1).max(300),
  proposition: z.string().min(1).max(2_000),
});
export type IssueRef = z.infer<typeof issueRefSchema>;

export const dossierRefSchema = z.strictObject({
  id: slugSchema,
  version: z.string().min(1).max(64).meta({ description: 'Hash of the dossier version it was read under' }),
});
export type DossierRef = z.infer<typeof dossierRefSchema>;

export const articleRefSchema = z.strictObject({
  id: sha256Schema,
  url: z.url().max(4096),
  title: z.string().max(2_000),
  publisher: z.string().min(1).max(300),
  publishedAt: instantSchema,
  publishedOn: daySchema,
});
export type ArticleRef = z.infer<typeof articleRefSchema>;

/** One statement, down to its characters. `before` and `after` are at most 160 UTF-16 units of context. */
export const statementSchema = z.strictObject({
  id: uuidSchema,
  dossier: slugSchema,
  actor: slugSchema,
  issue: slugSchema,
  stance: stanceSchema,
  kind: statementKindSchema,
  start: z.int().min(0).meta({ description: "First UTF-16 unit of the evidence in the revision's text" }),
  end: z.int().min(1).meta({ description: 'One past the last UTF-16 unit' }),
  evidence: z.string().min(1).meta({ description: 'Exactly the characters start to end' }),
  before: z.string().max(160),
  after: z.string().max(160),
  statedOn: daySchema.meta({ description: 'The day the actor said or did it' }),
  confidence: z.number().min(0).max(1),
  speaker: z.string().max(500).meta({ description: 'The source as the text names it' }),
  cue: z.string().max(500),
  condition: z.string().max(1_000).nullable(),
});
export type Statement = z.infer<typeof statementSchema>;

const count = z.int().min(0);

/** What asking a model has cost: of one answer, or of all answers a set of statements comes from. */
export const modelUsageSchema = z.strictObject({
  requests: count.meta({ description: 'Requests it took, those that failed and were made again among them' }),
  promptTokens: count,
  completionTokens: count,
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** What a model had to do with a set of statements, and what of its answers was not taken. */
export const extractionUsageSchema = modelUsageSchema.extend({
  model: z.string().min(1).max(200),
  guide: z.string().min(1).max(64).meta({ description: 'Version of the prompt' }),
  dossiers: z.array(slugSchema).meta({ description: 'The dossiers the model was asked for; rules read the others' }),
  refused: count.meta({ description: 'Dossiers for which the model declined to answer' }),
  dropped: z.strictObject({
    quotation: count.meta({ description: 'Quotations that do not stand in the text' }),
    unknownId: count.meta({ description: 'Actors or issues the dossier does not have' }),
    malformed: count.meta({ description: 'Statements that do not have the shape that was asked for' }),
    duplicate: count.meta({ description: 'The same actor, issue and stance again' }),
  }),
  invalidDays: count.meta({ description: 'Days that can not be; the day of publication stands in their place' }),
});
export type ExtractionUsage = z.infer<typeof extractionUsageSchema>;

/** Why a revision was not read at all, which is not "read, and nothing found". */
export const unreadSchema = z
  .strictObject({
    reason: z.enum(['language', 'empty', 'no-day']).meta({ description: 'language: it is not in English' }),
    language: z.string().min(1).max(35).nullable().meta({
      description: 'BCP 47, und where it can not be told; null where it was not looked at',
    }),
  })
  .meta({ id: 'Unread', description: 'Why an article was not read at all' });
export type Unread = z.infer<typeof unreadSchema>;

const extractorSchema = z.strictObject({
  kind: z.enum(['rules', 'model', 'cascade']).meta({
    description: 'cascade: rules read it all, a model read the dossiers named in usage once more',
  }),
  id: z.string().min(1).max(200),
  version: z.string().min(1).max(64),
});

/** By whom, and under which version of the dossier, something was read. */
export const readingRefSchema = z.strictObject({
  extractor: extractorSchema,
  dossierVersion: z.string().min(1).max(64),
});
export type ReadingRef = z.infer<typeof readingRefSchema>;

/** That a revision was read again, under one dossier, by what has changed since: `parley reextract`. */
export const reextractionSchema = z.strictObject({
  over: uuidSchema.nullable().meta({
    description: 'The event whose reading was in force for the dossier; null where the article was not read under it',
  }),
  from: readingRefSchema.nullable().meta({ description: 'That reading; null where there was none' }),
});
export type Reextraction = z.infer<typeof reextractionSchema>;

/** The whole set of statements of one revision; it replaces the article's earlier set for the dossiers it lists. */
export const statementsExtractedSchema = z
  .strictObject({
    article: articleRefSchema,
    revision: revisionRefSchema,
    extractor: extractorSchema,
    dossiers: z.array(dossierRefSchema),
    actors: z
      .array(actorRefSchema.extend({ dossier: slugSchema }))
      .meta({ description: 'The actors the statements name' }),
    issues: z
      .array(issueRefSchema.extend({ dossier: slugSchema }))
      .meta({ description: 'The issues the statements name' }),
    statements: z.array(statementSchema),
    usage: extractionUsageSchema.nullable().meta({ description: 'null where rules alone read it' }),
    unread: unreadSchema.nullable().meta({ description: 'Why there is nothing in it; null where it was read' }),

    reextraction: reextractionSchema.nullable().meta({
      description: 'null where the revision was read because it was observed, and not anew',
    }),
  })
  .refine(
    (data) => data.reextraction === null || data.dossiers.length === 1,
    'an article is read anew under one dossier',
  )
  .refine((data) => data.statements.every((s) => s.end > s.start), 'a statement ends before it starts');
export type StatementsExtracted = z.infer<typeof statementsExtractedSchema>;

/** Version 1 knew no models; version 2 did not say what was not read; version 3 knew no reading anew. */
export const statementsExtractedUpcasters: Readonly<Record<number, Upcaster>> = {
  // The result is checked against the newest version, whatever this was.
  1: (data) => ({ ...(data as object), usage: null }),
  2: (data) => ({ ...(data as object), unread: null }),
  3: (data) => ({ ...(data as object), reextraction: null }),
};

/**
 * Reading the same revision again with the same rules and dossiers is the same event. Reading it anew is one for each
 * reading that it takes the place of, so that one can also go back to earlier rules.
 */
export const statementsExtractedId = (
  data: Pick<StatementsExtracted, 'article' | 'revision' | 'extractor' | 'dossiers' | 'reextraction'>,
): string =>
  contentId(
    'statements.extracted',
    data.article.id,
    data.revision.number,
    data.revision.hash,
    data.extractor.kind,
    data.extractor.id,
    data.extractor.version,
    data.dossiers
      .map((d) => `${d.id}@${d.version}`)
      .sort()
      .join(','),
    ...(data.reextraction === null ? [] : [`over ${data.reextraction.over ?? 'nothing'}`]),
  );
