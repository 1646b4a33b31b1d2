import { checkedSchema } from './record-schema.sql.js';

/*
 * Views for people and dashboards that read SQL. docs/record.md explains them; a column that is here stays. They are
 * bound to the tables of their own schema, so they move with it when a rebuild swaps the names.
 */

/** First version of the views. `schema` must be a plain lower-case identifier, else RangeError. */
export function recordViewsSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  const names = `
      t.actor ->> 'name' AS actor_name, t.actor ->> 'kind' AS actor_kind,
      t.issue ->> 'label' AS issue_label, t.issue ->> 'proposition' AS proposition`;
  const timelineOf = (row: string) => `
      JOIN ${s}.timeline t ON t.dossier_id = ${row}.dossier_id AND t.actor_id = ${row}.actor_id AND t.issue_id = ${row}.issue_id`;
  return [
    `CREATE VIEW ${s}.v_current_positions AS
     SELECT p.dossier_id, p.actor_id, p.issue_id, ${names},
            p.stance, p.condition, p.valid_from AS held_since, p.last_stated_on, p.known_from AS known_since,
            p.statements, p.independent_sources,
            latest.data #>> '{statement,evidence}' AS latest_evidence,
            latest.data #>> '{article,title}' AS latest_article_title,
            latest.data #>> '{article,url}' AS latest_article_url,
            latest.data #>> '{article,publisher}' AS latest_publisher
       FROM ${s}.position p ${timelineOf('p')}
       LEFT JOIN LATERAL (
         SELECT e.data FROM ${s}.evidence e
          WHERE e.statement_id = ANY (p.statement_ids) ORDER BY e.stated_on DESC, e.statement_id LIMIT 1
       ) latest ON true
      WHERE upper_inf(p.known) AND upper_inf(p.valid)`,
    `CREATE VIEW ${s}.v_position_history AS
     SELECT p.dossier_id, p.actor_id, p.issue_id, ${names},
            p.stance, p.condition, p.valid_from, p.valid_to, p.known_from, p.known_to, p.valid, p.known,
            upper_inf(p.known) AS believed_now,
            p.last_stated_on, p.statements, p.independent_sources, p.sequence
       FROM ${s}.position p ${timelineOf('p')}`,
    `CREATE VIEW ${s}.v_changes AS
     SELECT c.event_id, c.recorded_at, c.dossier_id, c.actor_id, c.issue_id,
            c.data #>> '{actor,name}' AS actor_name, c.data #>> '{issue,label}' AS issue_label,
            c.data #>> '{issue,proposition}' AS proposition,
            c.change, c.stance_before, c.stance_after, c.valid_from, c.data ->> 'reason' AS reason, c.sequence,
            c.data #>> '{evidence,0,statement,evidence}' AS evidence,
            c.data #>> '{evidence,0,article,title}' AS article_title,
            c.data #>> '{evidence,0,article,url}' AS article_url,
            c.data #>> '{evidence,0,article,publisher}' AS publisher
       FROM ${s}.change c`,
    // Every pair of the dossier, so that silence has a row of its own: 'unknown' is neither noncommittal nor missing.
    `CREATE VIEW ${s}.v_matrix AS
     SELECT a.dossier_id, a.id AS actor_id, a.name AS actor_name, a.ordinal AS actor_ordinal,
            i.id AS issue_id, i.label AS issue_label, i.ordinal AS issue_ordinal,
            coalesce(p.stance, 'unknown') AS stance, p.condition, p.valid_from AS held_since, p.last_stated_on,
            coalesce(p.independent_sources, 0) AS independent_sources
       FROM ${s}.actor a
       JOIN ${s}.issue i ON i.dossier_id = a.dossier_id
       LEFT JOIN ${s}.position p ON p.dossier_id = a.dossier_id AND p.actor_id = a.id AND p.issue_id = i.id
             AND upper_inf(p.known) AND upper_inf(p.valid)`,
    `COMMENT ON TABLE ${s}.position IS 'Who held what, by day (valid) and by what was known when (known). Both open: current.'`,
    `COMMENT ON TABLE ${s}.change IS 'Position changes as they were announced, in the order of the log.'`,
    `COMMENT ON TABLE ${s}.statement IS 'Statements as read; in force while superseded_at is null.'`,
    `COMMENT ON TABLE ${s}.dead_letter IS 'Records a service could not process, with the reason.'`,
    `COMMENT ON VIEW ${s}.v_current_positions IS 'The stance each actor holds now on each issue, with its latest evidence.'`,
    `COMMENT ON VIEW ${s}.v_position_history IS 'Every position on both time axes. "known_to IS NULL" is what is believed now.'`,
    `COMMENT ON VIEW ${s}.v_changes IS 'Position changes with the sentence that shows each.'`,
    `COMMENT ON VIEW ${s}.v_matrix IS 'Every actor of a dossier by every issue; stance is unknown where nothing was ever stated.'`,
  ];
}
