import { describe, expect, it } from '@jest/globals';
import { fitLogistic, likelihood, type Sample } from './fit-logistic.js';

const samples = (value: number, right: number, wrong: number): Sample[] =>
  Array.from({ length: right + wrong }, (_, i) => ({ values: [value], right: i < right }));

describe('fitLogistic', () => {
  it('gives the shares that were observed', () => {
    const weights = fitLogistic([...samples(0, 10, 30), ...samples(1, 30, 10)], 1e-6);
    expect(likelihood(weights, [0])).toBeCloseTo(0.25);
    expect(likelihood(weights, [1])).toBeCloseTo(0.75);
  });

  it('is drawn towards no difference by the penalty', () => {
    const few = [...samples(0, 1, 2), ...samples(1, 2, 1)];
    const gap = (penalty: number) => {
      const weights = fitLogistic(few, penalty);
      return likelihood(weights, [1]) - likelihood(weights, [0]);
    };
    expect(gap(5)).toBeLessThan(gap(0.1));
    expect(gap(5)).toBeGreaterThan(0);
  });

  it('stays finite where a value tells right from wrong without exception', () => {
    for (const weight of fitLogistic([...samples(0, 0, 20), ...samples(1, 20, 0)], 1))
      expect(weight).toBeCloseTo(weight);
  });

  it('does not depend on the order of the samples', () => {
    const some = [...samples(0, 3, 8), ...samples(1, 9, 2)];
    const forward = fitLogistic(some, 1);
    const backward = fitLogistic([...some].reverse(), 1);
    for (const [i, weight] of forward.entries()) expect(backward[i]).toBeCloseTo(weight);
  });
});
