import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withdrawalsSql } from '../withdrawals.sql.js';
import { schemaOf } from './schema-of.js';

/** Statements of articles that were taken back are in force no more. None was recorded before. */
export class Withdrawals implements MigrationInterface {
  readonly name = 'Withdrawals1795435200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of withdrawalsSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
