import type { Page } from '@parley/contracts';
import { type CursorScope, encodeCursor } from './cursor.js';

/** A page out of up to `limit + 1` rows: the one too many tells that there is more. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  scope: CursorScope,
  itemOf: (row: Row) => Item,
  placeOf: (row: Row) => unknown,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? encodeCursor(scope, placeOf(last)) : null,
  };
}
