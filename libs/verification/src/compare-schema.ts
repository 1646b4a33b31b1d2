import { expectedRecordShape, loadSchemaShape, RECORD_SCHEMA, type SchemaPart } from '@parley/store';
import type { Report } from './finding.js';
import type { Snapshot } from './snapshot.js';

/**
 * What the tables of the log and of the tracker rest on, by schema: each entry a unique index, as table and columns. (The
 * record is compared with what its migrations make, whole.)
 */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  log: [
    'topic (topic)',
    'partition (topic, partition)',
    'record (topic, partition, offset)',
    'group_offset (group, topic, partition)',
    'appender_epoch (name)',
  ],
  tracker: [
    'ledger (statement_id)',
    'evidence (statement_id)',
    'article_set (article_id, dossier_id)',
    'timeline (dossier_id, actor_id, issue_id)',
    'outbox (seq)',
    'outbox (event_id)',
    'publication (topic, partition)',
    'checkpoint (consumer, topic, partition)',
    'article_signature (article_id)',
    'article_band (band, rank)',
    'source_cluster (id)',
    'withdrawal (article_id)',
    'curation (event_id)',
    'as_read (statement_id)',
    'dossier (id)',
    'merged_actor (dossier_id, actor_id)',
  ],
};

/**
 * Looks whether constraints, indexes, columns, views and triggers are there, as their migrations make them, and valid.
 * Gives how many are.
 */
export async function compareSchema(
  snapshot: Snapshot,
  databaseUrl: string,
  made: { readonly record: boolean; readonly tracker: boolean; readonly log: boolean },
  report: Report,
): Promise<number> {
  let agreeing = 0;
  if (made.record) {
    const found = new Map(
      (await loadSchemaShape((sql, values) => snapshot.query(sql, values), RECORD_SCHEMA)).map((part) => [
        nameOf(part),
        part,
      ]),
    );
    for (const part of await expectedRecordShape(databaseUrl)) {
      const actual = found.get(nameOf(part));
      const where = { schema: RECORD_SCHEMA, table: part.table, [part.kind]: part.name };
      if (!actual) report('VERIFY_SCHEMA_MISSING', where, part.definition, null);
      else if (actual.definition !== part.definition)
        report('VERIFY_SCHEMA_DIFFERENT', where, part.definition, actual.definition);
      else if (!actual.isValid) report('VERIFY_SCHEMA_INVALID', where, 'valid and enabled', 'not valid, or disabled');
      else agreeing++;
    }
  }
  for (const [schema, indexes] of Object.entries(UNIQUE)) {
    if (!(schema === 'log' ? made.log : made.tracker)) continue;
    const rows = await snapshot.query<{ name: string; valid: boolean }>(
      `SELECT t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY k.place) || ')' AS name, i.indisvalid AS valid
         FROM pg_catalog.pg_index i
         JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
         CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
         JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        WHERE n.nspname = $1 AND i.indisunique AND i.indpred IS NULL
        GROUP BY i.indexrelid, t.relname, i.indisvalid`,
      [schema],
    );
    const found = new Map(rows.map(({ name, valid }) => [name, valid]));
    for (const index of indexes) {
      const where = { schema, unique: index };
      if (!found.has(index)) report('VERIFY_SCHEMA_MISSING', where, 'a unique index', null);
      else if (!found.get(index)) report('VERIFY_SCHEMA_INVALID', where, 'valid', 'not valid');
      else agreeing++;
    }
  }
  return agreeing;
}

const nameOf = ({ kind, table, name }: SchemaPart): string => `${kind} ${table} ${name}`;
