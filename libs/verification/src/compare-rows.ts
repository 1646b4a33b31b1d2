import { canonicalJson } from './canonical.js';
import type { Report, Where } from './finding.js';

export type Fields = Readonly<Record<string, unknown>>;

export interface RowComparison {
  readonly table: string;
  /** Names of the fields that tell rows apart; they stand in what is reported. */
  readonly key: readonly string[];
  /** What tells more of a row in a report, beside its key. */
  readonly about?: (row: Fields) => Where;
  readonly expected: readonly Fields[];
  readonly found: readonly Fields[];
}

/**
 * Compares rows field by field; of what is found only the fields that are expected are looked at. Gives how many rows
 * agree.
 */
export function compareRows({ table, key, about, expected, found }: RowComparison, report: Report): number {
  const keyOf = (row: Fields): string => key.map((name) => canonicalJson(row[name])).join(' ');
  const whereOf = (row: Fields): Where => ({
    table,
    ...Object.fromEntries(key.map((name) => [name, plain(row[name])])),
    ...about?.(row),
  });
  const due = new Map(expected.map((row) => [keyOf(row), row]));
  const seen = new Set<string>();
  let agreeing = 0;
  for (const row of found) {
    const name = keyOf(row);
    const wanted = due.get(name);
    if (seen.has(name)) report('VERIFY_ROW_DOUBLE', whereOf(row), 'one row', 'another row of the same key');
    else if (!wanted) report('VERIFY_ROW_EXTRA', whereOf(row), null, shown(row));
    else {
      const different = Object.keys(wanted).filter(
        (field) => canonicalJson(wanted[field]) !== canonicalJson(row[field]),
      );
      if (different.length === 0) agreeing++;
      else report('VERIFY_ROW_DIFFERENT', whereOf(row), shown(pick(wanted, different)), shown(pick(row, different)));
    }
    seen.add(name);
  }
  for (const [name, row] of due) if (!seen.has(name)) report('VERIFY_ROW_MISSING', whereOf(row), shown(row), null);
  return agreeing;
}

const pick = (row: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

const shown = (row: Fields): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : canonicalJson(value ?? null)}`)
    .join(', ');

const plain = (value: unknown): string | number =>
  typeof value === 'string' || typeof value === 'number' ? value : canonicalJson(value ?? null);
