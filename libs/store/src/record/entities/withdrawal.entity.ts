import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An article that was taken back, with all its revisions up to this one. */
@Entity({ name: 'withdrawal' })
export class WithdrawalEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  /** Its place in the log; -1 where it was recorded before places were kept. */
  @Column({ type: 'bigint' }) offset!: bigint;
  @Column({ type: 'text' }) reason!: string;
  @Column({ name: 'withdrawn_by', type: 'text' }) withdrawnBy!: string;
  @Column({ name: 'withdrawn_at', type: 'timestamptz' }) withdrawnAt!: Date;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
  /** The event that undid it; null where none did. */
  @Column({ name: 'undone_event_id', type: 'uuid', nullable: true }) undoneEventId!: string | null;
  @Column({ name: 'undone_at', type: 'timestamptz', nullable: true }) undoneAt!: Date | null;
  @Column({ name: 'undone_by', type: 'text', nullable: true }) undoneBy!: string | null;
  @Column({ name: 'undone_reason', type: 'text', nullable: true }) undoneReason!: string | null;
}
