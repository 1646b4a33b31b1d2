import { checkedSchema } from './record-schema.sql.js';

/**
 * Positions of a timeline and of a dossier found on both axes at once. `schema` must be a plain lower-case identifier, else
 * RangeError.
 */
export function positionBoundsSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `DROP INDEX ${s}.position_by_timeline`,
    // All bounds stand in the index, so that a dossier as it was believed costs its few rows and not a look at all it ever had.
    `CREATE INDEX position_by_timeline ON ${s}.position (dossier_id, actor_id, issue_id, valid_from,
       (coalesce(valid_to, 'infinity'::date)), known_from, (coalesce(known_to, 'infinity'::timestamptz)))`,
  ];
}
