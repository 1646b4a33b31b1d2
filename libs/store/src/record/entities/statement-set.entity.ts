import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One reading of a revision: that it was read, by what, and how many statements it gave (often none). */
@Entity({ name: 'statement_set' })
export class StatementSetEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  @Column({ name: 'revision_hash', type: 'text' }) revisionHash!: string;
  @Column({ name: 'dossier_ids', type: 'text', array: true }) dossierIds!: string[];
  @Column({ name: 'extractor_kind', type: 'text' }) extractorKind!: string;
  @Column({ name: 'extractor_id', type: 'text' }) extractorId!: string;
  @Column({ name: 'extractor_version', type: 'text' }) extractorVersion!: string;
  @Column({ type: 'int' }) statements!: number;
  @Column({ type: 'jsonb', nullable: true }) unread!: {
    reason: 'language' | 'empty' | 'no-day';
    language: string | null;
  } | null;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
