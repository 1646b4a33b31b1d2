import type { MigrationInterface, QueryRunner } from 'typeorm';
import { unreadArticlesSql } from '../unread-articles.sql.js';
import { schemaOf } from './schema-of.js';

/** Articles that were not read, since they are not in English. None was recorded as such before. */
export class UnreadArticles implements MigrationInterface {
  readonly name = 'UnreadArticles1795780800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of unreadArticlesSql(schemaOf(runner.dataSource.options))) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the record is not migrated back: drop its schema and rebuild it from the log');
  }
}
