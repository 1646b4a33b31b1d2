import { z } from 'zod';
import { doubtKindSchema, doubtSchema } from '../events/position-changed.js';
import { actorRefSchema, issueRefSchema } from '../events/statements-extracted.js';
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
import {
  cursorSchema,
  evidenceLimitSchema,
  flagSchema,
  idFilterSchema,
  knownAtSchema,
  limitSchema,
  validAtSchema,
} from './query-fields.js';

export const actorNameSchema = actorRefSchema.meta({
  id: 'ActorName',
  examples: [{ id: 'zelensky', name: 'Volodymyr Zelensky', kind: 'person' }],
});
export const issueNameSchema = issueRefSchema.meta({
  id: 'IssueName',
  examples: [
    {
      id: 'ceasefire-first',
      label: 'Ceasefire before talks',
      proposition: 'There should be a ceasefire before peace terms are negotiated.',
    },
  ],
});

export const articleCardSchema = z
  .strictObject({
    id: sha256Schema,
    url: z.string(),
    title: z.string(),
    publisher: z.string(),
    publishedAt: instantSchema,
    publishedOn: daySchema,
  })
  .meta({ id: 'ArticleCard' });

/** The sentence that proves it, with where it stands. */
export const shownEvidenceSchema = z
  .strictObject({
    statementId: uuidSchema,
    stance: stanceSchema,
    kind: statementKindSchema,
    sentence: z.string().meta({ description: 'Exactly the characters of `span`' }),
    before: z.string(),
    after: z.string(),
    span: z
      .strictObject({ start: z.int().min(0), end: z.int().min(1) })
      .meta({ description: "UTF-16 units of the text of the article's revision" }),
    statedOn: daySchema,
    speaker: z.string(),
    confidence: z.number().min(0).max(1),
    condition: z.string().nullable(),
    article: articleCardSchema,
    revisionHash: sha256Schema,
  })
  .meta({ id: 'Evidence' });
export type ShownEvidence = z.infer<typeof shownEvidenceSchema>;

/** Why a position is in doubt. */
export const shownDoubtSchema = doubtSchema.meta({ id: 'Doubt' });

const staleSchema = z.boolean().meta({
  description: 'Last stated longer before the day that was asked about than the policy lets a position stay fresh',
});

/** A stance over a stretch of days. */
export const heldPositionSchema = z
  .strictObject({
    stance: stanceSchema,
    condition: z.string().nullable(),
    validFrom: daySchema.meta({ description: 'First day it was stated' }),
    validTo: daySchema.nullable().meta({ description: 'The day another stance began; null while it is the latest' }),
    lastStatedOn: daySchema,
    knownFrom: instantSchema.meta({ description: 'Since when this is believed' }),
    knownTo: instantSchema.nullable().meta({ description: 'When it stopped being believed; null while it is' }),
    statements: z.int().min(0).meta({ description: 'How many statements show it' }),
    independentSources: z.int().min(0),
    doubt: shownDoubtSchema.nullable().meta({ description: 'null: nothing speaks against it' }),
    stale: staleSchema,
    readUnder: z
      .array(z.strictObject({ version: z.string(), number: z.int().min(1).nullable() }))
      .meta({ description: 'The versions of the dossier that its statements were read under' }),
    olderWording: z.boolean().meta({
      description: 'Whether statements of it were read under another wording of the issue than the one in force',
    }),
    evidence: z.array(shownEvidenceSchema).meta({ description: 'The latest of them, newest first' }),
  })
  .meta({ id: 'HeldPosition' });
export type HeldPosition = z.infer<typeof heldPositionSchema>;

export const listedPositionSchema = z
  .strictObject({ dossier: slugSchema, actor: actorNameSchema, issue: issueNameSchema, ...heldPositionSchema.shape })
  .meta({ id: 'ListedPosition' });
export type ListedPosition = z.infer<typeof listedPositionSchema>;

/** An actor and issue of which nothing was stated yet, where that is asked for. */
export const unknownPositionSchema = z
  .strictObject({
    dossier: slugSchema,
    actor: actorNameSchema,
    issue: issueNameSchema,
    stance: z.literal('unknown').meta({ description: 'Nothing was stated yet; nobody said "noncommittal"' }),
  })
  .meta({ id: 'UnknownPosition' });
export type UnknownPosition = z.infer<typeof unknownPositionSchema>;

