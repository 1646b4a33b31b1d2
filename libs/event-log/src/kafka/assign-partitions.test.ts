import fc from 'fast-check';
import { assignPartitions } from './assign-partitions.js';

const members = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });
const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 12 }), { minKeys: 1 });

describe('partitions of a group', () => {
  it('are each dealt once, evenly, and the same whatever the order of the members', () => {
    fc.assert(
      fc.property(members, counts, (memberIds, byTopic) => {
        const topics = Object.keys(byTopic);
        const partitionCounts = new Map(Object.entries(byTopic));
        const wanted = memberIds.map((memberId) => ({ memberId, topics }));
        const dealt = assignPartitions(wanted, partitionCounts);
        expect(assignPartitions([...wanted].reverse(), partitionCounts)).toEqual(
          new Map([...dealt].map(([memberId, mine]) => [memberId, mine])),
        );
        for (const [topic, count] of partitionCounts) {
          const shares = [...dealt.values()].map((mine) => mine.get(topic) ?? []);
          expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
          const sizes = shares.map((share) => share.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('of one number go to one member in every topic', () => {
    const topics = ['a', 'b'];
    const dealt = assignPartitions(
      ['m1', 'm2'].map((memberId) => ({ memberId, topics })),
      new Map(topics.map((topic) => [topic, 5])),
    );
    for (const mine of dealt.values()) expect(mine.get('a')).toEqual(mine.get('b'));
  });

  it('go only to members that want the topic', () => {
    const dealt = assignPartitions(
      [
        { memberId: 'm1', topics: ['a'] },
        { memberId: 'm2', topics: ['a', 'b'] },
      ],
      new Map([
        ['a', 2],
        ['b', 2],
      ]),
    );
    expect(dealt.get('m2')?.get('b')).toEqual([0, 1]);
    expect(dealt.get('m1')?.has('b')).toBe(false);
  });
});
