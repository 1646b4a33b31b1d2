import { checkpointTableSql } from '@parley/event-log';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Glossary
 *   ledger       every statement that was ever read, the columns the policy reads and no more: long timelines are
 *                loaded whole. `active` while its article's current set holds it
 *   evidence     the same statements as they are announced, with their article; read only where a change needs them
 *   article_set  which reading of an article is in force for a dossier
 *   timeline     one row for each (dossier, actor, issue): its lock, its sequence, its latest names
 *   outbox       decided changes that the log does not have yet
 *   publication  up to where the topic is known to hold nothing that is still in the outbox
 */

const TABLES: readonly string[] = [
  // Keys are compared as bytes: locks are taken in their order, and code and database must agree on it.
  `CREATE TABLE tracker.ledger (
     statement_id uuid PRIMARY KEY,
     dossier_id text COLLATE "C" NOT NULL, actor_id text COLLATE "C" NOT NULL, issue_id text COLLATE "C" NOT NULL,
     article_id text COLLATE "C" NOT NULL, revision_number int NOT NULL, event_id uuid NOT NULL,
     stance text NOT NULL, stated_on date NOT NULL, published_at timestamptz NOT NULL, publisher text NOT NULL,
     span_start int NOT NULL, confidence float8 NOT NULL, condition text,
     active boolean NOT NULL)`,
  `CREATE INDEX ledger_by_timeline ON tracker.ledger (dossier_id, actor_id, issue_id) WHERE active`,
  `CREATE INDEX ledger_by_article ON tracker.ledger (article_id, dossier_id) WHERE active`,
  // json, not jsonb: article text may hold U+0000 and lone surrogates, which jsonb refuses.
  `CREATE TABLE tracker.evidence (statement_id uuid PRIMARY KEY, data json NOT NULL)`,
  `CREATE TABLE tracker.article_set (
     article_id text COLLATE "C" NOT NULL, dossier_id text COLLATE "C" NOT NULL,
     revision_number int NOT NULL, revision_hash text NOT NULL,
     extractor_kind text NOT NULL, extractor_id text NOT NULL, extractor_version text NOT NULL,
     dossier_version text NOT NULL,
     event_id uuid NOT NULL, event_ids uuid[] NOT NULL,
     PRIMARY KEY (article_id, dossier_id))`,
  `COMMENT ON COLUMN tracker.article_set.event_ids IS
     'Every reading of this revision that was in force; one that comes again is no news'`,
  `CREATE TABLE tracker.timeline (
     dossier_id text COLLATE "C" NOT NULL, actor_id text COLLATE "C" NOT NULL, issue_id text COLLATE "C" NOT NULL,
     sequence int NOT NULL DEFAULT 0, actor json NOT NULL, issue json NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (dossier_id, actor_id, issue_id))`,
  `CREATE TABLE tracker.outbox (
     seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     event_id uuid NOT NULL UNIQUE, topic text NOT NULL, key text NOT NULL, headers json NOT NULL, value bytea NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE tracker.publication (
     topic text NOT NULL, partition int NOT NULL, next_offset bigint NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (topic, partition))`,
  checkpointTableSql('tracker'),
];

export class FirstLedger implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'FirstLedger1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
