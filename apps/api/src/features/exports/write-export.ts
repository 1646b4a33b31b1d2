import type { ExportFormat } from '@parley/contracts';
import { stringify } from 'csv-stringify/sync';

/** A column of a table: its header, and what it holds of an item. null and undefined are empty cells. */
export interface TableColumn<Item> {
  readonly name: string;
  readonly of: (item: Item) => string | number | boolean | null | undefined;
}

export const MEDIA_TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

/** Pages of items as text, a page at a time: what is held in memory does not grow with their number. */
export async function* writeExport<Item>(
  pages: AsyncIterable<readonly Item[]>,
  format: ExportFormat,
  columns: readonly TableColumn<Item>[],
): AsyncGenerator<string, void, void> {
  if (format === 'csv') yield tableOf([columns.map(({ name }) => name)]);
  if (format === 'json') yield '[';
  let isFirst = true;
  for await (const page of pages) {
    if (page.length === 0) continue;
    if (format === 'csv') yield tableOf(page.map((item) => columns.map(({ of }) => of(item) ?? null)));
    else if (format === 'ndjson') yield page.map((item) => `${JSON.stringify(item)}\n`).join('');
    else yield `${isFirst ? '\n' : ',\n'}${page.map((item) => JSON.stringify(item)).join(',\n')}`;
    isFirst = false;
  }
  if (format === 'json') yield isFirst ? ']\n' : '\n]\n';
}

/** Article text is hostile: a cell that a spreadsheet would take for a formula gets an apostrophe in front. */
const tableOf = (rows: readonly (readonly unknown[])[]): string =>
  stringify(rows as unknown[][], {
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: (value) => (value ? 'true' : 'false') },
  });
