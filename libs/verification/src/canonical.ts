import { createHash } from 'node:crypto';

/** A text as the record keeps it: what Postgres text can't hold is U+FFFD there, one for one (docs/record.md). */
export const storable = (text: string): string =>
  SUSPICIOUS.test(text) ? wellFormed(text.replaceAll('\u0000', '\ufffd')) : text;

const SUSPICIOUS = /[\0\ud800-\udfff]/;

/** The text with U+FFFD for each half of a surrogate pair that stands alone. */
export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** JSON of a value as the record keeps it, with the keys of every object in order: the same for equal values. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(storable(value));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(storable(key))}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export const digestOf = (text: string | Buffer): string => createHash('md5').update(text).digest('hex');

/** What a value looks like, to be told from another without keeping it. */
export const digestOfValue = (value: unknown): string => digestOf(canonicalJson(value));
