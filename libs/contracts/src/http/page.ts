import { z } from 'zod';

/** A page of a list. `next` is null on the last one. The Link header (RFC 8288) says the same. */
export const pageOf = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last' }),
    })
    .meta({ id });

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
