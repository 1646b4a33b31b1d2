import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `CREATE TABLE tracker.withdrawal (
     article_id text COLLATE "C" PRIMARY KEY, revision_number int NOT NULL, event_id uuid NOT NULL)`,
  `COMMENT ON TABLE tracker.withdrawal IS
     'Articles that were taken back, with all revisions up to this one, read by now or not'`,
];

export class Withdrawals implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'Withdrawals1795435200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
