import { statedDay } from './stated-day.js';

/** The head of an entry of a live blog at the beginning of a line: what it takes up, and the day it gives, if any. */
export interface EntryStamp {
  /** How many UTF-16 units of the line are stamp, with the mark and blanks behind it. */
  readonly length: number;
  /** YYYY-MM-DD. */
  readonly day: string | undefined;
}

/** No stamp is longer. */
const LONGEST_STAMP = 80;
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\\.?';
const CALENDAR_DAY = `(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?\\s${MONTH}(?:,?\\s\\d{4})?|${MONTH}\\s\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s\\d{4})?)`;
const DATE = `(?:${WEEKDAY}(?:,?\\s${CALENDAR_DAY})?|${CALENDAR_DAY}|today|yesterday)`;
const CLOCK =
  '(?:(?:[01]?\\d|2[0-3])[:.h][0-5]\\d(?:[:.][0-5]\\d)?(?:\\s?[ap]\\.?m\\.?)?|(?:1[0-2]|[1-9])\\s?[ap]\\.?m\\.?)';
const ZONE =
  '(?:\\s?\\(?(?:gmt|bst|utc|ce?st|cet|ee?st|eet|msk|ist|e[sd]?t|c[sd]?t|m[sd]?t|p[sd]?t|ae[sd]t|jst|kst|sgt|hkt|sast|z)(?:[+-]\\d{1,2})?\\)?)?';
const AGO =
  '(?:\\d{1,2}\\s?(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|d|days?)(?:\\s\\d{1,2}\\s?m(?:ins?)?)?\\sago|just now)';
const STAMP = new RegExp(
  `^[[(]?(?:(?:last )?(?:updated|posted|published)(?: at)?:?\\s)?(?:(?:${DATE}(?:,|\\sat|\\s[|·–-])?\\s)?${CLOCK}${ZONE}(?:(?:,|\\son|\\s[|·–-])?\\s${DATE})?|${AGO}(?:,?\\s${CLOCK}${ZONE})?)[\\])]?(?:\\s?[:|–—-](?=\\s|$)|$|(?=\\s))`,
  'i',
);
const DATE_LINE = new RegExp(`^${DATE}$`, 'i');
const DAYS_AGO = /(\d{1,2})\s?d(?:ays?)?\sago/i;

/**
 * The time stamp that a line begins with ("14:32 BST", "10.45am – …", "[00:12:34]", "2h ago", "Tue 3 March, 14.05"), if it
 * begins with one. Where text follows on the line, it has to look like the beginning of a sentence: "10.45 tonnes" is none.
 */
export function entryStamp(line: string, publishedDay: string): EntryStamp | undefined {
  const head = line.slice(0, LONGEST_STAMP);
  if (!/^.{0,30}\d|just now/i.test(head)) return undefined;
  const found = STAMP.exec(head)?.[0];
  if (found === undefined) return undefined;
  const rest = head.slice(found.length);
  const blanks = rest.length - rest.trimStart().length;
  if (blanks < rest.length && !/^["'“‘«(\p{Lu}\p{Extended_Pictographic}]/u.test(rest.slice(blanks))) return undefined;
  return { length: found.length + blanks, day: dayIn(found, publishedDay) };
}

/** A line that is a date and nothing else: it dates the entries below it. */
export function dateLine(line: string, publishedDay: string): string | undefined {
  return line.length <= LONGEST_STAMP && DATE_LINE.test(line) ? dayIn(line, publishedDay) : undefined;
}

function dayIn(stamp: string, publishedDay: string): string | undefined {
  const iso = /\d{4}-\d{2}-\d{2}/.exec(stamp)?.[0];
  if (iso !== undefined) return iso <= publishedDay ? iso : undefined;
  const ago = DAYS_AGO.exec(stamp)?.[1];
  if (ago !== undefined) {
    const date = new Date(`${publishedDay}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() - Number(ago));
    return date.toISOString().slice(0, 10);
  }
  return /\bago\b/i.test(stamp) ? undefined : statedDay(stamp, 0, publishedDay);
}
