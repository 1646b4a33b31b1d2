import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { LOGGER, type Logger, PARLEY_CONFIG, type ParleyConfig } from '@parley/platform';
import { ServiceMetrics } from '@parley/service';
import { DossierRegistry } from './dossiers/dossier-registry.js';
import { ExtractStatementsController } from './extract/extract-statements.controller.js';
import { STATEMENT_READER, type StatementReader } from './extract/statement-reader.js';
import { RulesReader } from './rules/rules-reader.js';

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
      inject: [PARLEY_CONFIG, LOGGER, ServiceMetrics],
      useFactory: (config: ParleyConfig, logger: Logger, metrics: ServiceMetrics): StatementReader => {
        const replaced = metrics.counter(
          'parley_extractor_threads_replaced_total',
          'Threads that died while they read an article',
        );
        return new RulesReader({
          threads: config.extractor.workers,
          articleWithinMs: config.stallAfterMs / 4,
          logger,
          onReplaced: () => replaced.inc(),
        });
      },
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
