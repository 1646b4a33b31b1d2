import type { MigrationInterface, QueryRunner } from 'typeorm';
import { positionLookupsSql } from '../position-lookups.sql.js';
import { schemaOf } from './schema-of.js';

/** Positions are kept apart and found by smaller keys. */
export class PositionLookups implements MigrationInterface {
  readonly name = 'PositionLookups1795953600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of positionLookupsSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
