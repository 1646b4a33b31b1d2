import { createRecordDataSource, RECORD_SCHEMA } from './create-record-data-source.js';
import { checkedSchema } from './record-schema.sql.js';

/** A part of a schema, as Postgres itself describes it. */
export interface SchemaPart {
  readonly kind: 'column' | 'constraint' | 'index' | 'view' | 'trigger';
  readonly table: string;
  readonly name: string;
  /** The schema's own name stands in it as `record`, whatever it is. */
  readonly definition: string;
  /** false: it is there and guards nothing. */
  readonly isValid: boolean;
}

type Query = (sql: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

/** Columns, constraints, indexes, views and triggers of a schema, but for the table that lists its migrations. */
export async function loadSchemaShape(query: Query, schema: string): Promise<SchemaPart[]> {
  const rows = await query(SHAPE, [checkedSchema(schema)]);
  // The columns of SHAPE are those of a part.
  return (rows as SchemaPart[]).map((part) => ({
    ...part,
    definition: part.definition.replaceAll(`${schema}.`, `${RECORD_SCHEMA}.`),
  }));
}

const SHAPE = `
  WITH relation AS (
    SELECT c.oid, c.relname, c.relkind FROM pg_catalog.pg_class c
     WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
       AND c.relkind IN ('r', 'v') AND c.relname <> 'migration')
  SELECT 'column' AS kind, r.relname AS "table", a.attname AS name,
         concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
                   CASE a.attgenerated WHEN 's' THEN 'generated' ELSE 'default' END
                     || ' ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)) AS definition,
         true AS "isValid"
    FROM relation r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT 'constraint', r.relname, c.conname, pg_catalog.pg_get_constraintdef(c.oid),
         c.convalidated AND coalesce(i.indisvalid, true)
    FROM relation r JOIN pg_catalog.pg_constraint c ON c.conrelid = r.oid
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.conindid
   -- Postgres 18 lists what is not null among the constraints; it stands with the columns.
   WHERE c.contype <> 'n'
  UNION ALL
  SELECT 'index', r.relname, x.relname, pg_catalog.pg_get_indexdef(i.indexrelid), i.indisvalid AND i.indisready
    FROM relation r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid)
  UNION ALL
  SELECT 'view', r.relname, r.relname, pg_catalog.pg_get_viewdef(r.oid), true FROM relation r WHERE r.relkind = 'v'
  UNION ALL
  SELECT 'trigger', r.relname, t.tgname, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled <> 'D'
    FROM relation r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
   ORDER BY 1, 2, 3`;

/** Where the migrations are run to see what they make; nobody ever sees it, because it is rolled back. */
const REFERENCE_SCHEMA = 'record_reference';

/**
 * What the migrations of this build make of an empty schema. They run in a transaction that is rolled back, so nothing
 * stays. Needs the rights that a migration needs.
 */
export async function expectedRecordShape(url: string): Promise<SchemaPart[]> {
  const dataSource = createRecordDataSource({
    url,
    schema: REFERENCE_SCHEMA,
    poolSize: 1,
    applicationName: 'parley verify',
  });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`CREATE SCHEMA ${REFERENCE_SCHEMA}`);
    // In the order in which TypeORM runs them: by the last 13 digits of their names.
    const timeOf = ({ name = '' }) => Number(name.slice(-13));
    for (const migration of dataSource.migrations.toSorted((a, b) => timeOf(a) - timeOf(b))) await migration.up(runner);
    return await loadSchemaShape((sql, values) => runner.query(sql, [...values]), REFERENCE_SCHEMA);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
    await dataSource.destroy();
  }
}
