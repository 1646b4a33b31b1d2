import { checkedSchema } from './record-schema.sql.js';

/**
 * `doubt` on positions, and on the views that show them, where it stands last: columns of a view can only be added
 * behind the others. `schema` must be a plain lower-case identifier, else RangeError.
 */
export function positionDoubtSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  const names = `
      t.actor ->> 'name' AS actor_name, t.actor ->> 'kind' AS actor_kind,
      t.issue ->> 'label' AS issue_label, t.issue ->> 'proposition' AS proposition`;
  const timeline = `
      JOIN ${s}.timeline t ON t.dossier_id = p.dossier_id AND t.actor_id = p.actor_id AND t.issue_id = p.issue_id`;
  const doubt = `p.doubt ->> 'kind' AS doubt, p.doubt ->> 'against' AS contested_by`;
  return [
    `ALTER TABLE ${s}.position ADD COLUMN doubt jsonb`,
    `COMMENT ON COLUMN ${s}.position.doubt IS 'Why the position is in doubt; null where nothing speaks against it'`,
    `CREATE OR REPLACE VIEW ${s}.v_current_positions AS
     SELECT p.dossier_id, p.actor_id, p.issue_id, ${names},
            p.stance, p.condition, p.valid_from AS held_since, p.last_stated_on, p.known_from AS known_since,
            p.statements, p.independent_sources,
            latest.data #>> '{statement,evidence}' AS latest_evidence,
            latest.data #>> '{article,title}' AS latest_article_title,
            latest.data #>> '{article,url}' AS latest_article_url,
            latest.data #>> '{article,publisher}' AS latest_publisher,
            ${doubt}
       FROM ${s}.position p ${timeline}
       LEFT JOIN LATERAL (
         SELECT e.data FROM ${s}.evidence e
          WHERE e.statement_id = ANY (p.statement_ids) ORDER BY e.stated_on DESC, e.statement_id LIMIT 1
       ) latest ON true
      WHERE upper_inf(p.known) AND upper_inf(p.valid)`,
    `CREATE OR REPLACE VIEW ${s}.v_position_history AS
     SELECT p.dossier_id, p.actor_id, p.issue_id, ${names},
            p.stance, p.condition, p.valid_from, p.valid_to, p.known_from, p.known_to, p.valid, p.known,
            upper_inf(p.known) AS believed_now,
            p.last_stated_on, p.statements, p.independent_sources, p.sequence,
            ${doubt}
       FROM ${s}.position p ${timeline}`,
    `CREATE OR REPLACE VIEW ${s}.v_matrix AS
     SELECT a.dossier_id, a.id AS actor_id, a.name AS actor_name, a.ordinal AS actor_ordinal,
            i.id AS issue_id, i.label AS issue_label, i.ordinal AS issue_ordinal,
            coalesce(p.stance, 'unknown') AS stance, p.condition, p.valid_from AS held_since, p.last_stated_on,
            coalesce(p.independent_sources, 0) AS independent_sources,
            ${doubt}
       FROM ${s}.actor a
       JOIN ${s}.issue i ON i.dossier_id = a.dossier_id
       LEFT JOIN ${s}.position p ON p.dossier_id = a.dossier_id AND p.actor_id = a.id AND p.issue_id = i.id
             AND upper_inf(p.known) AND upper_inf(p.valid)`,
  ];
}
