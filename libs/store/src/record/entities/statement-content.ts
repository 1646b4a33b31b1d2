import type { Statement } from '@parley/contracts';
import { Column, PrimaryColumn } from 'typeorm';

/** What a statement says, where it stands and who read it: the columns that it and its earlier states have alike. */
export abstract class StatementContent {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @Column({ name: 'actor_id', type: 'text' }) actorId!: string;
  @Column({ name: 'issue_id', type: 'text' }) issueId!: string;
  @Column({ type: 'text' }) stance!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ name: 'article_id', type: 'text' }) articleId!: string;
  @Column({ name: 'revision_number', type: 'int' }) revisionNumber!: number;
  @Column({ name: 'revision_hash', type: 'text' }) revisionHash!: string;
  /** First UTF-16 unit of the evidence in the revision's text. */
  @Column({ name: 'span_start', type: 'int' }) spanStart!: number;
  /** One past the last UTF-16 unit. */
  @Column({ name: 'span_end', type: 'int' }) spanEnd!: number;
  @Column({ type: 'text' }) evidence!: string;
  @Column({ name: 'context_before', type: 'text' }) contextBefore!: string;
  @Column({ name: 'context_after', type: 'text' }) contextAfter!: string;
  /** YYYY-MM-DD. */
  @Column({ name: 'stated_on', type: 'date' }) statedOn!: string;
  /** 0 to 1. */
  @Column({ type: 'real' }) confidence!: number;
  /** The source as the text names it. */
  @Column({ type: 'text' }) speaker!: string;
  @Column({ type: 'text' }) cue!: string;
  @Column({ type: 'text', nullable: true }) condition!: string | null;
  @Column({ name: 'dossier_version', type: 'text' }) dossierVersion!: string;
  @Column({ name: 'extractor_kind', type: 'text' }) extractorKind!: string;
  @Column({ name: 'extractor_id', type: 'text' }) extractorId!: string;
  @Column({ name: 'extractor_version', type: 'text' }) extractorVersion!: string;
  /** What people made of it: `added`, `amended`, `retracted`; null where it is as it was read. */
  @Column({ type: 'text', nullable: true }) curated!: string | null;
  /** The curations in effect on it, in the order of the log. */
  @Column({ type: 'uuid', array: true }) curations!: string[];
  /** As it was read, where an amendment shows it otherwise. */
  @Column({ name: 'as_read', type: 'jsonb', nullable: true }) asRead!: Statement | null;
  /** Computed by the database from `evidence`; for `@@` in queries, never selected. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false, nullable: true }) search!: string | null;
}
