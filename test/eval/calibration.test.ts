import { describe, expect, it } from '@jest/globals';
import { calibrate, type Outcome } from './calibration.js';

const outcomes = (confidence: number, right: number, wrong: number): Outcome[] =>
  Array.from({ length: right + wrong }, (_, i) => ({ confidence, right: i < right }));

describe('calibrate', () => {
  it('finds no error where as many are right as is said', () => {
    const calibration = calibrate([...outcomes(0.75, 3, 1), ...outcomes(0.5, 1, 1)]);
    expect(calibration.error).toBeCloseTo(0);
    expect(calibration.bins.map(({ from, count }) => [from, count])).toEqual([
      [0.5, 2],
      [0.7, 4],
    ]);
  });

  it('weighs the error of a bin by what is in it', () => {
    expect(calibrate([...outcomes(1, 0, 1), ...outcomes(0.5, 1, 1), ...outcomes(0, 0, 1)]).error).toBeCloseTo(0.25);
  });

  it('tells how well confidence sorts right from wrong', () => {
    expect(calibrate([...outcomes(0.9, 2, 0), ...outcomes(0.4, 0, 2)]).auc).toBe(1);
    expect(calibrate(outcomes(0.6, 2, 2)).auc).toBe(0.5);
    expect(calibrate(outcomes(0.6, 2, 0)).auc).toBeNull();
  });

  it('has nothing to say of nothing', () => {
    expect(calibrate([])).toEqual({ bins: [], error: 0, auc: null });
  });
});
