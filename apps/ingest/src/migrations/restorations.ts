import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `ALTER TABLE ingest.article ADD COLUMN restored_at timestamptz`,
  `COMMENT ON COLUMN ingest.article.restored_at IS 'When a withdrawal of it was undone last; withdrawals before that hold no more'`,
];

export class Restorations implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'Restorations1795694400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('not migrated back: drop the schema "ingest" and let ingest read the log anew');
  }
}
