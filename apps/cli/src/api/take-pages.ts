import { MAX_PAGE, type Page } from '@parley/contracts';
import type { z } from 'zod';
import type { ApiClient, Query } from './api-client.js';

/**
 * The items of a list, page after page, at most `limit` of them (all unless told). Returns whether there are more.
 */
export async function* takePages<Item>(
  api: ApiClient,
  path: string,
  query: Query,
  schema: z.ZodType<Page<Item>>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Item, boolean, undefined> {
  let left = limit;
  let cursor: string | undefined;
  for (;;) {
    const page: Page<Item> = await api.get(path, { ...query, limit: Math.min(left, MAX_PAGE), cursor }, schema);
    yield* page.items;
    left -= page.items.length;
    if (page.next === null) return false;
    if (left <= 0) return true;
    cursor = page.next;
  }
}
