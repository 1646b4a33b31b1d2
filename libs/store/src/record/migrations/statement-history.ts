import type { MigrationInterface, QueryRunner } from 'typeorm';
import { statementHistorySql } from '../statement-history.sql.js';
import { schemaOf } from './schema-of.js';

/** What was known of statements at any instant. Of what was recorded before, a rebuild finds it in the log. */
export class StatementHistory implements MigrationInterface {
  readonly name = 'StatementHistory1795694400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statementHistorySql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
