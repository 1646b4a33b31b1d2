import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Injectable,
  Module,
  type ModuleMetadata,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventLog } from '../event-log.js';

/** Injection token of the EventLog. */
export const EVENT_LOG = Symbol('EVENT_LOG');

export interface EventLogModuleOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly useFactory: FactoryProvider<EventLog>['useFactory'];
  readonly inject?: FactoryProvider['inject'];
}

/** After the consumers have stopped: Nest closes its transports before this hook. */
@Injectable()
class CloseLogOnShutdown implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}

/** Provides EVENT_LOG to the whole application, and closes the log when the application ends. */
@Module({})
export class EventLogModule {
  static forRoot(options: EventLogModuleOptions): DynamicModule {
    return {
      module: EventLogModule,
      global: true,
      imports: options.imports ?? [],
      providers: [
        { provide: EVENT_LOG, useFactory: options.useFactory, inject: options.inject ?? [] },
        CloseLogOnShutdown,
      ],
      exports: [EVENT_LOG],
    };
  }
}
