import { z } from 'zod';
import { contentId } from '../ids.js';
import { daySchema, instantSchema, sha256Schema } from '../primitives.js';

export const revisionRefSchema = z.strictObject({
  number: z.int().min(1).meta({ description: 'Counts the revisions seen at this address, from 1' }),
  hash: sha256Schema,
});
export type RevisionRef = z.infer<typeof revisionRefSchema>;

/** A revision of an article was seen: everything a reader of the log needs to read it again without fetching. */
export const articleObservedSchema = z.strictObject({
  articleId: sha256Schema,
  url: z.url().max(4096).meta({ description: 'Canonical address' }),
  originalUrl: z.url().max(8192).meta({ description: 'Address as it was given' }),
  revision: revisionRefSchema,
  title: z.string().max(2_000),
  text: z.string().min(1).meta({ description: 'Normalised plain text; evidence offsets count its UTF-16 units' }),
  original: z
    .strictObject({ mediaType: z.enum(['text/html', 'text/plain']), body: z.string() })
    .nullable()
    .meta({ description: 'What was received, where normalisation changed it; null where the text is the original' }),
  publisher: z.string().min(1).max(300),
  language: z.string().max(35).nullable().meta({ description: 'BCP 47 tag as declared, null where none was' }),
  publishedAt: instantSchema,
  publishedOn: daySchema.meta({ description: 'The day in the zone the outlet printed it in' }),
  observedAt: instantSchema,
  via: z.enum(['push', 'file', 'feed']),
});
export type ArticleObserved = z.infer<typeof articleObservedSchema>;

/** A→B→A at one address is three revisions, so the number belongs to the natural key. */
export const articleObservedId = (data: Pick<ArticleObserved, 'articleId' | 'revision'>): string =>
  contentId('article.observed', data.articleId, data.revision.number, data.revision.hash);
