import { describe, expect, it } from '@jest/globals';
import {
  carryOverFigures,
  carryOverOf,
  compareFigures,
  evaluateSet,
  GOLD_SETS,
  headlineFigures,
  NOT_LOOKED_AT,
  readRecordedFigures,
  TOLERANCE,
} from './figures.js';

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
  const evaluations = GOLD_SETS.map((set) => [set, evaluateSet(set)] as const);
  const lossesOf = (prefix: string, now: Record<string, number>) => {
    const recorded = readRecordedFigures();
    if (!recorded) throw new Error('No figures are recorded: npm run eval -- --record');
    const before = Object.fromEntries(
      Object.entries(recorded.figures).filter(([name]) => name.startsWith(`${prefix} `)),
    );
    expect(Object.keys(before)).not.toHaveLength(0);
    return compareFigures(now, before)
      .filter(({ lost }) => lost)
      .map((change) => `${change.name}: ${change.recorded} recorded, ${change.now?.toFixed(4) ?? 'none'} now`);
  };

  it.each(evaluations)(
    'reads the %s set no worse than recorded (npm run eval -- --record after a change of rules)',
    (set, evaluation) => {
      expect(lossesOf(set, headlineFigures(set, evaluation))).toEqual([]);
    },
  );

  it('reads negotiations that nobody has looked at no worse than recorded', () => {
    expect(lossesOf('not looked at', carryOverFigures(carryOverOf(evaluations)))).toEqual([]);
  });

  it('gives no mistake away in a negotiation that nobody has looked at, unless asked for it', () => {
    const evaluation = evaluations.find(([set]) => set === 'held-out')![1];
    expect(new Set(evaluation.withheld)).toEqual(NOT_LOOKED_AT);
    const [unseen] = NOT_LOOKED_AT;
    const looked = evaluateSet('held-out', unseen);
    expect(looked.withheld).not.toContain(unseen);
    expect(looked.errors.length).toBeGreaterThan(evaluation.errors.length);
  });
});
