import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Glossary
 *   curation  what people put right, in the order of the log for each article
 *   as_read   of articles that have curations: the statements that the sets in force have, apart from what people made
 *             of them. Of all others the ledger has them as they were read
 */

const STATEMENTS: readonly string[] = [
  `CREATE TABLE tracker.curation (
     event_id uuid PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,
     article_id text COLLATE "C" NOT NULL, type text NOT NULL, data json NOT NULL)`,
  `CREATE INDEX curation_by_article ON tracker.curation (article_id, seq)`,
  // json, not jsonb: article text may hold U+0000 and lone surrogates, which jsonb refuses.
  `CREATE TABLE tracker.as_read (
     statement_id uuid PRIMARY KEY, article_id text COLLATE "C" NOT NULL, dossier_id text COLLATE "C" NOT NULL,
     data json NOT NULL)`,
  `CREATE INDEX as_read_by_article ON tracker.as_read (article_id, dossier_id)`,
];

export class Curations implements MigrationInterface {
  readonly name = 'Curations1795521600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
