import { z } from 'zod';
import { actorRefSchema } from '../events/statements-extracted.js';
import { daySchema, slugSchema, stanceSchema } from '../primitives.js';
import { actorNameSchema, issueNameSchema } from './positions.js';
import { knownAtSchema, validAtSchema } from './query-fields.js';

/** One who speaks for a body, and what is held. */
export const voiceSchema = z
  .strictObject({
    actor: actorNameSchema,
    rank: z
      .enum(['body', 'head', 'member'])
      .meta({ description: 'As whom: the body itself, its head, another member' }),
    title: z
      .string()
      .nullable()
      .meta({ description: 'The post; null for the body itself and for members of its parts' }),
    stance: stanceSchema,
    condition: z.string().nullable(),
    since: daySchema,
    lastStatedOn: daySchema,
    independentSources: z.int().min(0),
    stale: z.boolean(),
  })
  .meta({ id: 'Voice' });
export type ShownVoice = z.infer<typeof voiceSchema>;

export const sideCellSchema = z
  .strictObject({
    leading: voiceSchema.meta({ description: "Whose position is taken for the side's" }),
    others: z.array(voiceSchema).meta({ description: 'In the order of precedence' }),
    dissonant: z.boolean().meta({ description: 'One of them holds another stance' }),
  })
  .meta({ id: 'SideCell' });

const asked = {
  validAt: daySchema.nullable().meta({ description: 'As asked; null for the latest' }),
  knownAt: z.string().nullable().meta({ description: 'As asked; null for now' }),
};

export const sidesSchema = z
  .strictObject({
    dossier: slugSchema,
    title: z.string(),
    ...asked,
    issues: z.array(issueNameSchema),
    sides: z.array(
      z.strictObject({
        ...actorRefSchema.shape,
        positions: z
          .record(slugSchema, sideCellSchema.nullable())
          .meta({ description: 'By issue id; null: nobody who speaks for it has stated anything' }),
      }),
    ),
  })
  .meta({ id: 'Sides' });
export type Sides = z.infer<typeof sidesSchema>;

export const dissonanceSchema = z
  .strictObject({
    body: actorNameSchema,
    issue: issueNameSchema,
    degree: z.enum(['opposite', 'different']).meta({ description: 'opposite: support stands against oppose' }),
    since: daySchema.meta({ description: 'The first day on which they differ, with the stances they hold' }),
    leading: voiceSchema,
    dissenting: z.array(z.strictObject({ voice: voiceSchema, since: daySchema })),
  })
  .meta({ id: 'Dissonance' });

export const dissonanceListSchema = z
  .strictObject({
    dossier: slugSchema,
    title: z.string(),
    ...asked,
    items: z.array(dissonanceSchema).meta({ description: 'In the order of bodies and issues in the dossier' }),
  })
  .meta({ id: 'DissonanceList' });
export type DissonanceList = z.infer<typeof dissonanceListSchema>;

export const sidesQuerySchema = z.strictObject({
  validAt: validAtSchema.optional(),
  knownAt: knownAtSchema.optional(),
});
export type SidesQuery = z.output<typeof sidesQuerySchema>;
