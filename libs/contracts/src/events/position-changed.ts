import { z } from 'zod';
import { contentId } from '../ids.js';
import {
  daySchema,
  positionChangeKindSchema,
  sha256Schema,
  slugSchema,
  stanceSchema,
  uuidSchema,
} from '../primitives.js';
import { actorRefSchema, articleRefSchema, issueRefSchema, statementSchema } from './statements-extracted.js';

/** A stance held over a stretch of days. `validTo` is exclusive; null while it is the latest stance known. */
export const positionSchema = z
  .strictObject({
    stance: stanceSchema,
    validFrom: daySchema,
    validTo: daySchema.nullable(),
    lastStatedOn: daySchema.meta({ description: 'The latest day on which a statement shows it' }),
    statements: z.int().min(1).meta({ description: 'How many statements show it' }),
    independentSources: z.int().min(1).meta({ description: 'Distinct publishers among its articles' }),
    condition: z.string().max(1_000).nullable(),
  })
  .refine((p) => p.validTo === null || p.validTo > p.validFrom, 'a position ends before it begins');
export type Position = z.infer<typeof positionSchema>;

/** One stretch of a timeline with the statements that show it, ids in the order of their text. */
export const timelineSegmentSchema = z.strictObject({
  position: positionSchema,
  statementIds: z.array(uuidSchema).min(1),
});
export type TimelineSegment = z.infer<typeof timelineSegmentSchema>;

/** A statement with the article it stands in: all that is needed to show and check it. */
export const evidenceSchema = z.strictObject({
  statement: statementSchema,
  article: articleRefSchema,
  revisionHash: sha256Schema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * One decided change of one timeline. `evidence` holds the statements that this change brought in (empty where a
 * correction only took support away); outside of corrections all of it belongs to `after`, so that a fold needs nothing
 * else: taken opens `after`, shifted ends `before` at `after.validFrom` and opens `after`, reaffirmed replaces `before`
 * (which may be a past stretch) by `after`. Where more than that changed, `timeline` is the whole valid-time record
 * from here on and replaces all that was held before; it is null otherwise, or events of a long timeline would grow
 * with its length.
 */
export const positionChangedSchema = z.strictObject({
  dossier: slugSchema,
  actor: actorRefSchema,
  issue: issueRefSchema,
  change: positionChangeKindSchema,
  sequence: z.int().min(1).meta({ description: 'Counts the changes of this timeline, from 1, without gaps' }),
  before: positionSchema.nullable(),
  after: positionSchema.nullable(),
  timeline: z.array(timelineSegmentSchema).nullable(),
  evidence: z.array(evidenceSchema),
  reason: z.string().max(500).nullable().meta({ description: 'For corrections: what made the past read differently' }),
  policy: z.strictObject({ id: z.string().min(1).max(100), version: z.string().min(1).max(64) }),
  decidedFrom: uuidSchema.meta({ description: 'Id of the event that caused the decision' }),
});
export type PositionChanged = z.infer<typeof positionChangedSchema>;

/** One cause changes one timeline once. */
export const positionChangedId = (
  data: Pick<PositionChanged, 'dossier' | 'actor' | 'issue' | 'sequence' | 'decidedFrom'>,
): string => contentId('position.changed', data.dossier, data.actor.id, data.issue.id, data.sequence, data.decidedFrom);
