import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a consumer has folded a partition into the record. */
@Entity({ name: 'checkpoint' })
export class CheckpointEntity {
  @PrimaryColumn({ type: 'text' }) consumer!: string;
  @PrimaryColumn({ type: 'text' }) topic!: string;
  @PrimaryColumn({ type: 'int' }) partition!: number;
  @Column({ name: 'next_offset', type: 'bigint' }) nextOffset!: bigint;
  @Column({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
