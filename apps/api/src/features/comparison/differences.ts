import type { Believed, Difference } from '@parley/contracts';

/** A stretch of days and what is believed of them. `validTo` is exclusive; null: until further notice. */
export interface BelievedStretch {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly believed: Believed;
}

/** The days that are asked about: from the first on (null: all before), before the last (null: all after). */
export interface Period {
  readonly from: string | null;
  readonly before: string | null;
}

/**
 * Days of a period of which two records of one timeline believe different things, oldest first. Neighbouring days that
 * differ alike are one. Counts alone make no difference: another report of the same stance is no other belief.
 */
export function differencesOf(
  before: readonly BelievedStretch[],
  after: readonly BelievedStretch[],
  period: Period,
): Difference[] {
  const bounds = [...before, ...after].flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo ? [validTo] : [])]);
  const from = [period.from, ...bounds].filter((day) => day !== null).filter((day) => isWithin(day, period));
  const days = [...new Set(from)].sort();
  const differences: Difference[] = [];
  for (const [index, validFrom] of days.entries()) {
    const validTo = days[index + 1] ?? period.before;
    const [was, is] = [beliefOn(before, validFrom), beliefOn(after, validFrom)];
    const kind = kindOf(was, is);
    if (kind === null) continue;
    const last = differences.at(-1);
    if (last?.validTo === validFrom && same(last.before, was) && same(last.after, is)) {
      differences[differences.length - 1] = { ...last, validTo };
    } else differences.push({ validFrom, validTo, kind, before: was, after: is });
  }
  return differences;
}

const isWithin = (day: string, { from, before }: Period): boolean =>
  (from === null || day >= from) && (before === null || day < before);

const beliefOn = (stretches: readonly BelievedStretch[], day: string): Believed | null =>
  stretches.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo > day))?.believed ?? null;

function kindOf(was: Believed | null, is: Believed | null): Difference['kind'] | null {
  if (was === null) return is === null ? null : 'gained';
  if (is === null) return 'lost';
  if (was.stance !== is.stance || was.condition !== is.condition) return 'changed';
  return was.doubt === is.doubt ? null : 'doubt';
}

/** The same in all that is shown, counts as well. */
const same = (a: Believed | null, b: Believed | null): boolean => JSON.stringify(a) === JSON.stringify(b);
