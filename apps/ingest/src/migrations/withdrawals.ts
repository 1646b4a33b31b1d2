import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `ALTER TABLE ingest.article
     ADD COLUMN withdrawn_revision int NOT NULL DEFAULT 0,
     ADD COLUMN withdrawal_event_id uuid,
     ADD COLUMN withdrawn_at timestamptz`,
  `COMMENT ON COLUMN ingest.article.withdrawn_revision IS
     'The latest revision that was taken back, 0 for none; the article is withdrawn while no later one is known'`,
];

export class Withdrawals implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'Withdrawals1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('not migrated back: drop the schema "ingest" and let ingest read the log anew');
  }
}