/** What a list of positions has; `stance` tells which. */
export type PositionItem = ListedPosition | UnknownPosition;
export const positionPageSchema = pageOf(
  'PositionPage',
  z.discriminatedUnion('stance', [listedPositionSchema, unknownPositionSchema]),
);

const mergedIntoSchema = z
  .strictObject({ id: slugSchema, name: z.string() })
  .nullable()
  .meta({ description: 'The actor that this one counts as, by the version of the dossier in force then; null: none' });

const asked = {
  validAt: daySchema.nullable().meta({ description: 'As asked; null for the latest' }),
  knownAt: z.string().nullable().meta({ description: 'As asked; null for now' }),
};

export const positionAnswerSchema = z
  .strictObject({
    dossier: slugSchema,
    actor: actorNameSchema,
    issue: issueNameSchema,
    mergedInto: mergedIntoSchema,
    ...asked,
    position: heldPositionSchema.nullable().meta({ description: 'null: unknown, nothing was stated yet' }),
  })
  .meta({ id: 'PositionAnswer' });
export type PositionAnswer = z.infer<typeof positionAnswerSchema>;

export const positionHistorySchema = z
  .strictObject({
    dossier: slugSchema,
    actor: actorNameSchema,
    issue: issueNameSchema,
    mergedInto: mergedIntoSchema,
    ...asked,
    segments: z.array(heldPositionSchema).meta({ description: 'By day, oldest first; empty: unknown' }),
  })
  .meta({ id: 'PositionHistory' });
export type PositionHistory = z.infer<typeof positionHistorySchema>;

export const matrixCellSchema = z
  .strictObject({
    stance: stanceSchema,
    condition: z.string().nullable(),
    since: daySchema,
    lastStatedOn: daySchema,
    statements: z.int().min(0),
    independentSources: z.int().min(0),
    doubt: doubtKindSchema.nullable(),
    stale: staleSchema,
  })
  .meta({ id: 'MatrixCell' });
export type MatrixCell = z.infer<typeof matrixCellSchema>;

export const matrixSchema = z
  .strictObject({
    dossier: slugSchema,
    title: z.string(),
    ...asked,
    issues: z.array(issueNameSchema),
    actors: z.array(
      z.strictObject({
        ...actorRefSchema.shape,
        positions: z
          .record(slugSchema, matrixCellSchema.nullable())
          .meta({ description: 'By issue id; null: unknown, which is not the same as noncommittal' }),
      }),
    ),
  })
  .meta({ id: 'Matrix' });
export type Matrix = z.infer<typeof matrixSchema>;

export const positionQuerySchema = z.strictObject({
  dossier: idFilterSchema.optional(),
  actor: idFilterSchema.optional(),
  issue: idFilterSchema.optional(),
  stance: z
    .enum([...stanceSchema.options, 'unknown'])
    .optional()
    .meta({
      description: 'unknown: the actors and issues of dossiers of which nothing was stated yet, and these alone',
    }),
  includeUnknown: flagSchema.meta({
    description: 'true: also the actors and issues of dossiers of which nothing was stated yet, as `stance: unknown`',
  }),
  validAt: validAtSchema.optional(),
  knownAt: knownAtSchema.optional(),
  evidence: evidenceLimitSchema,
  limit: limitSchema,
  cursor: cursorSchema.optional(),
});
export type PositionQuery = z.output<typeof positionQuerySchema>;

export const positionPathSchema = z.strictObject({ dossier: slugSchema, actor: slugSchema, issue: slugSchema });
export type PositionPath = z.output<typeof positionPathSchema>;
export const onePositionQuerySchema = positionQuerySchema.pick({ validAt: true, knownAt: true, evidence: true });
export type OnePositionQuery = z.output<typeof onePositionQuerySchema>;
export const historyQuerySchema = onePositionQuerySchema.extend({
  validAt: validAtSchema
    .meta({ description: 'The history up to that day, by when statements were made. Absent: all of it' })
    .optional(),
});
export type HistoryQuery = z.output<typeof historyQuerySchema>;
export const matrixQuerySchema = z.strictObject({
  validAt: validAtSchema.optional(),
  knownAt: knownAtSchema.optional(),
  all: flagSchema.meta({ description: 'true: also the actors of whom nothing is known' }),
});
export type MatrixQuery = z.output<typeof matrixQuerySchema>;
