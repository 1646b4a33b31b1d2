import { z } from 'zod';
import type { Upcaster } from '../event-definition.js';
import { contentId } from '../ids.js';
import {
  daySchema,
  positionChangeKindSchema,
  sha256Schema,
  slugSchema,
  stanceSchema,
  uuidSchema,
} from '../primitives.js';
import {
  actorRefSchema,
  articleRefSchema,
  issueRefSchema,
  readingRefSchema,
  statementSchema,
} from './statements-extracted.js';

/** Why a position is in doubt. That the actor changed its position is none of them: that is `position.shifted`. */
export const doubtKindSchema = z.enum(['outlets-disagree', 'described-by-others', 'low-confidence']).meta({
  description:
    'outlets-disagree: independent reports of the same days contradict each other; described-by-others: another actor said it of this one; low-confidence: nothing but reports of little weight says so',
});
export type DoubtKind = z.infer<typeof doubtKindSchema>;

/** What makes a position doubtful, as far as it is known and not outlasted by later statements of the same stance. */
export const doubtSchema = z.strictObject({
  kind: doubtKindSchema,
  against: stanceSchema
    .nullable()
    .meta({ description: 'The stance that the statements show; null: the position itself rests on nothing better' }),
  since: daySchema.meta({ description: 'The first day that is in doubt' }),
  independentSources: z.int().min(1).meta({ description: 'How many sources the doubt comes from' }),
  statementIds: z.array(uuidSchema).meta({ description: 'The statements against it; empty where there are none' }),
});
export type Doubt = z.infer<typeof doubtSchema>;

/** A stance held over a stretch of days. `validTo` is exclusive; null while it is the latest stance known. */
export const positionSchema = z
  .strictObject({
    stance: stanceSchema,
    validFrom: daySchema,
    validTo: daySchema.nullable(),
    lastStatedOn: daySchema.meta({ description: 'The latest day on which a statement shows it' }),
    statements: z.int().min(1).meta({ description: 'How many statements show it' }),
    independentSources: z.int().min(1).meta({
      description: 'Outlets its articles come from; copies of one story in several outlets count as one',
    }),
    condition: z.string().max(1_000).nullable(),
    doubt: doubtSchema.nullable().meta({ description: 'null: nothing speaks against it' }),
  })
  .refine((p) => p.validTo === null || p.validTo > p.validFrom, 'a position ends before it begins');
export type Position = z.infer<typeof positionSchema>;

/** One stretch of a timeline with the statements that show it, ids in the order of their text. */
export const timelineSegmentSchema = z.strictObject({
  position: positionSchema,
  statementIds: z.array(uuidSchema).min(1),
});
export type TimelineSegment = z.infer<typeof timelineSegmentSchema>;

/**
 * Days that read differently from here on: the segments that hold there now, in order, in the place of all that was held
 * between `from` and `to`. Segments outside stay as they were. Both bounds lie where segments begin or end.
 */
export const rewrittenSchema = z
  .strictObject({
    from: daySchema.nullable().meta({
      description: 'First day of the stretches that are replaced; null (events of older versions): from the beginning',
    }),
    to: daySchema.nullable().meta({ description: 'First day that stays as it was; null: to the end' }),
    segments: z
      .array(timelineSegmentSchema)
      .meta({ description: 'What holds there now, without gaps; empty where nothing does any more' }),
  })
  .refine(
    ({ segments }) =>
      segments.every(({ position }, n) => n === 0 || segments[n - 1]?.position.validTo === position.validFrom),
    'each segment begins where the one before it ends',
  )
  .refine(
    ({ to, segments }) => segments.length === 0 || segments.at(-1)?.position.validTo === to,
    'the last segment ends where the replaced days end',
  );
export type Rewritten = z.infer<typeof rewrittenSchema>;

