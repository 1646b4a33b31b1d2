import type { ServiceDefinition } from '@parley/service';
import { migrateTracker } from './migrations/migrate-tracker.js';
import { TrackerModule } from './tracker.module.js';

export const trackerService: ServiceDefinition = {
  name: 'tracker',
  defaultPort: 7703,
  module: TrackerModule.register(),
  checkpointSchema: 'tracker',
  async prepare(runtime) {
    await migrateTracker(runtime.databaseUrl);
  },
};
