import type { MigrationInterface, QueryRunner } from 'typeorm';
import { positionBoundsSql } from '../position-bounds.sql.js';
import { schemaOf } from './schema-of.js';

/** Positions are found by their bounds on both axes. */
export class PositionBounds implements MigrationInterface {
  readonly name = 'PositionBounds1796040000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of positionBoundsSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
