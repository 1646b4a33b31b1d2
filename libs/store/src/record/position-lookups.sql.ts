import { checkedSchema } from './record-schema.sql.js';

/**
 * What keeps positions apart and finds them, for records of millions of rows. `schema` must be a plain lower-case
 * identifier, else RangeError.
 */
export function positionLookupsSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    // Three texts in each entry of a GiST index cost more than all else about a position. Ids are slugs: no "/" in them.
    `ALTER TABLE ${s}.position ADD COLUMN timeline_key uuid GENERATED ALWAYS AS (
       encode(substr(sha256((dossier_id || '/' || actor_id || '/' || issue_id)::bytea), 1, 16), 'hex')::uuid) STORED`,
    `COMMENT ON COLUMN ${s}.position.timeline_key IS 'Dossier, actor and issue in sixteen bytes'`,
    `ALTER TABLE ${s}.position DROP CONSTRAINT position_dossier_id_actor_id_issue_id_valid_known_excl`,
    `ALTER TABLE ${s}.position ADD CONSTRAINT position_one_at_a_time
       EXCLUDE USING gist (timeline_key WITH =, valid WITH &&, known WITH &&)`,
    // Each position that is shown asks for it; the document is long and would be read each time.
    `ALTER TABLE ${s}.dossier ADD COLUMN fresh_days int
       GENERATED ALWAYS AS ((document #>> '{policy,freshDays}')::int) STORED`,
    `COMMENT ON COLUMN ${s}.dossier.fresh_days IS 'After how many days a position is stale, where its policy says so'`,
    // One timeline on both axes, and a dossier as it was believed.
    `CREATE INDEX position_by_timeline ON ${s}.position (dossier_id, actor_id, issue_id, valid_from)`,
    // What is believed now: what most questions are about, and what every change is folded into.
    `CREATE INDEX position_believed ON ${s}.position (dossier_id, actor_id, issue_id, valid_from)
       WHERE upper_inf(known)`,
  ];
}
