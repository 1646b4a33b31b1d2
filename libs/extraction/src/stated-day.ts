import * as chrono from 'chrono-node';

/** Cheap look before the parser is asked: words a date can't do without. */
const DATE_WORDS =
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|yesterday|tonight|tomorrow|ago|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,9}\b/i;

/** What stands before a day that something begins or ends on. */
const TO_COME = /\b(?:from|until|till|by|before|starting)\s+(?:the\s+)?$/i;

/** A day without a year that lies no further ahead than this is the coming one: of the last one nobody speaks without its year. */
const SOON_DAYS = 91;

/** The first ten characters of an ISO date or instant, or undefined where they are no day. */
export function dayOf(publishedAt: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(publishedAt);
  if (!match) return undefined;
  const day = match[0];
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

/**
 * The day a sentence gives for what it reports ("on Monday", "on 3 February", "yesterday"), resolved against the day of
 * publication and never after it. Vague ones ("last month", "recently") give undefined.
 * @param at where in the sentence the cue stands; of several days the nearest counts.
 */
export function statedDay(sentence: string, at: number, publishedDay: string): string | undefined {
  const text = sentence.length > 1_000 ? sentence.slice(Math.max(0, at - 500), at + 500) : sentence;
  if (!DATE_WORDS.test(text)) return undefined;
  const [year, month, day] = publishedDay.split('-').map(Number);
  const reference = { instant: new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, day ?? 1, 12)), timezone: 0 };
  let best: string | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const found of chrono.en.casual.parse(text, reference, { forwardDate: false })) {
    const { start } = found;
    if (found.end || !(start.isCertain('day') || start.isCertain('weekday'))) continue;
    let resolved = `${pad(start.get('year') ?? 0, 4)}-${pad(start.get('month') ?? 1, 2)}-${pad(start.get('day') ?? 1, 2)}`;
    // "on Monday" is the last Monday on or before publication.
    if (resolved > publishedDay) {
      if (start.isCertain('weekday') && !start.isCertain('day')) resolved = shift(resolved, -7);
      // "on 12 September", said on the 10th, is still to come, and so is "from June 1"; "on 24 December", said in January, is over.
      else if (
        !start.isCertain('year') &&
        resolved > shift(publishedDay, SOON_DAYS) &&
        !TO_COME.test(text.slice(Math.max(0, found.index - 12), found.index))
      )
        resolved = `${pad((start.get('year') ?? 0) - 1, 4)}${resolved.slice(4)}`;
    }
    if (resolved > publishedDay) continue;
    const away = Math.abs(found.index - at);
    if (away < distance) {
      best = resolved;
      distance = away;
    }
  }
  return best;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function shift(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
