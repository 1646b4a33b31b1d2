import { checkedSchema } from './record-schema.sql.js';

/** What people put right, in the record. `schema` must be a plain lower-case identifier, else RangeError. */
export function curationsSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `CREATE TABLE ${s}.curation (
       event_id uuid PRIMARY KEY, partition int NOT NULL, "offset" bigint NOT NULL,
       type text NOT NULL, article_id text NOT NULL, statement_id uuid NOT NULL, undoes uuid,
       author text NOT NULL, reason text NOT NULL, curated_at timestamptz NOT NULL, data jsonb NOT NULL,
       recorded_at timestamptz NOT NULL)`,
    `CREATE INDEX curation_by_article ON ${s}.curation (article_id)`,
    `CREATE INDEX curation_by_statement ON ${s}.curation (statement_id)`,
    `CREATE INDEX curation_undoing ON ${s}.curation (undoes) WHERE undoes IS NOT NULL`,
    `CREATE INDEX curation_latest ON ${s}.curation (recorded_at DESC, event_id)`,
    `ALTER TABLE ${s}.statement
       ADD COLUMN curated text CHECK (curated IN ('added', 'amended', 'retracted')),
       ADD COLUMN curations uuid[] NOT NULL DEFAULT '{}',
       ADD COLUMN as_read jsonb,
       ADD COLUMN retracted_at timestamptz`,
    `COMMENT ON TABLE ${s}.curation IS 'What people put right, by whom and why; "undoes" names the curation that one takes back.'`,
    `COMMENT ON TABLE ${s}.statement IS 'Statements as they count, curations included; in force while superseded_at is null.'`,
    `COMMENT ON COLUMN ${s}.statement.curated IS 'What people made of it; null where it is as it was read.'`,
    `COMMENT ON COLUMN ${s}.statement.curations IS 'The curations in effect on it, in the order of the log.'`,
    `COMMENT ON COLUMN ${s}.statement.as_read IS 'The statement as it was read, where an amendment shows it otherwise.'`,
    `COMMENT ON COLUMN ${s}.statement.retracted_at IS 'When a person took it out; null where none did, or it was undone.'`,
  ];
}
