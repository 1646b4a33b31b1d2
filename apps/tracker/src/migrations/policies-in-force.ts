import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  'ALTER TABLE tracker.dossier ADD COLUMN policy json',
  `COMMENT ON COLUMN tracker.dossier.policy IS
     'What positions are decided under; null: as the publication says, until the next one'`,
];

export class PoliciesInForce implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'PoliciesInForce1795953600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
