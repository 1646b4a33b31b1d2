import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewrittenDaysSql } from '../rewritten-days.sql.js';
import { schemaOf } from './schema-of.js';

/** Changes carry the days they rewrite; those recorded before carry their whole timeline as such. */
export class RewrittenDays implements MigrationInterface {
  readonly name = 'RewrittenDays1795608000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of rewrittenDaysSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
