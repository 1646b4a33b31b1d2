import type { MigrationInterface, QueryRunner } from 'typeorm';
import { curationsSql } from '../curations.sql.js';
import { schemaOf } from './schema-of.js';

/** What people put right, and how it leaves the statements. Nothing was curated before. */
export class Curations implements MigrationInterface {
  readonly name = 'Curations1795521600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of curationsSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
