import type { Doubt } from '@parley/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What was held, and believed to be held: one rectangle of valid time (days) by known time (instants).
 * It is current where `validTo` and `knownTo` are both null. Ends are exclusive on both axes.
 */
@Entity({ name: 'position' })
export class PositionEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @Column({ name: 'actor_id', type: 'text' }) actorId!: string;
  @Column({ name: 'issue_id', type: 'text' }) issueId!: string;
  /** Dossier, actor and issue in sixteen bytes: what keeps two positions of one timeline apart is on it. Computed. */
  @Column({ name: 'timeline_key', type: 'uuid', select: false, insert: false, update: false }) timelineKey!: string;
  @Column({ type: 'text' }) stance!: string;
  /** For `@>` and `&&` in queries (the index is on it); read `validFrom` and `validTo`. */
  @Column({ type: 'daterange', select: false }) valid!: string;
  /** For `@>` and `&&` in queries (the index is on it); read `knownFrom` and `knownTo`. */
  @Column({ type: 'tstzrange', select: false }) known!: string;
  /** YYYY-MM-DD; computed from `valid`. */
  @Column({ name: 'valid_from', type: 'date', insert: false, update: false }) validFrom!: string;
  /** YYYY-MM-DD, exclusive; null while it is the latest stance. Computed from `valid`. */
  @Column({ name: 'valid_to', type: 'date', nullable: true, insert: false, update: false }) validTo!: string | null;
  /** Computed from `known`. */
  @Column({ name: 'known_from', type: 'timestamptz', insert: false, update: false }) knownFrom!: Date;
  /** Exclusive; null while it is believed. Computed from `known`. */
  @Column({ name: 'known_to', type: 'timestamptz', nullable: true, insert: false, update: false })
  knownTo!: Date | null;
  /** YYYY-MM-DD: the latest day on which a statement shows it. */
  @Column({ name: 'last_stated_on', type: 'date' }) lastStatedOn!: string;
  @Column({ type: 'int' }) statements!: number;
  @Column({ name: 'independent_sources', type: 'int' }) independentSources!: number;
  @Column({ type: 'text', nullable: true }) condition!: string | null;
  /** What speaks against it; null where nothing does. */
  @Column({ type: 'jsonb', nullable: true }) doubt!: Doubt | null;
  /** Rows of `EvidenceEntity`. */
  @Column({ name: 'statement_ids', type: 'uuid', array: true }) statementIds!: string[];
  /** The change of the timeline that opened this row. */
  @Column({ type: 'int' }) sequence!: number;
}
