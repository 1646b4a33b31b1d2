import pg from 'pg';
import { DataSource, type MixedList } from 'typeorm';

/** SQL for the key of the advisory lock that whoever changes the shape of `part` holds. */
export const migrationLock = (part: string): string => `hashtextextended('parley.${part}.migration', 0)`;

/**
 * Does `work` while nobody else migrates `part`, on a connection of its own. Several processes may call it at once: one
 * works, the others wait.
 */
export async function underMigrationLock<Result>(
  url: string,
  part: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'parley migration' });
  // A connection that breaks fails the query in flight; without a listener it would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${migrationLock(part)})`);
    return await work(client);
  } finally {
    // Ends the lock with it.
    await client.end();
  }
}

/** Runs the migrations that have not run yet, each in a transaction of its own, and gives their names. */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  await dataSource.initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Brings a schema of a database up to this build, making it where it is missing; gives the names of the migrations that
 * ran. `schema` is a constant of ours, never input.
 */
export function migrateSchema(
  url: string,
  schema: string,
  // biome-ignore lint/complexity/noBannedTypes: as TypeORM declares it
  migrations: MixedList<Function | string>,
): Promise<readonly string[]> {
  return underMigrationLock(url, schema, async (client) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    return runMigrations(
      new DataSource({
        type: 'postgres',
        url,
        schema,
        poolSize: 1,
        migrations,
        migrationsTableName: 'migration',
        synchronize: false,
        installExtensions: false,
        extra: { application_name: 'parley migration' },
      }),
    );
  });
}
