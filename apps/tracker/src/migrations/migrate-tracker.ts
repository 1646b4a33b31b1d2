import pg from 'pg';
import { DataSource } from 'typeorm';
import { Curations } from './curations.js';
import { DossiersInForce } from './dossiers-in-force.js';
import { FirstLedger } from './first-ledger.js';
import { HeadsOfBands } from './heads-of-bands.js';
import { PoliciesAndSources } from './policies-and-sources.js';
import { PoliciesInForce } from './policies-in-force.js';
import { Restorations } from './restorations.js';
import { Withdrawals } from './withdrawals.js';

const MIGRATION_LOCK = `hashtextextended('parley.tracker.migration', 0)`;

/**
 * Brings the schema `tracker` of a database up to this build, making it where it is missing; gives the names of the
 * migrations that ran. Several trackers may call it at once: one works, the others wait and find nothing to do.
 */
export async function migrateTracker(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'parley migration' });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await client.query('CREATE SCHEMA IF NOT EXISTS tracker');
    return await runMigrations(url);
  } finally {
    // Ends the lock with it.
    await client.end();
  }
}

async function runMigrations(url: string): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: 'tracker',
    poolSize: 1,
    migrations: [
      FirstLedger,
      PoliciesAndSources,
      Withdrawals,
      Curations,
      Restorations,
      HeadsOfBands,
      DossiersInForce,
      PoliciesInForce,
    ],
    migrationsTableName: 'migration',
    synchronize: false,
    installExtensions: false,
    extra: { application_name: 'parley migration' },
  });
  await dataSource.initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
