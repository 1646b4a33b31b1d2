import { checkpointTableSql } from '@parley/event-log';
import pg from 'pg';

/** Schema of what the extractor keeps where it asks a model. */
export const EXTRACTOR_SCHEMA = 'extractor';

const MIGRATION_LOCK = `hashtextextended('parley.extractor.migration', 0)`;

/**
 * Makes the tables of the recorded answers where they are missing. They are a fold of the topic of answers: dropped, they
 * are filled from it again. Several extractors may call it at once.
 */
export async function migrateExtractor(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'parley migration' });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
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
  } finally {
    // Ends the lock with it.
    await client.end();
  }
}
