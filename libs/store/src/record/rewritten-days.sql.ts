import { checkedSchema } from './record-schema.sql.js';

/**
 * Changes as they are announced since they carry the days that are rewritten and not the whole timeline. `schema` must
 * be a plain lower-case identifier, else RangeError.
 */
export function rewrittenDaysSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    // As the upcaster reads the events of before.
    `UPDATE ${s}.change
        SET data = (data - 'timeline') || jsonb_build_object('rewritten',
              CASE WHEN jsonb_typeof(data -> 'timeline') = 'array'
                   THEN jsonb_build_object('from', null, 'to', null, 'segments', data -> 'timeline') END)
      WHERE data ? 'timeline'`,
  ];
}
