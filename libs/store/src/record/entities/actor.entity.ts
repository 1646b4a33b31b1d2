import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An actor as the dossier's version in force describes it. */
@Entity({ name: 'actor' })
export class ActorEntity {
  @PrimaryColumn({ name: 'dossier_id', type: 'text' }) dossierId!: string;
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'text' }) name!: string;
  /** person, government, organisation or bloc. */
  @Column({ type: 'text' }) kind!: string;
  @Column({ type: 'text', nullable: true }) wikidata!: string | null;
  @Column({ type: 'text', array: true }) aliases!: string[];
  @Column({ type: 'jsonb' }) roles!: ActorRole[];
  /** Place in the dossier file, from 0: the order its author chose. */
  @Column({ type: 'int' }) ordinal!: number;
}

/** A post an actor holds; days are YYYY-MM-DD, absent where the dossier leaves them open. */
export interface ActorRole {
  readonly title: string;
  readonly of: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
