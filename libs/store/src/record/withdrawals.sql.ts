import { checkedSchema } from './record-schema.sql.js';

/** Withdrawn articles in the record. `schema` must be a plain lower-case identifier, else RangeError. */
export function withdrawalsSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `CREATE TABLE ${s}.withdrawal (
       event_id uuid PRIMARY KEY, article_id text NOT NULL, revision_number int NOT NULL,
       reason text NOT NULL, withdrawn_by text NOT NULL, withdrawn_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL)`,
    `CREATE INDEX withdrawal_by_article ON ${s}.withdrawal (article_id)`,
    // What its own readings say of a statement, apart from withdrawals: superseded_at follows from all of it.
    `ALTER TABLE ${s}.statement ADD COLUMN read_until timestamptz`,
    `UPDATE ${s}.statement SET read_until = superseded_at WHERE superseded_at IS NOT NULL`,
    `COMMENT ON TABLE ${s}.withdrawal IS 'Articles that were taken back: this revision and all before it, by whom and why.'`,
    `COMMENT ON COLUMN ${s}.statement.read_until IS 'When a later reading of the article no longer had it.'`,
  ];
}
