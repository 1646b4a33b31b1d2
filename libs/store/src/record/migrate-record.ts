import type { Logger } from '@parley/platform';
import { migrationLock, runMigrations, underMigrationLock } from '@parley/postgres';
import type { ClientBase } from 'pg';
import { createRecordDataSource, RECORD_SCHEMA } from './create-record-data-source.js';
import { grantRecordReader, type ReaderGrant } from './record-reader.js';
import { checkedSchema } from './record-schema.sql.js';

export interface MigrationReport {
  readonly schema: string;
  /** Names of the migrations that this call ran; empty where all had run before. */
  readonly applied: readonly string[];
  readonly reader: ReaderGrant;
}

/** Waits for the lock until the end of the transaction. A swap of schemas takes it, so that no migration runs into it. */
export async function lockRecordMigration(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${migrationLock('record')})`);
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
  return underMigrationLock(url, 'record', async (client) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${name}`);
    const applied = await runMigrations(
      createRecordDataSource({ url, schema: name, poolSize: 1, applicationName: 'parley migration' }),
    );
    const reader = await grantRecordReader(client, name);
    if (applied.length > 0) logger?.info({ schema: name, applied }, 'the record was migrated');
    if (!reader.granted)
      logger?.warn({ schema: name, reason: reader.reason }, 'the read-only role was left out: it may not be made here');
    return { schema: name, applied, reader };
  });
}
