import { checkedSchema } from './record-schema.sql.js';

/** Readings that read nothing, with the reason. `schema` must be a plain lower-case identifier, else RangeError. */
export function unreadArticlesSql(schema: string): readonly string[] {
  const s = checkedSchema(schema);
  return [
    `ALTER TABLE ${s}.statement_set ADD COLUMN unread jsonb`,
    `COMMENT ON COLUMN ${s}.statement_set.unread IS 'Why the revision was not read at all: reason and language; null where it was.'`,
  ];
}
