import { assignPartitions } from './assign-partitions.js';
import { type KafkaConnection, partitionsOf } from './kafka-connection.js';
import { kafkaTypeOf } from './kafka-errors.js';
import { AssignerProtocol } from './kafkajs.js';
import type { Broker, Cluster } from './kafkajs-internals.js';

export interface GroupSettings {
  /** On the wire, as are the topics. */
  readonly group: string;
  readonly topics: readonly string[];
  /** A member not heard of for so long is taken for dead. */
  readonly sessionTimeoutMs: number;
  /** How long the others wait for a member that is still at work when the group is dealt anew. */
  readonly rebalanceTimeoutMs: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface GroupGeneration {
  readonly id: number;
  readonly isLeader: boolean;
  readonly assignment: readonly TopicPartition[];
  /** Partitions of each topic when this generation was dealt. */
  readonly partitionCounts: ReadonlyMap<string, number>;
}

/** All members of a group must deal the same way. */
const PROTOCOL = 'parley-same-number';

/** The group is being dealt anew, or has gone on without this member: join again. */
const LOST_TYPES: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]);

export const isMembershipLost = (error: unknown): boolean => LOST_TYPES.has(kafkaTypeOf(error) ?? '');

/** One membership in a group, by Kafka's classic group protocol. */
export class GroupMembership {
  private memberId = '';
  private coordinator: Broker | null = null;
  private generationId = -1;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly settings: GroupSettings,
  ) {}

  /** Joins, or joins again; resolves when the group is dealt. Any error: try again. */
  async join(): Promise<GroupGeneration> {
    const { group, topics, sessionTimeoutMs, rebalanceTimeoutMs } = this.settings;
    const cluster = await this.connection.open(topics);
    await cluster.refreshMetadata();
    const partitionCounts = countPartitions(cluster, topics);
    this.coordinator = await cluster.findGroupCoordinator({ groupId: group });
    try {
      const joined = await this.coordinator.joinGroup({
        groupId: group,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: rebalanceTimeoutMs,
        memberId: this.memberId,
        groupProtocols: [
          {
            name: PROTOCOL,
            metadata: AssignerProtocol.MemberMetadata.encode({
              version: 1,
              topics: [...topics],
              userData: Buffer.alloc(0),
            }),
          },
        ],
      });
      this.memberId = joined.memberId;
      this.generationId = joined.generationId;
      const isLeader = joined.leaderId === joined.memberId;
      const { memberAssignment } = await this.coordinator.syncGroup({
        groupId: group,
        generationId: joined.generationId,
        memberId: joined.memberId,
        groupAssignment: isLeader ? await deal(this.connection, joined.members) : [],
      });
      const decoded = AssignerProtocol.MemberAssignment.decode(memberAssignment);
      const assignment = Object.entries(decoded?.assignment ?? {}).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      return { id: joined.generationId, isLeader, assignment, partitionCounts };
    } catch (error) {
      if (kafkaTypeOf(error) === 'UNKNOWN_MEMBER_ID') this.memberId = '';
      throw error;
    }
  }

  async heartbeat(): Promise<void> {
    await this.coordinator?.heartbeat({
      groupId: this.settings.group,
      groupGenerationId: this.generationId,
      memberId: this.memberId,
    });
  }

  /** Moves the group's offset of a partition; fails if the group has gone on without this member. */
  async commit({ topic, partition }: TopicPartition, offset: bigint): Promise<void> {
    await this.coordinator?.offsetCommit({
      groupId: this.settings.group,
      groupGenerationId: this.generationId,
      memberId: this.memberId,
      topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }],
    });
  }

  /** Tells the group at once, so that it does not wait for the session to end. */
  async leave(): Promise<void> {
    const { coordinator, memberId } = this;
    this.memberId = '';
    if (memberId !== '') await coordinator?.leaveGroup({ groupId: this.settings.group, memberId });
  }
}

/** The leader's part. Members may want other topics than the leader does. */
async function deal(
  connection: KafkaConnection,
  members: readonly { memberId: string; memberMetadata: Buffer }[],
): Promise<{ memberId: string; memberAssignment: Buffer }[]> {
  const wanted = members.map(({ memberId, memberMetadata }) => ({
    memberId,
    topics: AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? [],
  }));
  const topics = [...new Set(wanted.flatMap((member) => member.topics))].sort();
  const counts = countPartitions(await connection.open(topics), topics);
  return [...assignPartitions(wanted, counts)].map(([memberId, assignment]) => ({
    memberId,
    memberAssignment: AssignerProtocol.MemberAssignment.encode({
      version: 1,
      assignment: Object.fromEntries(assignment),
      userData: Buffer.alloc(0),
    }),
  }));
}

/** How many partitions each topic has. */
export const countPartitions = (cluster: Cluster, topics: readonly string[]): Map<string, number> =>
  new Map(topics.map((topic) => [topic, partitionsOf(cluster, topic).length]));

/** The group's offsets, null where it has none. Needs no membership. */
export function loadGroupOffsets(
  connection: KafkaConnection,
  group: string,
  partitions: ReadonlyMap<string, readonly number[]>,
): Promise<Map<string, bigint>> {
  return connection.attempt('ask for the offsets of a group', [], async (cluster) => {
    const coordinator = await cluster.findGroupCoordinator({ groupId: group });
    const { responses } = await coordinator.offsetFetch({
      groupId: group,
      topics: [...partitions].map(([topic, numbers]) => ({
        topic,
        partitions: numbers.map((partition) => ({ partition })),
      })),
    });
    const found = new Map<string, bigint>();
    for (const { topic, partitions: answered } of responses)
      for (const { partition, offset } of answered)
        if (BigInt(offset) >= 0n) found.set(`${topic}/${partition}`, BigInt(offset));
    return found;
  });
}
