import type { Position } from '@parley/contracts';
import { applyChange, type FoldableChange, TimelineMismatchError } from './fold-changes.js';

const position = (parts: Partial<Position>): Position => ({
  stance: 'support',
  validFrom: '2025-08-01',
  validTo: null,
  lastStatedOn: '2025-08-01',
  statements: 1,
  independentSources: 1,
  condition: null,
  doubt: null,
  ...parts,
});
const change = (parts: Partial<FoldableChange> & Pick<FoldableChange, 'change'>): FoldableChange => ({
  before: null,
  after: null,
  rewritten: null,
  evidence: [],
  ...parts,
});
const held = [{ position: position({}), statementIds: ['a'] }];

describe('applyChange', () => {
  const stretch = (stance: Position['stance'], from: number, to: number | null) => ({
    position: position({
      stance,
      validFrom: `2025-08-0${from}`,
      validTo: to === null ? null : `2025-08-0${to}`,
      lastStatedOn: `2025-08-0${from}`,
    }),
    statementIds: [`${stance} ${from}`],
  });
  const long = [stretch('support', 1, 3), stretch('oppose', 3, 5), stretch('conditional', 5, null)];
  const corrected = (from: number | null, to: number | null, ...segments: ReturnType<typeof stretch>[]) => {
    const day = (n: number | null) => (n === null ? null : `2025-08-0${n}`);
    return change({ change: 'corrected', rewritten: { from: day(from), to: day(to), segments } });
  };

  it('puts what is rewritten in the place of the stretches of its days, and leaves the others as they are', () => {
    const now = [stretch('noncommittal', 3, 4), stretch('oppose', 4, 5)];
    expect(applyChange(long, corrected(3, 5, ...now))).toEqual([long[0], ...now, long[2]]);
    expect(applyChange(long, corrected(3, 5, ...now))[2]).toBe(now[1]);
    expect(applyChange(long, corrected(3, 5, ...now))[3]).toBe(long[2]);
    expect(applyChange(long, corrected(1, 3))).toEqual(long.slice(1));
    expect(applyChange(held, corrected(1, null))).toEqual([]);
    const earlier = [stretch('oppose', 1, 2), stretch('support', 2, 3)];
    expect(applyChange([stretch('conditional', 3, null)], corrected(1, 3, ...earlier))).toHaveLength(3);
  });

  it('takes a rewriting without bounds, as older versions had it, for the whole timeline, whatever was held', () => {
    expect(applyChange(held, corrected(null, null, ...long))).toEqual(long);
    expect(applyChange(long, corrected(null, null))).toEqual([]);
  });

  it('refuses days to be rewritten that do not begin and end where stretches do', () => {
    for (const { change: kind, ...rest } of [
      corrected(3, 4, stretch('noncommittal', 3, 4)),
      corrected(4, 5, stretch('noncommittal', 4, 5)),
      corrected(3, 9, stretch('noncommittal', 3, 9)),
      corrected(6, null, stretch('noncommittal', 6, null)),
    ])
      expect(() => applyChange(long, { change: kind, ...rest })).toThrow(TimelineMismatchError);
  });

  it('refuses a second first position', () => {
    const taken = change({
      change: 'taken',
      after: position({}),
      evidence: [{ statement: { id: 'b', stance: 'support' } }],
    });
    expect(() => applyChange(held, taken)).toThrow(TimelineMismatchError);
  });

  it('refuses a shift from a position that is not the latest', () => {
    const shifted = change({
      change: 'shifted',
      before: position({ validFrom: '2025-07-01' }),
      after: position({ stance: 'oppose', validFrom: '2025-08-09' }),
    });
    expect(() => applyChange(held, shifted)).toThrow(TimelineMismatchError);
    expect(() => applyChange([], shifted)).toThrow(TimelineMismatchError);
  });

  it('refuses to reaffirm a stretch that is not held', () => {
    const reaffirmed = change({
      change: 'reaffirmed',
      before: position({ stance: 'oppose' }),
      after: position({ stance: 'oppose' }),
    });
    expect(() => applyChange(held, reaffirmed)).toThrow(/is not held/);
  });

  it('leaves what it was given untouched', () => {
    const frozen = Object.freeze(held.map((segment) => Object.freeze({ ...segment })));
    applyChange(
      frozen,
      change({
        change: 'shifted',
        before: position({}),
        after: position({ stance: 'oppose', validFrom: '2025-08-09' }),
        evidence: [{ statement: { id: 'b', stance: 'oppose' } }],
      }),
    );
    expect(frozen).toEqual(held);
  });
});
