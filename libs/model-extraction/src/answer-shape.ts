import { z } from 'zod';

const STANCES = ['support', 'oppose', 'conditional', 'noncommittal'] as const;
const KINDS = ['direct', 'mixed', 'indirect', 'act'] as const;

/** One statement as a model gives it: shape only. Whether it is true of the article is `readAnswer`'s business. */
export const answeredStatementSchema = z.object({
  actor: z.string(),
  issue: z.string(),
  stance: z.enum(STANCES),
  kind: z.enum(KINDS),
  quotation: z.string(),
  speaker: z.string(),
  cue: z.string(),
  statedAt: z.string(),
  condition: z.string().nullable(),
  confidence: z.number(),
});
export type AnsweredStatement = z.infer<typeof answeredStatementSchema>;

/** The answer as a whole; its statements are looked at one by one, so that one that is broken costs no other. */
export const answerSchema = z.object({ statements: z.array(z.unknown()) });

/** Structured outputs take so many values of an enum and no more. */
const MOST_ENUM_VALUES = 250;

const idOf = (ids: readonly string[]) =>
  ids.length > 0 && ids.length <= MOST_ENUM_VALUES ? z.enum([...ids]) : z.string();

/** The JSON Schema an answer is asked for in: every field required, nothing beside, ids of this dossier where they fit. */
export function answerJsonSchema(ids: {
  readonly actors: readonly string[];
  readonly issues: readonly string[];
}): Record<string, unknown> {
  const statement = z.strictObject({
    ...answeredStatementSchema.shape,
    actor: idOf(ids.actors),
    issue: idOf(ids.issues),
  });
  const { $schema: _dialect, ...schema } = z.toJSONSchema(z.strictObject({ statements: z.array(statement) }));
  return schema;
}
