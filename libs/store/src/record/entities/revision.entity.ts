import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One content seen at an article's address. `text` and the original can be large: select them by name. */
@Entity({ name: 'revision' })
export class RevisionEntity {
  @PrimaryColumn({ name: 'article_id', type: 'text' }) articleId!: string;
  /** From 1, in the order seen. */
  @PrimaryColumn({ type: 'int' }) number!: number;
  /** SHA-256 of title and text. */
  @Column({ type: 'text' }) hash!: string;
  @Column({ type: 'text' }) title!: string;
  /** Normalised plain text; the spans of statements count its UTF-16 units. */
  @Column({ type: 'text', select: false }) text!: string;
  @Column({ name: 'original_media_type', type: 'text', nullable: true }) originalMediaType!: string | null;
  @Column({ name: 'original_body', type: 'text', nullable: true, select: false }) originalBody!: string | null;
  @Column({ name: 'observed_at', type: 'timestamptz' }) observedAt!: Date;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
