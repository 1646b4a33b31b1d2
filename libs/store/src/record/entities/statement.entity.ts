import { Column, Entity } from 'typeorm';
import { StatementContent } from './statement-content.js';

/** A statement as it counts, curations included; in force while `supersededAt` is null. */
@Entity({ name: 'statement' })
export class StatementEntity extends StatementContent {
  /** When the log first had it, of the stretch of time it is in force now. */
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
  /** When a later reading of the article no longer had it; null while the latest has it. */
  @Column({ name: 'read_until', type: 'timestamptz', nullable: true }) readUntil!: Date | null;
  /** When the log recorded the reading that it shows; null where nobody read it. */
  @Column({ name: 'read_from', type: 'timestamptz', nullable: true }) readFrom!: Date | null;
  /** How it was read before, each with from and until. */
  @Column({ name: 'earlier_readings', type: 'jsonb' }) earlierReadings!: unknown[];
  /** Whether it counted otherwise before; `statement_history` then has all of it. */
  @Column({ name: 'has_history', type: 'boolean' }) hasHistory!: boolean;
  /** When a person took it out; null where none did, or it was undone. */
  @Column({ name: 'retracted_at', type: 'timestamptz', nullable: true }) retractedAt!: Date | null;
  /** When it ceased to be in force, by a retraction, by a later reading or because its article was withdrawn; null while in force. */
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true }) supersededAt!: Date | null;
}
