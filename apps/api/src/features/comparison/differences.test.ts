import { addDays } from '@parley/domain';
import fc from 'fast-check';
import { type BelievedStretch, differencesOf, type Period } from './differences.js';

const FIRST = '2025-08-01';
const day = (n: number) => addDays(FIRST, n);
const believed = (stance: 'support' | 'oppose', doubt: 'outlets-disagree' | null = null) => ({
  stance,
  condition: null,
  doubt,
  statements: 1,
  independentSources: 1,
});

/** Stretches one after another, the last one open or not. */
const timeline = fc
  .tuple(
    fc.uniqueArray(fc.nat(30), { maxLength: 5 }),
    fc.array(fc.constantFrom('support' as const, 'oppose' as const), { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([starts, stances, isOpen]): BelievedStretch[] => {
    const sorted = starts.sort((a, b) => a - b);
    return sorted.map((start, index) => {
      const next = sorted[index + 1] ?? (isOpen ? null : start + 3);
      return {
        validFrom: day(start),
        validTo: next === null ? null : day(next),
        believed: believed(stances[index] ?? 'support'),
      };
    });
  });
const period = fc.tuple(fc.option(fc.nat(20)), fc.option(fc.integer({ min: 1, max: 20 }))).map(
  ([from, length]): Period => ({
    from: from === null ? null : day(from),
    before: length === null ? null : day((from ?? 0) + length),
  }),
);

const on = (stretches: readonly BelievedStretch[], at: string) =>
  stretches.find(({ validFrom, validTo }) => validFrom <= at && (validTo === null || validTo > at))?.believed.stance ??
  null;

test('tells of each day of the period, and of no other, what was and what is believed of it', () => {
  fc.assert(
    fc.property(timeline, timeline, period, (before, after, days) => {
      const differences = differencesOf(before, after, days);
      for (let n = -2; n < 40; n++) {
        const at = day(n);
        const isAsked = (days.from === null || at >= days.from) && (days.before === null || at < days.before);
        const found = differences.filter(
          ({ validFrom, validTo }) => validFrom <= at && (validTo === null || validTo > at),
        );
        const [was, is] = [on(before, at), on(after, at)];
        expect(found.map((one) => [one.before?.stance ?? null, one.after?.stance ?? null])).toEqual(
          isAsked && was !== is ? [[was, is]] : [],
        );
      }
    }),
    { numRuns: 1_000 },
  );
});

test('names what kind of difference it is', () => {
  const all = { from: null, before: null };
  const held = (doubt: 'outlets-disagree' | null = null): BelievedStretch[] => [
    { validFrom: FIRST, validTo: null, believed: believed('support', doubt) },
  ];
  const kinds = (before: BelievedStretch[], after: BelievedStretch[]) =>
    differencesOf(before, after, all).map(({ kind }) => kind);
  expect(kinds([], held())).toEqual(['gained']);
  expect(kinds(held(), [])).toEqual(['lost']);
  expect(kinds(held(), held('outlets-disagree'))).toEqual(['doubt']);
  expect(kinds(held(), held())).toEqual([]);
});
