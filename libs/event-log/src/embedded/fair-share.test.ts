import fc from 'fast-check';
import { fairShare } from './fair-share.js';

describe('the fair share', () => {
  const topic = (partitions: number) => ({ name: 't', partitions });

  it('adds up to the partitions and differs by one at most, for any group', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 64 }),
        (ids, n) => {
          const members = ids.map((id) => ({ id, topics: ['t'] }));
          const shares = ids.map((id) => fairShare(members, id, topic(n)));
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(n);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('gives nothing to a member that does not read the topic', () => {
    const members = [
      { id: 'a', topics: ['other'] },
      { id: 'b', topics: ['t'] },
    ];
    expect(fairShare(members, 'a', topic(4))).toBe(0);
    expect(fairShare(members, 'b', topic(4))).toBe(4);
  });

  it('does not take the only partition away when somebody joins', () => {
    const first = { id: 'z', topics: ['t'] };
    expect(fairShare([first, { id: 'a', topics: ['t'] }], 'z', topic(1))).toBe(1);
  });
});
