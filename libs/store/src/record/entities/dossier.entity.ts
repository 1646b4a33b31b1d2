import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The version of a dossier that is in force. */
@Entity({ name: 'dossier' })
export class DossierEntity {
  @PrimaryColumn({ type: 'text' }) id!: string;
  /** Hash of the content. */
  @Column({ type: 'text' }) version!: string;
  /** Counts the publications, from 1. */
  @Column({ type: 'int' }) number!: number;
  @Column({ type: 'text' }) title!: string;
  @Column({ type: 'jsonb' }) document!: Record<string, unknown>;
  /** Days after which a position is stale; null where its policy does not say. Computed from `document`. */
  @Column({ name: 'fresh_days', type: 'int', nullable: true, insert: false, update: false }) freshDays!: number | null;
  @Column({ name: 'published_by', type: 'text' }) publishedBy!: string;
  @Column({ name: 'published_at', type: 'timestamptz' }) publishedAt!: Date;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
