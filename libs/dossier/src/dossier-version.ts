import { createHash } from 'node:crypto';
import type { Dossier } from './dossier-schema.js';

/**
 * The version of a dossier: the first 16 hex digits of the SHA-256 of its canonical JSON. The order of keys, comments
 * and layout of the file do not change it; the order of actors, aliases and terms does.
 */
export function dossierVersion(dossier: Dossier): string {
  return createHash('sha256').update(canonicalJson(dossier), 'utf8').digest('hex').slice(0, 16);
}

/** JSON with the keys of every object sorted by code unit and fields without a value left out. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}
