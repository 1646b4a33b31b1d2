import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record that a service could not process, as it was, with the reason. */
@Entity({ name: 'dead_letter' })
export class DeadLetterEntity {
  @PrimaryColumn({ name: 'dlq_topic', type: 'text' }) dlqTopic!: string;
  @PrimaryColumn({ name: 'dlq_partition', type: 'int' }) dlqPartition!: number;
  @PrimaryColumn({ name: 'dlq_offset', type: 'bigint' }) dlqOffset!: bigint;
  @Column({ type: 'text' }) service!: string;
  /** Where the original stands. */
  @Column({ type: 'text' }) topic!: string;
  @Column({ type: 'int' }) partition!: number;
  @Column({ type: 'bigint' }) offset!: bigint;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'text', nullable: true }) key!: string | null;
  /** Headers of the original. */
  @Column({ type: 'jsonb' }) headers!: Record<string, string>;
  @Column({ type: 'bytea', nullable: true, select: false }) value!: Buffer | null;
  @Column({ name: 'recorded_at', type: 'timestamptz' }) recordedAt!: Date;
  /** When a person had it tried again; null while open. */
  @Column({ name: 'retried_at', type: 'timestamptz', nullable: true }) retriedAt!: Date | null;
}
