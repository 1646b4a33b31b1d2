import type { Evidence } from '@parley/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A statement as a position change brought it in, whole: what positions are shown and checked by. */
@Entity({ name: 'evidence' })
export class EvidenceEntity {
  @PrimaryColumn({ name: 'statement_id', type: 'uuid' }) statementId!: string;
  @Column({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @Column({ name: 'actor_id', type: 'text' }) actorId!: string;
  @Column({ name: 'issue_id', type: 'text' }) issueId!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  /** YYYY-MM-DD. */
  @Column({ name: 'stated_on', type: 'date' }) statedOn!: string;
  @Column({ type: 'jsonb' }) data!: Evidence;
}
