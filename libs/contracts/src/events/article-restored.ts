import { z } from 'zod';
import { contentId } from '../ids.js';
import { instantSchema, sha256Schema, uuidSchema } from '../primitives.js';

/** A withdrawal was a mistake: the article counts again, with all its revisions, as if it had not been taken back. */
export const articleRestoredSchema = z.strictObject({
  articleId: sha256Schema,
  url: z.url().max(4096),
  withdrawalId: uuidSchema.meta({
    description: 'Id of the withdrawal in force, which is undone with all before it',
  }),
  reason: z.string().min(1).max(2_000),
  restoredBy: z.string().min(1).max(200),
  restoredAt: instantSchema,
});
export type ArticleRestored = z.infer<typeof articleRestoredSchema>;

/** A withdrawal is undone once. */
export const articleRestoredId = (data: Pick<ArticleRestored, 'withdrawalId'>): string =>
  contentId('article.restored', data.withdrawalId);
