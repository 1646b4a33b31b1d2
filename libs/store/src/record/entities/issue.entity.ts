import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An issue as the dossier's version in force words it. */
@Entity({ name: 'issue' })
export class IssueEntity {
  @PrimaryColumn({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'text' }) label!: string;
  @Column({ type: 'text' }) proposition!: string;
  @Column({ type: 'text', array: true }) terms!: string[];
  /** Place in the dossier file, from 0. */
  @Column({ type: 'int' }) ordinal!: number;
}
