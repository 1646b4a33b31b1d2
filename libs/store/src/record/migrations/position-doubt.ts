import type { MigrationInterface, QueryRunner } from 'typeorm';
import { positionDoubtSql } from '../position-doubt.sql.js';
import { schemaOf } from './schema-of.js';

/** Positions that are in doubt say why. What was recorded before is in none: no doubt was decided then. */
export class PositionDoubt implements MigrationInterface {
  readonly name = 'PositionDoubt1795348800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of positionDoubtSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
