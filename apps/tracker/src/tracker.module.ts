import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { POSITIONS_TOPIC } from '@parley/contracts';
import { EVENT_LOG, type EventLog } from '@parley/event-log';
import { DATABASE_URL, HealthRegistry, LOGGER, type Logger, PG_POOL } from '@parley/platform';
import { DossiersInForce } from '@parley/tracking';
import type { Pool } from 'pg';
import { GroupSourcesHandler } from './group-sources/group-sources.handler.js';
import { OutboxPublisher } from './publish-positions/outbox-publisher.js';
import { PutInForceHandler } from './put-in-force/put-in-force.handler.js';
import { StatementsController } from './track-statements/statements.controller.js';
import { TrackStatementsHandler } from './track-statements/track-statements.handler.js';

/**
 * The tracker: reads statements and articles, keeps the ledger, decides position changes, publishes them. Needs DATABASE_URL, PG_POOL,
 * LOGGER, CLOCK and EVENT_LOG in the container, its schema (`migrateTracker`), the topics, and as its transport an
 * EventLogServer with checkpoints in the schema `tracker`.
 */
@Module({})
export class TrackerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(OutboxPublisher) private readonly publisher: OutboxPublisher,
    @Optional() @Inject(HealthRegistry) health?: HealthRegistry,
  ) {
    health?.register({
      name: 'outbox',
      async check() {
        const { phase, lastError } = publisher.state();
        if (phase === 'retrying' || phase === 'stopped')
          throw new Error(`position changes are not published: ${lastError ?? phase}`);
      },
    });
  }

  static register(): DynamicModule {
    return {
      module: TrackerModule,
      imports: [CqrsModule.forRoot()],
      controllers: [StatementsController],
      providers: [
        {
          provide: OutboxPublisher,
          inject: [PG_POOL, DATABASE_URL, EVENT_LOG, LOGGER],
          useFactory: (pool: Pool, connectionString: string, log: EventLog, logger: Logger) =>
            new OutboxPublisher({ pool, connectionString, log, topic: POSITIONS_TOPIC, logger }),
        },
        {
          provide: DossiersInForce,
          inject: [EVENT_LOG, LOGGER],
          useFactory: (log: EventLog, logger: Logger) => new DossiersInForce(log, logger),
        },
        TrackStatementsHandler,
        GroupSourcesHandler,
        PutInForceHandler,
      ],
      exports: [OutboxPublisher],
    };
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  /** Nest has closed the transports by now, so nothing is decided any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.publisher.stop();
  }
}
