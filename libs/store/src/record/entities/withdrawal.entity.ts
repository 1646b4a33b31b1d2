import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An article that was taken back, with all its revisions up to this one. */
@Entity({ name: 'withdrawal' })
export class WithdrawalEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  @Column({ type: 'text' }) reason!: string;
  @Column({ name: 'withdrawn_by', type: 'text' }) withdrawnBy!: string;
  @Column({ name: 'withdrawn_at', type: 'timestamptz' }) withdrawnAt!: Date;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
