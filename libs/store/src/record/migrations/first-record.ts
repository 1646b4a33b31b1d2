import type { MigrationInterface, QueryRunner } from 'typeorm';
import { recordSchemaSql } from '../record-schema.sql.js';
import { recordViewsSql } from '../record-views.sql.js';
import { schemaOf } from './schema-of.js';

/**
 * Where extensions live. Not in the record's own schema, which a rebuild drops after the swap, and by name, so that the
 * caller's search_path decides nothing. An extension that is already installed elsewhere serves as well.
 */
const EXTENSION_SCHEMA = 'parley_extensions';

/** Tables and views of the record, in whatever schema the data source has. */
export class FirstRecord implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'FirstRecord1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    const schema = schemaOf(runner.dataSource.options);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS ${EXTENSION_SCHEMA}`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA ${EXTENSION_SCHEMA}`);
    for (const statement of [...recordSchemaSql(schema), ...recordViewsSql(schema)]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
