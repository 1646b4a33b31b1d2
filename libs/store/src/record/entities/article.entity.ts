import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An article with the facts of its latest revision. The text is in `RevisionEntity`. */
@Entity({ name: 'article' })
export class ArticleEntity {
  /** SHA-256 of the canonical address. */
  @PrimaryColumn({ type: 'text' }) id!: string;
  /** Canonical address. */
  @Column({ type: 'text' }) url!: string;
  @Column({ name: 'original_url', type: 'text' }) originalUrl!: string;
  @Column({ type: 'text' }) title!: string;
  @Column({ type: 'text' }) publisher!: string;
  @Column({ type: 'text', nullable: true }) language!: string | null;
  @Column({ name: 'published_at', type: 'timestamptz' }) publishedAt!: Date;
  /** YYYY-MM-DD, in the zone the outlet printed it in. */
  @Column({ name: 'published_on', type: 'date' }) publishedOn!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  @Column({ name: 'revision_hash', type: 'text' }) revisionHash!: string;
  @Column({ name: 'first_observed_at', type: 'timestamptz' }) firstObservedAt!: Date;
  /** When the latest revision was seen. */
  @Column({ name: 'observed_at', type: 'timestamptz' }) observedAt!: Date;
  /** When the latest revision entered the log. */
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
  /** null unless the outlet took it back and no later revision was seen. */
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
  @Column({ name: 'withdrawn_reason', type: 'text', nullable: true }) withdrawnReason!: string | null;
}
