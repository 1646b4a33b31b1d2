import { z } from 'zod';
import { contentId } from '../ids.js';
import { instantSchema, sha256Schema } from '../primitives.js';

/** The outlet took the article back: its support for positions ends. */
export const articleWithdrawnSchema = z.strictObject({
  articleId: sha256Schema,
  url: z.url().max(4096),
  reason: z.string().min(1).max(2_000),
  withdrawnBy: z.string().min(1).max(200),
  withdrawnAt: instantSchema,
});
export type ArticleWithdrawn = z.infer<typeof articleWithdrawnSchema>;

export const articleWithdrawnId = (data: ArticleWithdrawn): string =>
  contentId('article.withdrawn', data.articleId, data.withdrawnAt);
