import { describe, expect, it } from '@jest/globals';
import { compareFigures, evaluateSet, GOLD_SETS, headlineFigures, readRecordedFigures, TOLERANCE } from './figures.js';

describe('compareFigures', () => {
  it.each([
    ['a gain', 0.5, 0.7, false],
    ['the same', 0.5, 0.5, false],
    ['a drop of a point', 0.5, 0.5 - TOLERANCE, false],
    ['a drop of more than a point', 0.5, 0.4899, true],
  ])('takes %s for what it is', (_, recorded, now, lost) => {
    expect(compareFigures({ figure: now }, { figure: recorded })).toEqual([{ name: 'figure', recorded, now, lost }]);
  });

  it('names a figure that is gone, and one that is new', () => {
    expect(compareFigures({ fresh: 0.1 }, { gone: 0.2 })).toEqual([
      { name: 'fresh', recorded: undefined, now: 0.1, lost: false },
      { name: 'gone', recorded: 0.2, now: undefined, lost: true },
    ]);
  });
});

describe('the rule engine', () => {
  it.each(GOLD_SETS)(
    'reads the %s set no worse than recorded (npm run eval -- --record after a change of rules)',
    (set) => {
      const recorded = readRecordedFigures();
      if (!recorded) throw new Error('No figures are recorded: npm run eval -- --record');
      const ofSet = Object.fromEntries(Object.entries(recorded.figures).filter(([name]) => name.startsWith(`${set} `)));
      expect(Object.keys(ofSet)).not.toHaveLength(0);
      const losses = compareFigures(headlineFigures(set, evaluateSet(set)), ofSet)
        .filter(({ lost }) => lost)
        .map(({ name, recorded: before, now }) => `${name}: ${before} recorded, ${now?.toFixed(4) ?? 'none'} now`);
      expect(losses).toEqual([]);
    },
  );
});
