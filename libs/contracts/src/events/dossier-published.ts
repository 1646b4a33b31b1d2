import { z } from 'zod';
import type { Upcaster } from '../event-definition.js';
import { contentId } from '../ids.js';
import { instantSchema, slugSchema } from '../primitives.js';

/** How statements weigh into positions, with its version: what a dossier's positions are decided under. */
export const policySchema = z.strictObject({
  id: z.string().min(1).max(100),
  version: z.string().min(1).max(64),
  leastConfidence: z.number().min(0).max(1),
  shiftWeight: z.number().min(0),
  conflictWindowDays: z.int().min(0),
  freshDays: z.int().min(0),
  sources: z.record(z.string(), z.enum(['A', 'B', 'C', 'D', 'E', 'F'])),
});

/** A version of a dossier is in force from here on. `document` is the dossier itself, checked by libs/dossier. */
export const dossierPublishedSchema = z.strictObject({
  id: slugSchema,
  version: z.string().min(1).max(64).meta({ description: 'Hash of the content' }),
  number: z.int().min(1).meta({ description: 'Counts the publications of this dossier, from 1' }),
  title: z.string().min(1).max(500),
  document: z.record(z.string(), z.unknown()),
  policy: policySchema.nullable().meta({
    description:
      'What positions are decided under from here on. Another policy in the document comes into force when it is derived anew, for all positions at once. null (version 1): as the document has it',
  }),
  publishedBy: z.string().min(1).max(200),
  publishedAt: instantSchema,
});
export type DossierPublished = z.infer<typeof dossierPublishedSchema>;

/** Going back to an earlier content is a publication of its own, so the number belongs to the key. */
export const dossierPublishedId = (data: Pick<DossierPublished, 'id' | 'number' | 'version'>): string =>
  contentId('dossier.published', data.id, data.number, data.version);

/** Version 1 put the policy of the document in force. */
export const dossierPublishedUpcasters: Readonly<Record<number, Upcaster>> = {
  1: (data) => ({ ...(data as object), policy: null }),
};
