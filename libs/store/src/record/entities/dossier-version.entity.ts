import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Every version of a dossier that was ever published. */
@Entity({ name: 'dossier_version' })
export class DossierVersionEntity {
  @PrimaryColumn({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @PrimaryColumn({ type: 'int' }) number!: number;
  @Column({ type: 'text' }) version!: string;
  @Column({ type: 'jsonb' }) document!: Record<string, unknown>;
  @Column({ name: 'published_by', type: 'text' }) publishedBy!: string;
  @Column({ name: 'published_at', type: 'timestamptz' }) publishedAt!: Date;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
}
