import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DATABASE_URL, HealthRegistry, LOGGER, type Logger, PARLEY_CONFIG, type ParleyConfig } from '@parley/platform';
import { createRecordDataSource } from '@parley/store';
import type { DataSource } from 'typeorm';
import { R, RECORD } from './record.js';

/** The data source on the record, and the check that it can be read. */
@Module({
  providers: [
    {
      provide: RECORD,
      inject: [DATABASE_URL, PARLEY_CONFIG, LOGGER],
      useFactory: (url: string, config: ParleyConfig, logger: Logger): Promise<DataSource> =>
        createRecordDataSource({
          url,
          poolSize: config.databasePool,
          applicationName: 'parley-api',
          // One expensive question must not hold a connection that all the others wait for.
          statementTimeoutMs: config.queryTimeoutMs,
          onIdleError: (error) => logger.warn({ err: error }, 'a connection to the record was lost'),
        }).initialize(),
    },
  ],
  exports: [RECORD],
})
export class RecordModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register({
      name: 'record',
      check: async () => {
        // Fails where Postgres is away as well as where the record has not been migrated.
        await this.record.query(`SELECT 1 FROM ${R}.dossier LIMIT 1`);
      },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.record.isInitialized) await this.record.destroy();
  }
}
