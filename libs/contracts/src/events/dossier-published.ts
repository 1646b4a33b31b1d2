import { z } from 'zod';
import { contentId } from '../ids.js';
import { instantSchema, slugSchema } from '../primitives.js';

/** A version of a dossier is in force from here on. `document` is the dossier itself, checked by libs/dossier. */
export const dossierPublishedSchema = z.strictObject({
  id: slugSchema,
  version: z.string().min(1).max(64).meta({ description: 'Hash of the content' }),
  number: z.int().min(1).meta({ description: 'Counts the publications of this dossier, from 1' }),
  title: z.string().min(1).max(500),
  document: z.record(z.string(), z.unknown()),
  publishedBy: z.string().min(1).max(200),
  publishedAt: instantSchema,
});
export type DossierPublished = z.infer<typeof dossierPublishedSchema>;

/** Going back to an earlier content is a publication of its own, so the number belongs to the key. */
export const dossierPublishedId = (data: Pick<DossierPublished, 'id' | 'number' | 'version'>): string =>
  contentId('dossier.published', data.id, data.number, data.version);
