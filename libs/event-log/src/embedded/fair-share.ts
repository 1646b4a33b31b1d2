import type { GroupMember } from './group-session.js';

/**
 * How many partitions of a topic a member should hold. Members that computed it from the same list need no further word
 * with each other: the shares add up to the partitions and differ by one at most. Who joined first gets what is over,
 * so that a newcomer never takes the only partition of a topic away.
 */
export function fairShare(
  members: readonly GroupMember[],
  member: string,
  topic: { readonly name: string; readonly partitions: number },
): number {
  const sharing = members.filter(({ topics }) => topics.includes(topic.name));
  const rank = sharing.findIndex(({ id }) => id === member);
  if (rank < 0) return 0;
  const over = topic.partitions % sharing.length;
  return Math.floor(topic.partitions / sharing.length) + (rank < over ? 1 : 0);
}
