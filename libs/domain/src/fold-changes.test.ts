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
  timeline: null,
  evidence: [],
  ...parts,
});
const held = [{ position: position({}), statementIds: ['a'] }];

describe('applyChange', () => {
  it('takes the timeline of a change that carries one, whatever was held', () => {
    const timeline = [{ position: position({ stance: 'oppose' }), statementIds: ['x'] }];
    expect(applyChange(held, change({ change: 'corrected', timeline }))).toEqual(timeline);
    expect(applyChange(held, change({ change: 'corrected', timeline: [] }))).toEqual([]);
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
