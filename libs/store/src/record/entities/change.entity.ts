import type { PositionChanged } from '@parley/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A position change as it was announced. (partition, offset) is its place in the log: what cursors are made of. */
@Entity({ name: 'change' })
export class ChangeEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column({ type: 'int' }) partition!: number;
  @Column({ type: 'bigint' }) offset!: bigint;
  @Column({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @Column({ name: 'actor_id', type: 'text' }) actorId!: string;
  @Column({ name: 'issue_id', type: 'text' }) issueId!: string;
  /** taken, shifted, reaffirmed, contested, settled or corrected. */
  @Column({ type: 'text' }) change!: string;
  @Column({ type: 'int' }) sequence!: number;
  @Column({ name: 'stance_before', type: 'text', nullable: true }) stanceBefore!: string | null;
  @Column({ name: 'stance_after', type: 'text', nullable: true }) stanceAfter!: string | null;
  /** YYYY-MM-DD: the first day of the stance after it; null where no stance is left. */
  @Column({ name: 'valid_from', type: 'date', nullable: true }) validFrom!: string | null;
  @Column({ type: 'jsonb' }) data!: PositionChanged;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
