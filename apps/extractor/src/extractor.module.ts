import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { CLOCK, type Clock, LOGGER, type Logger, PARLEY_CONFIG, type ParleyConfig, PG_POOL } from '@parley/platform';
import { createStatementReader, DossierRegistry, STATEMENT_READER, type StatementReader } from '@parley/reading';
import { ServiceMetrics } from '@parley/service';
import type { Pool } from 'pg';
import { ExtractStatementsController } from './extract/extract-statements.controller.js';

@Module({
  controllers: [ExtractStatementsController],
  providers: [
    {
      provide: DossierRegistry,
      inject: [EVENT_LOG, LOGGER],
      useFactory: (log: EventLog, logger: Logger) => new DossierRegistry(log, logger),
    },
    {
      provide: STATEMENT_READER,
      inject: [PARLEY_CONFIG, EVENT_LOG, PG_POOL, CLOCK, LOGGER, ServiceMetrics],
      useFactory: (
        config: ParleyConfig,
        log: EventLog,
        pool: Pool,
        clock: Clock,
        logger: Logger,
        metrics: ServiceMetrics,
      ): StatementReader => createStatementReader({ config, log, pool, clock, logger, metrics }),
    },
  ],
})
export class ExtractorModule implements OnApplicationShutdown {
  constructor(@Inject(STATEMENT_READER) private readonly reader: StatementReader) {}

  /** After the consumer has stopped: Nest closes its transports before this hook. */
  async onApplicationShutdown(): Promise<void> {
    await this.reader.close();
  }
}
