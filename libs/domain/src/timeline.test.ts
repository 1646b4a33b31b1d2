import fc from 'fast-check';
import { naiveTimeline } from '../../../test/support/naive-timeline.js';
import { DEFAULT_POLICY } from './policy.js';
import { policies, said, statementSets } from './statements.test-support.js';
import { timelineOf } from './timeline.js';

const stretches = (...args: Parameters<typeof timelineOf>) =>
  timelineOf(...args).map(({ position: p }) => `${p.stance} from ${p.validFrom} to ${p.validTo ?? 'now'}`);

describe('timelineOf', () => {
  it('knows nothing where nothing was stated', () => {
    expect(timelineOf([], DEFAULT_POLICY)).toEqual([]);
  });

  it('joins days of one stance and ends a stretch where the next begins', () => {
    const statements = [
      said('1', 'support', '2025-08-01'),
      said('2', 'support', '2025-08-04'),
      said('3', 'oppose', '2025-08-10'),
      said('4', 'support', '2025-08-12'),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual([
      'support from 2025-08-01 to 2025-08-10',
      'oppose from 2025-08-10 to 2025-08-12',
      'support from 2025-08-12 to now',
    ]);
    expect(timelineOf(statements, DEFAULT_POLICY)[0]).toEqual({
      position: {
        stance: 'support',
        validFrom: '2025-08-01',
        validTo: '2025-08-10',
        lastStatedOn: '2025-08-04',
        statements: 2,
        independentSources: 2,
        condition: null,
        doubt: null,
      },
      statementIds: ['1', '2'],
    });
  });

  it('gives a disputed day to the stance with the greater total confidence', () => {
    const statements = [
      said('1', 'support', '2025-08-01', { confidence: 0.9 }),
      said('2', 'oppose', '2025-08-01', { confidence: 0.5 }),
      said('3', 'oppose', '2025-08-01', { confidence: 0.5 }),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual(['oppose from 2025-08-01 to now']);
  });

  it('counts the statements that lost a disputed day nowhere', () => {
    const [segment] = timelineOf(
      [said('1', 'support', '2025-08-01'), said('2', 'oppose', '2025-08-01', { confidence: 0.1 })],
      DEFAULT_POLICY,
    );
    expect(segment?.position.statements).toBe(1);
    expect(segment?.statementIds).toEqual(['1']);
  });

  it('weighs an outlet that repeats itself once, at its most certain', () => {
    const statements = [
      said('1', 'support', '2025-08-01', { confidence: 0.6 }),
      said('2', 'oppose', '2025-08-01', { confidence: 0.5, publisher: 'Gazette' }),
      said('3', 'oppose', '2025-08-01', { confidence: 0.5, publisher: 'Gazette' }),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual(['support from 2025-08-01 to now']);
  });

  it('gives a tied day to what was printed last, however the instant is written', () => {
    const statements = [
      said('1', 'support', '2025-08-01', { publishedAt: '2025-08-01T12:00:00.500Z' }),
      said('2', 'oppose', '2025-08-01', { publishedAt: '2025-08-01T12:00:00Z' }),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual(['support from 2025-08-01 to now']);
  });

  it('takes sums that differ only by floating point as a tie', () => {
    const statements = [
      said('1', 'support', '2025-08-01', { confidence: 0.1 }),
      said('2', 'support', '2025-08-01', { confidence: 0.2 }),
      said('3', 'oppose', '2025-08-01', { confidence: 0.3, publishedAt: '2025-08-02T00:00:00Z' }),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual(['oppose from 2025-08-01 to now']);
  });

  it('gives a conditional stretch the condition that was stated last', () => {
    const [segment] = timelineOf(
      [
        said('1', 'conditional', '2025-08-03', { condition: 'after a vote' }),
        said('2', 'conditional', '2025-08-01', { condition: 'if both stop' }),
        said('3', 'conditional', '2025-08-04'),
      ],
      DEFAULT_POLICY,
    );
    expect(segment?.position.condition).toBe('after a vote');
  });

  it('weighs a report by how far its source can be relied on, and leaves its confidence as it is', () => {
    const statements = [
      said('1', 'support', '2025-08-01', { confidence: 0.8, publisher: 'Rumour Mill' }),
      said('2', 'oppose', '2025-08-01', { confidence: 0.6, publisher: 'Gazette' }),
    ];
    expect(stretches(statements, DEFAULT_POLICY)).toEqual(['support from 2025-08-01 to now']);
    const sources = { 'Rumour Mill': 'D' } as const;
    expect(stretches(statements, { ...DEFAULT_POLICY, sources })).toEqual(['oppose from 2025-08-01 to now']);
  });

  it('counts a story that several outlets printed alike as one source, and weighs it once', () => {
    const wire = { source: 'story 1', confidence: 0.5 };
    const copies = [1, 2, 3].map((n) => said(`copy ${n}`, 'support', '2025-08-01', wire));
    const [alone] = timelineOf(copies, DEFAULT_POLICY);
    expect(alone?.position).toMatchObject({ statements: 3, independentSources: 1 });
    const others = [said('own', 'oppose', '2025-08-01', { confidence: 0.6 })];
    expect(stretches([...copies, ...others], DEFAULT_POLICY)).toEqual(['oppose from 2025-08-01 to now']);
  });

  it('does not shift on a weak report alone, and does from its day once another joins it', () => {
    const statements = [
      said('1', 'support', '2025-08-01'),
      said('2', 'oppose', '2025-08-05', { confidence: 0.2 }),
      said('3', 'oppose', '2025-08-06', { confidence: 0.2 }),
    ];
    expect(stretches(statements.slice(0, 2), DEFAULT_POLICY)).toEqual(['support from 2025-08-01 to now']);
    expect(stretches(statements, DEFAULT_POLICY)).toEqual([
      'support from 2025-08-01 to 2025-08-05',
      'oppose from 2025-08-05 to now',
    ]);
  });

  it('takes the word of the actor before what any number of others say of it', () => {
    const others = [1, 2, 3].map((n) => said(`other ${n}`, 'oppose', '2025-08-01', { byOthers: true }));
    const own = said('own', 'support', '2025-08-01', { confidence: 0.4 });
    expect(stretches([...others, own], DEFAULT_POLICY)).toEqual(['support from 2025-08-01 to now']);
  });

  it('leaves out what is less certain than the policy asks', () => {
    const statements = [said('1', 'support', '2025-08-01'), said('2', 'oppose', '2025-08-02', { confidence: 0.2 })];
    expect(stretches(statements, { ...DEFAULT_POLICY, leastConfidence: 0.3 })).toEqual([
      'support from 2025-08-01 to now',
    ]);
  });

  it('is what the rules of docs/positions.md say, worked out naively, for any statements under any policy', () => {
    fc.assert(
      fc.property(statementSets(16), policies, (statements, policy) => {
        expect(timelineOf(statements, policy)).toEqual(naiveTimeline(statements, policy));
      }),
      { numRuns: 4_000 },
    );
  });

  it('is the same for every order and any duplicates', () => {
    const shuffled = statementSets(14).chain((statements) =>
      fc.tuple(
        fc.constant(statements),
        fc.shuffledSubarray([...statements, ...statements], { minLength: statements.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, policies, ([statements, disordered], policy) => {
        expect(timelineOf(disordered, policy)).toEqual(timelineOf(statements, policy));
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not depend on the order even where two readings carry one id', () => {
    const two = [said('1', 'support', '2025-08-01'), said('1', 'oppose', '2025-08-02')];
    expect(timelineOf(two, DEFAULT_POLICY)).toEqual(timelineOf(two.toReversed(), DEFAULT_POLICY));
  });

  it('never overlaps, leaves no gap between stretches, and changes stance at each', () => {
    fc.assert(
      fc.property(statementSets(20), policies, (statements, policy) => {
        const positions = timelineOf(statements, policy).map(({ position }) => position);
        for (const [index, position] of positions.entries()) {
          const next = positions[index + 1];
          expect(position.validTo).toBe(next?.validFrom ?? null);
          expect(position.stance).not.toBe(next?.stance);
          expect(position.lastStatedOn >= position.validFrom).toBe(true);
          if (next) expect(position.lastStatedOn < next.validFrom).toBe(true);
        }
      }),
    );
  });
});
