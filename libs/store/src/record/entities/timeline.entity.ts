import type { ActorRef, IssueRef } from '@parley/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One (dossier, actor, issue) that ever had a position, with the names its latest change carried. */
@Entity({ name: 'timeline' })
export class TimelineEntity {
  @PrimaryColumn({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @PrimaryColumn({ name: 'actor_id', type: 'text' }) actorId!: string;
  @PrimaryColumn({ name: 'issue_id', type: 'text' }) issueId!: string;
  @Column({ type: 'jsonb' }) actor!: ActorRef;
  @Column({ type: 'jsonb' }) issue!: IssueRef;
  /** The latest change that is folded in. */
  @Column({ type: 'int' }) sequence!: number;
  @Column({ name: 'changed_at', type: 'timestamptz' }) changedAt!: Date;
}
