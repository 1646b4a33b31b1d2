import type { Stance } from '@parley/contracts';
import fc from 'fast-check';
import { type SideActor, sidesOf, type VoicedPosition } from './sides.js';

const actors: SideActor[] = [
  { id: 'upland', isPerson: false, roles: [] },
  { id: 'ministry', isPerson: false, roles: [{ title: 'ministry', of: 'upland' }] },
  { id: 'old-ruler', isPerson: true, roles: [{ title: 'president', of: 'upland', to: '2025-05-31' }] },
  { id: 'ruler', isPerson: true, roles: [{ title: 'President', of: 'upland', from: '2025-06-01' }] },
  { id: 'premier', isPerson: true, roles: [{ title: 'prime minister', of: 'upland' }] },
  { id: 'deputy', isPerson: true, roles: [{ title: 'vice president', of: 'upland' }] },
  { id: 'clerk', isPerson: true, roles: [{ title: 'spokesman', of: 'ministry' }] },
  { id: 'poet', isPerson: true, roles: [] },
];
const holds = (actor: string, stance: Stance, day: string, parts: Partial<VoicedPosition> = {}): VoicedPosition => ({
  actor,
  issue: 'dam',
  stance,
  validFrom: day,
  lastStatedOn: day,
  independentSources: 1,
  stale: false,
  ...parts,
});
const sideOf = (body: string, positions: VoicedPosition[], day = '2025-08-20') =>
  sidesOf(actors, positions, day).find((side) => side.body === body);
const leader = (...positions: VoicedPosition[]) => sideOf('upland', positions)?.leading.position.actor;

describe('sidesOf', () => {
  it('takes the word of the body itself before its head, and the head before the others', () => {
    const [body, head, deputy] = [
      holds('upland', 'oppose', '2025-08-01'),
      holds('ruler', 'support', '2025-08-10'),
      holds('deputy', 'conditional', '2025-08-12'),
    ];
    expect(leader(deputy, head, body)).toBe('upland');
    expect(leader(deputy, head)).toBe('ruler');
    expect(leader(deputy)).toBe('deputy');
    expect(leader(holds('premier', 'support', '2025-08-19'), head)).toBe('ruler');
    expect(leader(holds('premier', 'support', '2025-08-01'), deputy)).toBe('premier');
  });

  it('takes what is fresh before what is stale, and of equals what was stated last', () => {
    expect(
      leader(holds('upland', 'oppose', '2025-01-01', { stale: true }), holds('deputy', 'support', '2025-08-01')),
    ).toBe('deputy');
    expect(leader(holds('clerk', 'oppose', '2025-08-02'), holds('deputy', 'support', '2025-08-01'))).toBe('clerk');
  });

  it('hears those who speak for a body that speaks for it', () => {
    const positions = [holds('clerk', 'support', '2025-08-02')];
    expect(sideOf('ministry', positions)?.leading).toMatchObject({ rank: 'member', title: 'spokesman' });
    expect(sideOf('upland', positions)?.leading).toMatchObject({ rank: 'member', title: null });
  });

  it('hears who holds the post that day, of what was stated in it', () => {
    const positions = [holds('old-ruler', 'support', '2025-05-01'), holds('ruler', 'oppose', '2025-05-02')];
    expect(sideOf('upland', positions, '2025-05-20')?.leading.position.actor).toBe('old-ruler');
    // One has left, the other had not come when it was said.
    expect(sideOf('upland', positions, '2025-08-20')).toBeUndefined();
    expect(sideOf('upland', [holds('poet', 'oppose', '2025-08-01')])).toBeUndefined();
    expect(sidesOf(actors, [holds('poet', 'oppose', '2025-08-01')], '2025-08-20')).toEqual([]);
  });

  it('tells who of a side differs from it, and since when', () => {
    const side = sideOf('upland', [
      holds('ruler', 'support', '2025-08-05'),
      holds('premier', 'support', '2025-07-01'),
      holds('deputy', 'oppose', '2025-07-20'),
      holds('clerk', 'noncommittal', '2025-08-10'),
    ]);
    expect(side?.dissonance).toMatchObject({ degree: 'opposite', since: '2025-08-05' });
    expect(side?.dissonance?.dissenting.map(({ voice, since }) => [voice.position.actor, since])).toEqual([
      ['clerk', '2025-08-10'],
      ['deputy', '2025-08-05'],
    ]);
    expect(sideOf('upland', [holds('ruler', 'support', '2025-08-05')])?.dissonance).toBeNull();
  });

  it('does not depend on the order of actors or positions', () => {
    const position = fc.record({
      actor: fc.constantFrom(...actors.map(({ id }) => id)),
      stance: fc.constantFrom<Stance>('support', 'oppose', 'conditional', 'noncommittal'),
      day: fc.integer({ min: 1, max: 9 }).map((day) => `2025-08-0${day}`),
      stale: fc.boolean(),
    });
    const sets = fc
      .uniqueArray(position, { selector: ({ actor }) => actor })
      .map((all) => all.map(({ actor, stance, day, stale }) => holds(actor, stance, day, { stale })))
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(sets, fc.shuffledSubarray(actors, { minLength: actors.length }), ([all, shuffled], disordered) => {
        const sorted = (sides: ReturnType<typeof sidesOf>) => sides.toSorted((a, b) => (a.body < b.body ? -1 : 1));
        expect(sorted(sidesOf(disordered, shuffled, '2025-08-20'))).toEqual(sorted(sidesOf(actors, all, '2025-08-20')));
      }),
    );
  });
});
