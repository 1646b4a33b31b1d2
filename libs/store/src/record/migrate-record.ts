import type { Logger } from '@parley/platform';
import pg, { type ClientBase } from 'pg';
import { createRecordDataSource, RECORD_SCHEMA } from './create-record-data-source.js';
import { grantRecordReader, type ReaderGrant } from './record-reader.js';
import { checkedSchema } from './record-schema.sql.js';

export interface MigrationReport {
  readonly schema: string;
  /** Names of the migrations that this call ran; empty where all had run before. */
  readonly applied: readonly string[];
  readonly reader: ReaderGrant;
}

/** Held by whoever changes the shape or the name of the record's schema. */
const MIGRATION_LOCK = `hashtextextended('parley.record.migration', 0)`;

/** Waits for the lock until the end of the transaction. A swap of schemas takes it, so that no migration runs into it. */
export async function lockRecordMigration(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
}

/**
 * Brings a schema of the record up to this build, making it where it is missing. Services may call it all at once: one
 * works, the others wait and find nothing to do.
 */
export async function migrateRecord(
  url: string,
  schema: string = RECORD_SCHEMA,
  logger?: Pick<Logger, 'info' | 'warn'>,
): Promise<MigrationReport> {
  const name = checkedSchema(schema);
  const client = new pg.Client({ connectionString: url, application_name: 'parley migration' });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${name}`);
    const applied = await runMigrations(url, name);
    const reader = await grantRecordReader(client, name);
    if (applied.length > 0) logger?.info({ schema: name, applied }, 'the record was migrated');
    if (!reader.granted)
      logger?.warn({ schema: name, reason: reader.reason }, 'the read-only role was left out: it may not be made here');
    return { schema: name, applied, reader };
  } finally {
    // Ends the lock with it.
    await client.end();
  }
}

async function runMigrations(url: string, schema: string): Promise<string[]> {
  const dataSource = createRecordDataSource({ url, schema, poolSize: 1, applicationName: 'parley migration' });
  await dataSource.initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
