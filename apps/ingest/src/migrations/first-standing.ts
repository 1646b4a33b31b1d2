import { checkpointTableSql } from '@parley/event-log';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES: readonly string[] = [
  // Keys are compared as bytes: rows are locked in their order, and code and database must agree on it.
  `CREATE TABLE ingest.article (
     article_id text COLLATE "C" PRIMARY KEY,
     revision_number int NOT NULL,
     revision_hash text NOT NULL,
     record_offset bigint NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT now())`,
  `COMMENT ON TABLE ingest.article IS
     'The latest revision of each article, folded from parley.articles.v1; number 0 where none is recorded yet'`,
  `COMMENT ON COLUMN ingest.article.record_offset IS
     'Where the log has that revision: what comes later in the log counts, whoever writes it here first'`,
  checkpointTableSql('ingest'),
];

export class FirstStanding implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'FirstStanding1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('not migrated back: drop the schema "ingest" and let ingest read the log anew');
  }
}
