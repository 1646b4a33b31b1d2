import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EVENT_LOG } from '@parley/event-log';
import { CLOCK, DATABASE_URL, LOGGER, PARLEY_CONFIG, PG_POOL } from '@parley/platform';
import type { Runtime } from './runtime.js';

/** Puts the runtime into the container, under the tokens of libs/platform and libs/event-log. */
@Global()
@Module({})
export class RuntimeModule {
  static forRoot(runtime: Runtime): DynamicModule {
    const providers = [
      { provide: PARLEY_CONFIG, useValue: runtime.config },
      { provide: LOGGER, useValue: runtime.logger },
      { provide: DATABASE_URL, useValue: runtime.databaseUrl },
      { provide: PG_POOL, useValue: runtime.pool },
      { provide: CLOCK, useValue: runtime.clock },
      { provide: EVENT_LOG, useValue: runtime.log },
    ];
    return { module: RuntimeModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
