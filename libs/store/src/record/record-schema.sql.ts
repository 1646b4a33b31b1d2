/*
 * The read models, as SQL. Every table can be dropped and rebuilt from the log; a rebuild makes the same tables in a
 * schema beside this one and swaps the names, so nothing here may name its own schema: `schema` is put in.
 *
 * Glossary
 *   valid       by the days on which statements were made (daterange, end exclusive, no upper bound while it lasts)
 *   known       by the instants at which the log recorded what is believed (tstzrange, no upper bound while believed)
 *   current     a position with no upper bound on either axis
 *   place       (partition, offset) of the event in its topic; cursors are made of places, so they survive a rebuild
 */

const identifier = /^[a-z_][a-z0-9_]{0,62}$/;

/** The name as it was given. Throws RangeError unless it is a plain lower-case identifier, safe to put into SQL. */
export function checkedSchema(schema: string): string {
  if (!identifier.test(schema)) throw new RangeError(`not a plain schema name: ${JSON.stringify(schema)}`);
  return schema;
}

/** First version of the record. `schema` must be a plain lower-case identifier, else RangeError. */
export function recordSchemaSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `CREATE TABLE ${s}.dossier (
       id text PRIMARY KEY, version text NOT NULL, number int NOT NULL, title text NOT NULL,
       document jsonb NOT NULL, published_by text NOT NULL, published_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL)`,
    `CREATE TABLE ${s}.dossier_version (
       dossier_id text NOT NULL, number int NOT NULL, version text NOT NULL, document jsonb NOT NULL,
       published_by text NOT NULL, published_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL,
       PRIMARY KEY (dossier_id, number))`,
    `CREATE TABLE ${s}.actor (
       dossier_id text NOT NULL, id text NOT NULL, name text NOT NULL, kind text NOT NULL, wikidata text,
       aliases text[] NOT NULL, roles jsonb NOT NULL, ordinal int NOT NULL, PRIMARY KEY (dossier_id, id))`,
    `CREATE TABLE ${s}.issue (
       dossier_id text NOT NULL, id text NOT NULL, label text NOT NULL, proposition text NOT NULL,
       terms text[] NOT NULL, ordinal int NOT NULL, PRIMARY KEY (dossier_id, id))`,
    `CREATE TABLE ${s}.article (
       id text PRIMARY KEY, url text NOT NULL, original_url text NOT NULL, title text NOT NULL, publisher text NOT NULL, language text,
       published_at timestamptz NOT NULL, published_on date NOT NULL,
       revision_number int NOT NULL, revision_hash text NOT NULL,
       first_observed_at timestamptz NOT NULL, observed_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL,
       withdrawn_at timestamptz, withdrawn_reason text)`,
    `CREATE INDEX article_published ON ${s}.article (published_at DESC, id)`,
    `CREATE TABLE ${s}.revision (
       article_id text NOT NULL, number int NOT NULL, hash text NOT NULL, title text NOT NULL, text text NOT NULL,
       original_media_type text, original_body text,
       observed_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL, PRIMARY KEY (article_id, number))`,
    `CREATE TABLE ${s}.statement (
       id uuid PRIMARY KEY, dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       stance text NOT NULL, kind text NOT NULL,
       article_id text NOT NULL, revision_number int NOT NULL, revision_hash text NOT NULL,
       span_start int NOT NULL, span_end int NOT NULL, evidence text NOT NULL,
       context_before text NOT NULL, context_after text NOT NULL,
       stated_on date NOT NULL, confidence real NOT NULL, speaker text NOT NULL, cue text NOT NULL, condition text,
       dossier_version text NOT NULL,
       extractor_kind text NOT NULL, extractor_id text NOT NULL, extractor_version text NOT NULL,
       recorded_at timestamptz NOT NULL,
       superseded_at timestamptz,
       search tsvector GENERATED ALWAYS AS (to_tsvector('english', evidence)) STORED,
       CHECK (span_end > span_start))`,
    `CREATE INDEX statement_by_article ON ${s}.statement (article_id)`,
    `CREATE INDEX statement_by_timeline ON ${s}.statement (dossier_id, actor_id, issue_id, stated_on)`,
    `CREATE INDEX statement_by_day ON ${s}.statement (stated_on DESC, id)`,
    `CREATE INDEX statement_search ON ${s}.statement USING gin (search)`,
    // One row a reading: what makes a repeated event harmless, and tells "read, nothing found" from "not read yet".
    `CREATE TABLE ${s}.statement_set (
       event_id uuid PRIMARY KEY, article_id text NOT NULL, revision_number int NOT NULL, revision_hash text NOT NULL,
       dossier_ids text[] NOT NULL, extractor_kind text NOT NULL, extractor_id text NOT NULL,
       extractor_version text NOT NULL, statements int NOT NULL, recorded_at timestamptz NOT NULL)`,
    `CREATE INDEX statement_set_by_article ON ${s}.statement_set (article_id)`,
    // The exclusion constraint is the last word on "one stance at a time", whatever the code does.
    `CREATE TABLE ${s}.position (
       id uuid PRIMARY KEY, dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       stance text NOT NULL, valid daterange NOT NULL, known tstzrange NOT NULL,
       last_stated_on date NOT NULL, statements int NOT NULL, independent_sources int NOT NULL, condition text,
       statement_ids uuid[] NOT NULL, sequence int NOT NULL,
       valid_from date GENERATED ALWAYS AS (lower(valid)) STORED,
       valid_to date GENERATED ALWAYS AS (upper(valid)) STORED,
       known_from timestamptz GENERATED ALWAYS AS (lower(known)) STORED,
       known_to timestamptz GENERATED ALWAYS AS (upper(known)) STORED,
       CHECK (NOT isempty(valid)), CHECK (NOT isempty(known)),
       EXCLUDE USING gist (dossier_id WITH =, actor_id WITH =, issue_id WITH =, valid WITH &&, known WITH &&))`,
    `CREATE INDEX position_current ON ${s}.position (dossier_id, actor_id, issue_id)
       WHERE upper_inf(known) AND upper_inf(valid)`,
    // What positions point at, kept apart from statement: it arrives with the change itself, whole, and stays.
    `CREATE TABLE ${s}.evidence (
       statement_id uuid PRIMARY KEY, dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       article_id text NOT NULL, stated_on date NOT NULL, data jsonb NOT NULL)`,
    // One row a timeline: guards the order of changes and holds the names for listings.
    `CREATE TABLE ${s}.timeline (
       dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       actor jsonb NOT NULL, issue jsonb NOT NULL, sequence int NOT NULL, changed_at timestamptz NOT NULL,
       PRIMARY KEY (dossier_id, actor_id, issue_id))`,
    `CREATE TABLE ${s}.change (
       event_id uuid PRIMARY KEY, partition int NOT NULL, "offset" bigint NOT NULL,
       dossier_id text NOT NULL, actor_id text NOT NULL, issue_id text NOT NULL,
       change text NOT NULL, sequence int NOT NULL, stance_before text, stance_after text,
       valid_from date, data jsonb NOT NULL, recorded_at timestamptz NOT NULL,
       UNIQUE (partition, "offset"))`,
    `CREATE INDEX change_latest ON ${s}.change (recorded_at DESC, partition, "offset")`,
    `CREATE INDEX change_by_timeline ON ${s}.change (dossier_id, actor_id, issue_id, sequence)`,
    `CREATE TABLE ${s}.dead_letter (
       dlq_topic text NOT NULL, dlq_partition int NOT NULL, dlq_offset bigint NOT NULL,
       service text NOT NULL, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
       code text NOT NULL, reason text NOT NULL, key text, headers jsonb NOT NULL, value bytea,
       recorded_at timestamptz NOT NULL, retried_at timestamptz,
       PRIMARY KEY (dlq_topic, dlq_partition, dlq_offset), UNIQUE (dlq_topic, partition, "offset"))`,
    `CREATE TABLE ${s}.checkpoint (
       consumer text NOT NULL, topic text NOT NULL, partition int NOT NULL, next_offset bigint NOT NULL,
       updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, topic, partition))`,
  ];
}
