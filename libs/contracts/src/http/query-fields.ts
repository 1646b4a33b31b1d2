import { z } from 'zod';
import { daySchema } from '../primitives.js';

/** Control characters have no place in a filter, and Postgres takes no U+0000 in text. */
const printable = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold control characters');

/** An id in a filter. Unknown ids find nothing, so any printable text will do; it is never part of SQL. */
export const idFilterSchema = printable(80).meta({ examples: ['ukraine-peace-talks'] });

export const searchTextSchema = printable(500).meta({
  description: 'Words, "exact phrases", or, -not (as PostgreSQL websearch_to_tsquery reads them)',
  examples: ['"security guarantees" -nato'],
});

export const publisherFilterSchema = printable(300);

/** Who did something, as the record shows it. Part of the natural keys of events, so without control characters. */
export const personSchema = printable(200).meta({ examples: ['analyst@desk.example'] });

/** Why a person did something, in a sentence or two. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine((text) => !text.includes('\u0000'), 'must not hold U+0000');

/** An instant with a zone in a filter, as it was given: the database compares it to the microsecond. */
export const instantFilterSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine((instant) => instant >= '1800' && instant < '2201', 'the year must lie between 1800 and 2200')
  .meta({ examples: ['2025-08-25T12:00:00Z'] });

export const validAtSchema = daySchema.meta({
  description: 'The day that is asked about: positions held on it, by when statements were made. Absent: the latest',
  examples: ['2025-08-20'],
});
export const knownAtSchema = instantFilterSchema.meta({
  description: 'What was believed at that instant, by when the log recorded it. Absent: what is believed now',
  examples: ['2025-08-25T12:00:00Z'],
});

export const MAX_PAGE = 500;
export const DEFAULT_PAGE = 50;
const wholeNumber = (min: number, max: number) => z.coerce.number<string>().int().min(min).max(max);

export const limitSchema = wholeNumber(1, MAX_PAGE)
  .default(DEFAULT_PAGE)
  .meta({ description: `Most items in an answer, 1 to ${MAX_PAGE}` });
export const cursorSchema = z
  .string()
  .min(1)
  .max(12_000)
  .meta({ description: 'Where to go on: `next` of the answer before. Opaque; it belongs to the same filters' });
export const evidenceLimitSchema = wholeNumber(0, 100)
  .default(5)
  .meta({ description: 'Most statements shown for each position, newest first; `statements` counts all' });
export const revisionNumberSchema = wholeNumber(1, 1_000_000);
export const flagSchema = z
  .enum(['true', 'false'])
  .default('false')
  .transform((flag) => flag === 'true');
