import { checkedSchema } from './record-schema.sql.js';

/**
 * Statements as they counted at any instant, and withdrawals that were undone. `schema` must be a plain lower-case
 * identifier, else RangeError.
 */
export function statementHistorySql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `ALTER TABLE ${s}.withdrawal
       ADD COLUMN "offset" bigint NOT NULL DEFAULT -1,
       ADD COLUMN undone_event_id uuid,
       ADD COLUMN undone_at timestamptz,
       ADD COLUMN undone_by text,
       ADD COLUMN undone_reason text`,
    `CREATE INDEX withdrawal_latest ON ${s}.withdrawal (recorded_at DESC, event_id)`,
    `COMMENT ON COLUMN ${s}.withdrawal.undone_at IS 'When the log recorded that it was undone; null where it was not.'`,
    `ALTER TABLE ${s}.statement
       ADD COLUMN read_from timestamptz,
       ADD COLUMN earlier_readings jsonb NOT NULL DEFAULT '[]',
       ADD COLUMN has_history boolean NOT NULL DEFAULT false`,
    `UPDATE ${s}.statement SET read_from = recorded_at WHERE extractor_kind <> 'curator'`,
    `COMMENT ON COLUMN ${s}.statement.read_from IS 'When the log recorded the reading that it shows; null where nobody read it.'`,
    `COMMENT ON COLUMN ${s}.statement.earlier_readings IS 'How it was read before, each with from and until.'`,
    `COMMENT ON COLUMN ${s}.statement.has_history IS 'Whether it counted otherwise before: statement_history then has all of it.'`,
    // The statements of most articles count from their first reading on as they were read; only of others there are rows.
    `CREATE TABLE ${s}.statement_history (
       id uuid NOT NULL, dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       stance text NOT NULL, kind text NOT NULL,
       article_id text NOT NULL, revision_number int NOT NULL, revision_hash text NOT NULL,
       span_start int NOT NULL, span_end int NOT NULL, evidence text NOT NULL,
       context_before text NOT NULL, context_after text NOT NULL,
       stated_on date NOT NULL, confidence real NOT NULL, speaker text NOT NULL, cue text NOT NULL, condition text,
       dossier_version text NOT NULL,
       extractor_kind text NOT NULL, extractor_id text NOT NULL, extractor_version text NOT NULL,
       curated text, curations uuid[] NOT NULL, as_read jsonb,
       known tstzrange NOT NULL,
       recorded_at timestamptz GENERATED ALWAYS AS (lower(known)) STORED,
       superseded_at timestamptz GENERATED ALWAYS AS (upper(known)) STORED,
       search tsvector GENERATED ALWAYS AS (to_tsvector('english', evidence)) STORED,
       CHECK (NOT isempty(known)), EXCLUDE USING gist (id WITH =, known WITH &&))`,
    `CREATE INDEX statement_history_by_article ON ${s}.statement_history (article_id)`,
    `CREATE INDEX statement_history_by_timeline ON ${s}.statement_history (dossier_id, actor_id, issue_id, stated_on)`,
    `CREATE VIEW ${s}.v_statement_history AS
     SELECT h.id, h.dossier_id, h.actor_id, h.issue_id, h.stance, h.stated_on, h.evidence, h.article_id,
            h.revision_number, h.dossier_version, h.curated, h.known, h.recorded_at AS known_from, h.superseded_at AS known_to
       FROM ${s}.statement_history h
     UNION ALL
     SELECT s.id, s.dossier_id, s.actor_id, s.issue_id, s.stance, s.stated_on, s.evidence, s.article_id,
            s.revision_number, s.dossier_version, s.curated, tstzrange(s.recorded_at, s.superseded_at), s.recorded_at,
            s.superseded_at
       FROM ${s}.statement s
      WHERE NOT s.has_history AND (s.superseded_at IS NULL OR s.superseded_at > s.recorded_at)`,
    `COMMENT ON TABLE ${s}.statement_history IS 'Statements that counted otherwise before: each state, and when it was known (known).'`,
    `COMMENT ON VIEW ${s}.v_statement_history IS 'Every statement that ever counted, as it did, and when that was known.'`,
  ];
}
