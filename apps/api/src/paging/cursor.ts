import { createHash } from 'node:crypto';
import { ProblemError } from '@parley/platform';
import { z } from 'zod';

/** Grows when what cursors hold changes; older ones are then refused instead of being misread. */
const CURSOR_VERSION = 1;

const envelopeSchema = z.tuple([z.literal(CURSOR_VERSION), z.string(), z.string(), z.unknown()]);

/** What a cursor is for: the list, and the filters it was made under. */
export interface CursorScope {
  readonly list: string;
  readonly filters: Readonly<Record<string, unknown>>;
}

/** Parameters that say how much is shown, not what is listed. */
const NOT_FILTERS = new Set(['limit', 'cursor', 'after', 'order', 'evidence']);

/** A cursor for clients: opaque, URL-safe, bound to its list and filters. */
export function encodeCursor(scope: CursorScope, place: unknown): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, scope.list, digestOf(scope), place])).toString('base64url');
}

/** The place a cursor names. Throws ProblemError INVALID_CURSOR for anything `encodeCursor` did not make for this scope. */
export function decodeCursor<Place>(scope: CursorScope, cursor: string, place: z.ZodType<Place>): Place {
  const envelope = envelopeSchema.safeParse(jsonOf(cursor));
  if (!envelope.success) throw invalid('This is no cursor of this build. Start again without it.');
  const [, list, digest, value] = envelope.data;
  if (list !== scope.list) throw invalid('This cursor belongs to another list.');
  if (digest !== digestOf(scope))
    throw invalid('This cursor belongs to other filters. Send those it came with, or start again without it.');
  const parsed = place.safeParse(value);
  if (!parsed.success) throw invalid('This cursor was changed on its way. Start again without it.');
  return parsed.data;
}

const invalid = (detail: string) => new ProblemError('INVALID_CURSOR', detail);

function jsonOf(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Not JSON, so not ours; the caller says so.
    return undefined;
  }
}

function digestOf(scope: CursorScope): string {
  const filters = Object.entries(scope.filters)
    .filter(([name, value]) => value !== undefined && !NOT_FILTERS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 8);
}

/** Parts of places. */
export const placeParts = {
  text: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\u0000')),
  instant: z.iso.datetime().refine((instant) => instant >= '1800' && instant < '2201'),
  day: z.iso.date(),
  partition: z.int().min(0).max(2_147_483_647),
  /** Up to 18 digits: within bigint. */
  offset: z.string().regex(/^\d{1,18}$/),
};
