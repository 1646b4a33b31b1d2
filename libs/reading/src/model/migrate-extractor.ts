import { checkpointTableSql } from '@parley/event-log';
import { underMigrationLock } from '@parley/postgres';

/** Schema of what the extractor keeps where it asks a model. */
export const EXTRACTOR_SCHEMA = 'extractor';

/**
 * Makes the tables of the recorded answers where they are missing. They are a fold of the topic of answers: dropped, they
 * are filled from it again. Several extractors may call it at once.
 */
export const migrateExtractor = (url: string): Promise<void> =>
  underMigrationLock(url, EXTRACTOR_SCHEMA, async (client) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${EXTRACTOR_SCHEMA}`);
    await client.query(checkpointTableSql(EXTRACTOR_SCHEMA));
    // The answer is JSON as text, for jsonb refuses the U+0000 that a model may write.
    await client.query(`
      CREATE TABLE IF NOT EXISTS ${EXTRACTOR_SCHEMA}.answer (
        id uuid PRIMARY KEY,
        answered_on date NOT NULL,
        tokens bigint NOT NULL CHECK (tokens >= 0),
        document text NOT NULL
      )`);
    await client.query(
      `CREATE INDEX IF NOT EXISTS answer_by_day ON ${EXTRACTOR_SCHEMA}.answer (answered_on) INCLUDE (tokens)`,
    );
  });
