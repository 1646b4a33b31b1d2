import { Column, Entity, PrimaryColumn } from 'typeorm';
import { StatementContent } from './statement-content.js';

/** A statement that counted otherwise before, in one of its states. */
@Entity({ name: 'statement_history' })
export class StatementHistoryEntity extends StatementContent {
  /** From when to when it counted like this. */
  @PrimaryColumn({ type: 'tstzrange' }) known!: string;
  /** Computed by the database: the ends of `known`. */
  @Column({ name: 'recorded_at', type: 'timestamptz', insert: false, update: false }) recordedAt!: Date;
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true, insert: false, update: false })
  supersededAt!: Date | null;
}
