import type { ServiceDefinition } from '@parley/service';
import { migrateRecord } from '@parley/store';
import { ApiModule } from './api.module.js';

export const apiService: ServiceDefinition = {
  name: 'api',
  defaultPort: 7700,
  module: ApiModule.register(),
  checkpointSchema: null,
  async prepare(runtime) {
    await migrateRecord(runtime.databaseUrl, undefined, runtime.logger);
  },
};
