import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person put right, as it entered the log. */
@Entity({ name: 'curation' })
export class CurationEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column({ type: 'int' }) partition!: number;
  @Column({ type: 'bigint' }) offset!: bigint;
  /** The event's type. */
  @Column({ type: 'text' }) type!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'statement_id', type: 'uuid' }) statementId!: string;
  /** The curation that this one takes back. */
  @Column({ type: 'uuid', nullable: true }) undoes!: string | null;
  @Column({ type: 'text' }) author!: string;
  @Column({ type: 'text' }) reason!: string;
  @Column({ name: 'curated_at', type: 'timestamptz' }) curatedAt!: Date;
  @Column({ type: 'jsonb' }) data!: Record<string, unknown>;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
