import { z } from 'zod';
import type { Upcaster } from '../event-definition.js';
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

/** The statement as it was read, so that it is known again where a later reading gives it another id. */
const asRead = z
  .strictObject({ statement: statementSchema, revision: revisionRefSchema })
  .nullable()
  .meta({ description: 'The statement as it was read; null where only its id is known (version 1)' });

/** Version 1 named the statement by its id alone. */
const withoutReading = (data: unknown): object => ({ ...(data as object), asRead: null });

/** An analyst takes a statement out of the record. */
export const statementRetractedSchema = z.strictObject({ ...curation, statementId: uuidSchema, asRead });
export type StatementRetracted = z.infer<typeof statementRetractedSchema>;

export const statementRetractedUpcasters: Readonly<Record<number, Upcaster>> = { 1: withoutReading };

/** The words behind a statement, with at most 160 UTF-16 units of context on either side. */
export const wordsSchema = statementSchema.pick({ evidence: true, before: true, after: true });
export type Words = z.infer<typeof wordsSchema>;

/**
 * An analyst puts fields of a statement right; what is absent stays as it was read. What a reader of the log needs to
 * show the result comes along: the names of another actor or issue, the words of another span.
 */
export const statementAmendedSchema = z
  .strictObject({
    ...curation,
    statementId: uuidSchema,
    asRead,
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
    actor: actorRefSchema.nullable().meta({ description: 'The actor of changes.actor; null where that is absent' }),
    issue: issueRefSchema.nullable().meta({ description: 'The issue of changes.issue; null where that is absent' }),
    words: wordsSchema.nullable().meta({ description: 'Those from changes.start to changes.end; null without them' }),
  })
  .refine(({ changes, actor }) => changes.actor === actor?.id, 'the actor must be the one of changes.actor')
  .refine(({ changes, issue }) => changes.issue === issue?.id, 'the issue must be the one of changes.issue')
  .refine(
    ({ changes: { start, end }, words, asRead: read }) =>
      words === null
        ? start === undefined && end === undefined
        : read !== null && start !== undefined && end !== undefined && words.evidence.length === end - start,
    'another span has a start, an end, the words between them and the revision they are of',
  );
export type StatementAmended = z.infer<typeof statementAmendedSchema>;

export const statementAmendedUpcasters: Readonly<Record<number, Upcaster>> = {
  1: (data) => ({ ...withoutReading(data), actor: null, issue: null, words: null }),
};

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

/** An analyst undoes a curation: from here on it is as if that had not been made. */
export const statementRestoredSchema = z.strictObject({
  ...curation,
  statementId: uuidSchema.meta({ description: 'The statement that the curation named' }),
  curationId: uuidSchema.meta({ description: 'Id of the event that is undone: retracted, amended or added' }),
});
export type StatementRestored = z.infer<typeof statementRestoredSchema>;

export const statementRetractedId = (data: StatementRetracted): string =>
  contentId('statement.retracted', data.statementId, data.author, data.curatedAt);
export const statementAmendedId = (data: StatementAmended): string =>
  contentId('statement.amended', data.statementId, data.author, data.curatedAt);
export const statementAddedId = (data: StatementAdded): string =>
  contentId('statement.added', data.statement.id, data.author, data.curatedAt);
export const statementRestoredId = (data: StatementRestored): string =>
  contentId('statement.restored', data.curationId, data.author, data.curatedAt);
