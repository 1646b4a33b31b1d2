import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Glossary
 *   policy             the settings behind each policy that changes were decided under
 *   article_signature  what an article's latest revision looks like (MinHash), to tell copies of one story; null where
 *                      its text is too short to tell. `cluster_id` is the smallest article id of its cluster
 *   source_cluster     articles that tell one story alike; one source where more than one outlet printed it
 */

const STATEMENTS: readonly string[] = [
  `ALTER TABLE tracker.ledger ADD COLUMN by_others boolean NOT NULL DEFAULT false`,
  `COMMENT ON COLUMN tracker.ledger.by_others IS 'Another actor of the dossier said it of this one'`,
  `CREATE TABLE tracker.policy (id text NOT NULL, version text NOT NULL, settings json NOT NULL, PRIMARY KEY (id, version))`,
  `ALTER TABLE tracker.timeline ADD COLUMN policy_id text, ADD COLUMN policy_version text`,
  `COMMENT ON COLUMN tracker.timeline.policy_id IS 'What its latest change was decided under; null: before policies were kept'`,
  `CREATE TABLE tracker.article_signature (
     article_id text COLLATE "C" PRIMARY KEY, revision_number int NOT NULL, publisher text NOT NULL,
     signature bytea, bands int[], cluster_id text COLLATE "C" NOT NULL)`,
  // Without fast updates: every search would read the list of what waits to be merged, and every batch searches.
  `CREATE INDEX article_signature_by_band ON tracker.article_signature USING gin (bands) WITH (fastupdate = off)`,
  `CREATE INDEX article_signature_by_cluster ON tracker.article_signature (cluster_id)`,
  `CREATE TABLE tracker.source_cluster (
     id text COLLATE "C" PRIMARY KEY, articles int NOT NULL, publishers int NOT NULL)`,
];

export class PoliciesAndSources implements MigrationInterface {
  readonly name = 'PoliciesAndSources1795348800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
