import { z } from 'zod';
import { contentId } from '../ids.js';
import { instantSchema, sha256Schema } from '../primitives.js';

/** The outlet took the article back: its support for positions ends, until a later revision is observed. */
export const articleWithdrawnSchema = z.strictObject({
  articleId: sha256Schema,
  url: z.url().max(4096),
  revision: z
    .int()
    .min(1)
    .nullable()
    .meta({ description: 'The latest revision known then: it and all before it are taken back. null: not recorded' }),
  reason: z.string().min(1).max(2_000),
  withdrawnBy: z.string().min(1).max(200),
  withdrawnAt: instantSchema,
});
export type ArticleWithdrawn = z.infer<typeof articleWithdrawnSchema>;

/** Version 1 did not say which revision it took back. */
export const articleWithdrawnUpcasters = {
  1: (data: unknown): unknown => ({ ...(data as object), revision: null }),
} as const;

export const articleWithdrawnId = (data: Pick<ArticleWithdrawn, 'articleId' | 'withdrawnAt'>): string =>
  contentId('article.withdrawn', data.articleId, data.withdrawnAt);
