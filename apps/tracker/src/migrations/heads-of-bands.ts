import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Glossary
 *   article_band     which articles have a band of their signature in common, in the order of their ids (`rank`)
 *   source_cluster   clusters that more than one outlet printed: each is one source
 */

const STATEMENTS: readonly string[] = [
  // The order of ids, which are hashes, in eight bytes.
  `ALTER TABLE tracker.article_signature ADD COLUMN rank bigint
     GENERATED ALWAYS AS (('x' || substr(article_id, 1, 15))::bit(60)::bigint) STORED`,
  `CREATE INDEX article_signature_by_rank ON tracker.article_signature (rank)`,
  `CREATE TABLE tracker.article_band (band int NOT NULL, rank bigint NOT NULL, PRIMARY KEY (band, rank))`,
  `INSERT INTO tracker.article_band SELECT DISTINCT unnest(bands), rank FROM tracker.article_signature`,
  `ALTER TABLE tracker.article_signature DROP COLUMN bands`,
  `DROP INDEX tracker.article_signature_by_cluster`,
  `CREATE INDEX article_signature_by_cluster ON tracker.article_signature (cluster_id, publisher)`,
  `DELETE FROM tracker.source_cluster WHERE publishers < 2`,
  `ALTER TABLE tracker.source_cluster DROP COLUMN articles, DROP COLUMN publishers`,
];

export class HeadsOfBands implements MigrationInterface {
  readonly name = 'HeadsOfBands1795780800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
