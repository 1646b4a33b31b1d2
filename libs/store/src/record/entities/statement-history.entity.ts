import type { Statement } from '@parley/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A statement that counted otherwise before, in one of its states. */
@Entity({ name: 'statement_history' })
export class StatementHistoryEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  /** From when to when it counted like this. */
  @PrimaryColumn({ type: 'tstzrange' }) known!: string;
  @Column({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @Column({ name: 'actor_id', type: 'text' }) actorId!: string;
  @Column({ name: 'issue_id', type: 'text' }) issueId!: string;
  @Column({ type: 'text' }) stance!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  @Column({ name: 'revision_hash', type: 'text' }) revisionHash!: string;
  @Column({ name: 'span_start', type: 'int' }) spanStart!: number;
  @Column({ name: 'span_end', type: 'int' }) spanEnd!: number;
  @Column({ type: 'text' }) evidence!: string;
  @Column({ name: 'context_before', type: 'text' }) contextBefore!: string;
  @Column({ name: 'context_after', type: 'text' }) contextAfter!: string;
  /** YYYY-MM-DD. */
  @Column({ name: 'stated_on', type: 'date' }) statedOn!: string;
  @Column({ type: 'real' }) confidence!: number;
  @Column({ type: 'text' }) speaker!: string;
  @Column({ type: 'text' }) cue!: string;
  @Column({ type: 'text', nullable: true }) condition!: string | null;
  @Column({ name: 'dossier_version', type: 'text' }) dossierVersion!: string;
  @Column({ name: 'extractor_kind', type: 'text' }) extractorKind!: string;
  @Column({ name: 'extractor_id', type: 'text' }) extractorId!: string;
  @Column({ name: 'extractor_version', type: 'text' }) extractorVersion!: string;
  @Column({ type: 'text', nullable: true }) curated!: string | null;
  @Column({ type: 'uuid', array: true }) curations!: string[];
  @Column({ name: 'as_read', type: 'jsonb', nullable: true }) asRead!: Statement | null;
  /** Computed by the database: the ends of `known`. */
  @Column({ name: 'recorded_at', type: 'timestamptz', insert: false, update: false }) recordedAt!: Date;
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true, insert: false, update: false })
  supersededAt!: Date | null;
  /** Computed by the database from `evidence`; for `@@` in queries, never selected. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false, nullable: true }) search!: string | null;
}
