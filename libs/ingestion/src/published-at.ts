import { DateTime } from 'luxon';

export type PublishedAt =
  | {
      readonly ok: true;
      /** Instant in UTC, to the millisecond. */
      readonly publishedAt: string;
      /** The day in the zone that was printed. */
      readonly publishedOn: string;
    }
  | { readonly ok: false; readonly fault: string };

const FIRST_YEAR = 1800;
const LAST_YEAR = 2200;
/** Clocks differ, and a day without a zone may begin 14 hours before it does in UTC. */
const MOST_DAYS_AHEAD = 2;

const ISO = /^[+-]?\d{4,6}-\d{2}-\d{2}([T ]\d{2}:?\d{2}(:?\d{2}([.,]\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)?)?$/i;
const RFC_2822 = /^([A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4,6}\s+\d{1,2}:\d{2}/;

/**
 * A publication date as outlets print it: ISO 8601 with a zone, without one (taken as UTC), a day alone (midnight UTC),
 * or RFC 2822. The year lies between 1800 and 2200 and the instant at most two days after `now`.
 */
export function readPublishedAt(given: string, now: Date): PublishedAt {
  const text = given.trim();
  const year = yearIn(text);
  if (year !== null && (year < FIRST_YEAR || year > LAST_YEAR))
    return { ok: false, fault: `names the year ${year}; years from ${FIRST_YEAR} to ${LAST_YEAR} are taken` };
  const read = readDate(text);
  if (!read?.isValid)
    return {
      ok: false,
      fault: `${JSON.stringify(text.slice(0, 60))} is no date; give ISO 8601 (2025-08-19, 2025-08-19T09:30:00+02:00) or RFC 2822 (Tue, 19 Aug 2025 09:30:00 +0200)`,
    };
  // Also by the zone's own calendar and in UTC, which may lie in another year than the digits.
  if ([read.year, read.toUTC().year].some((number) => number < FIRST_YEAR || number > LAST_YEAR))
    return { ok: false, fault: `lies outside the years from ${FIRST_YEAR} to ${LAST_YEAR}` };
  if (read.toMillis() > now.getTime() + MOST_DAYS_AHEAD * 86_400_000)
    return { ok: false, fault: `${text} lies more than ${MOST_DAYS_AHEAD} days ahead of now (${now.toISOString()})` };
  return { ok: true, publishedAt: read.toJSDate().toISOString(), publishedOn: read.toFormat('yyyy-MM-dd') };
}

function readDate(text: string): DateTime | null {
  const options = { zone: 'utc', setZone: true } as const;
  if (ISO.test(text))
    return DateTime.fromISO(
      text
        .replace(' ', 'T')
        .replace(/\s/g, '')
        .replace(/([T\d]\d)z$/i, '$1Z'),
      options,
    );
  if (RFC_2822.test(text)) return DateTime.fromRFC2822(text.replace(/\s+/g, ' '), options);
  return null;
}

/** The year as written, also where it has more digits than any calendar in use. */
function yearIn(text: string): number | null {
  const digits =
    /^([+-]?\d{4,})-\d{2}-\d{2}/.exec(text) ?? /^(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+(\d{4,})\b/.exec(text);
  return digits ? Number(digits[1]) : null;
}
