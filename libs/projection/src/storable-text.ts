/*
 * Postgres text holds neither U+0000 nor half a surrogate pair. Ingest lets neither in, but the log is open to others.
 * Each becomes U+FFFD: one UTF-16 unit for one, so that the spans of statements still point at their characters.
 */

const REPLACEMENT = '\ufffd';
const suspicious = /[\0\ud800-\udfff]/;
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** How JSON.stringify writes them; a pair is never escaped. */
const suspiciousJson = /\\u(0000|d[89a-f])/;

/** The text as Postgres can hold it, of the same length in UTF-16 units. */
export const storableText = (text: string): string =>
  suspicious.test(text) ? text.replace(unstorable, REPLACEMENT) : text;

/** A value as JSON that Postgres takes as jsonb. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // An escaped backslash before "u0000" only looks like one; the slow path leaves it as it is.
  return suspiciousJson.test(json) ? JSON.stringify(storableDeep(value)) : json;
}

function storableDeep(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableDeep);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [storableText(key), storableDeep(field)]));
  return value;
}
