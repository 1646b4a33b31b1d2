/**
 * Deals partitions to the members of a group: partition n of every topic goes to the same member, as far as the members
 * want the same topics, so that what shares a key is handled in one place. The same for every order of the members.
 */
export function assignPartitions(
  members: readonly { readonly memberId: string; readonly topics: readonly string[] }[],
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, Map<string, number[]>> {
  const assignment = new Map(members.map(({ memberId }) => [memberId, new Map<string, number[]>()]));
  const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  for (const [topic, count] of partitionCounts) {
    const interested = sorted.filter(({ topics }) => topics.includes(topic));
    for (let partition = 0; partition < count; partition++) {
      const member = interested[partition % interested.length];
      const mine = member && assignment.get(member.memberId);
      if (mine) mine.set(topic, [...(mine.get(topic) ?? []), partition]);
    }
  }
  return assignment;
}
