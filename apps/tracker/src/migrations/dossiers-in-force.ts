import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Glossary
 *   dossier       the version of each dossier that the ledger is counted by, and a hash of the part of it that decides
 *                 whose word a statement is (names, roles, merges)
 *   merged_actor  who counts as whom by it; the ledger has statements under whom they count as
 */

const STATEMENTS: readonly string[] = [
  `CREATE TABLE tracker.dossier (
     id text COLLATE "C" PRIMARY KEY, number int NOT NULL, counting_hash text NOT NULL)`,
  `CREATE TABLE tracker.merged_actor (
     dossier_id text COLLATE "C" NOT NULL, actor_id text COLLATE "C" NOT NULL, holder json NOT NULL,
     PRIMARY KEY (dossier_id, actor_id))`,
];

export class DossiersInForce implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'DossiersInForce1795867200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