/** A statement with the article it stands in: all that is needed to show and check it. */
export const evidenceSchema = z.strictObject({
  statement: statementSchema,
  article: articleRefSchema,
  revisionHash: sha256Schema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

const policyRefSchema = z.strictObject({ id: z.string().min(1).max(100), version: z.string().min(1).max(64) });

/**
 * That nothing was reported that was not known before: the record was derived anew, by an operator, from the articles
 * (`parley reextract`) or from the statements (`parley rederive`), or by a new version of the dossier, which says who counts
 * as whom.
 */
export const derivationSchema = z
  .discriminatedUnion('cause', [
    z.strictObject({
      cause: z.literal('reextraction'),
      from: readingRefSchema.nullable().meta({ description: 'null: the article was not read under this dossier' }),
      to: readingRefSchema,
    }),
    z.strictObject({ cause: z.literal('rederivation'), from: policyRefSchema, to: policyRefSchema }),
    z.strictObject({
      cause: z.literal('publication'),
      number: z.int().min(1).meta({ description: 'Of the publication of the dossier' }),
      merged: z
        .array(z.strictObject({ actor: slugSchema, into: slugSchema }))
        .meta({ description: 'Who counts as whom from here on, of those whose statements this changes' }),
      split: z
        .array(z.strictObject({ actor: slugSchema, from: slugSchema }))
        .meta({ description: 'Who counts for itself again, of those whose statements this changes' }),
    }),
  ])
  .meta({ description: 'What changed: who read the article and under which dossier, or the policy' });
export type Derivation = z.infer<typeof derivationSchema>;

/**
 * One decided change of one timeline. `evidence` holds the statements that this change brought in (empty where a
 * correction only took support away). Outside of corrections those of the stance of `after` show it and the others are
 * what its doubt names, so that a fold needs nothing else: taken opens `after`, shifted ends the last stretch, as `before`
 * has it, at `after.validFrom` and opens `after`; reaffirmed, contested and settled replace `before` (which may be a past
 * stretch) by `after`. Where more than that changed, `rewritten` holds the stretches that read differently, and no others:
 * what an event costs does not grow with the length of its timeline. It is null otherwise.
 */
export const positionChangedSchema = z.strictObject({
  dossier: slugSchema,
  actor: actorRefSchema,
  issue: issueRefSchema,
  change: positionChangeKindSchema,
  sequence: z.int().min(1).meta({ description: 'Counts the changes of this timeline, from 1, without gaps' }),
  before: positionSchema.nullable(),
  after: positionSchema.nullable(),
  rewritten: rewrittenSchema.nullable(),
  evidence: z.array(evidenceSchema),
  reason: z.string().max(500).nullable().meta({ description: 'What made the past, or the sources, read differently' }),
  policy: policyRefSchema,
  derivation: derivationSchema.nullable().meta({
    description: 'null: it follows from what was reported. Else the record was derived anew, and change is corrected',
  }),
  decidedFrom: uuidSchema.meta({ description: 'Id of the event that caused the decision' }),
});
export type PositionChanged = z.infer<typeof positionChangedSchema>;

/** One cause changes one timeline once. */
export const positionChangedId = (
  data: Pick<PositionChanged, 'dossier' | 'actor' | 'issue' | 'sequence' | 'decidedFrom'>,
): string => contentId('position.changed', data.dossier, data.actor.id, data.issue.id, data.sequence, data.decidedFrom);

const withoutDoubt = (position: unknown): unknown =>
  typeof position === 'object' && position !== null ? { ...position, doubt: null } : position;

/**
 * Version 1 knew no doubt. Up to version 2 whatever changed more than one stretch carried the whole `timeline`. Up
 * to version 3 nothing was marked as derived anew. The results are checked against the newest version, whatever these were.
 */
export const positionChangedUpcasters: Readonly<Record<number, Upcaster>> = {
  1: (data) => {
    const { before, after, timeline, ...rest } = data as Record<string, unknown>;
    return {
      ...rest,
      before: withoutDoubt(before),
      after: withoutDoubt(after),
      timeline: Array.isArray(timeline)
        ? timeline.map((segment: { readonly position?: unknown } | null) => ({
            ...segment,
            position: withoutDoubt(segment?.position),
          }))
        : timeline,
    };
  },
  2: (data) => {
    const { timeline, ...rest } = data as Record<string, unknown>;
    return { ...rest, rewritten: Array.isArray(timeline) ? { from: null, to: null, segments: timeline } : timeline };
  },
  3: (data) => ({ ...(data as object), derivation: null }),
};
