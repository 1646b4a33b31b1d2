import { Module } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { LOGGER, type Logger } from '@parley/platform';
import { DossierRegistry } from './dossiers/dossier-registry.js';
import { ExtractStatementsController } from './extract/extract-statements.controller.js';

@Module({
  controllers: [ExtractStatementsController],
  providers: [
    {
      provide: DossierRegistry,
      inject: [EVENT_LOG, LOGGER],
      useFactory: (log: EventLog, logger: Logger) => new DossierRegistry(log, logger),
    },
  ],
})
export class ExtractorModule {}
