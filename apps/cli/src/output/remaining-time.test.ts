import { remainingTime } from './remaining-time.js';

describe('the time that remains', () => {
  it.each([
    [0, 100, 10, '10 s left'],
    [40, 100, 0.5, '2 min left'],
    [0, 9_000, 1, '2.5 h left'],
    [100, 100, 10, ''],
    [0, 100, 0, ''],
    [0, 100, Number.NaN, ''],
  ])('after %d of %d at %d a second is "%s"', (done, total, perSecond, text) => {
    expect(remainingTime(done, total, perSecond)).toBe(text);
  });
});
